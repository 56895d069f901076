// A plug-in in order, "faulty" 0.1.0 with the module "faulty" and its function "act" (x -> x + 1),
// that does what the compiler's -D flags say where things happen. Compiled by
// test/faults/corpus.ts.
#ifdef __linux__
#define _GNU_SOURCE
#endif
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasmedge/wasmedge.h>
#ifndef _WIN32
#include <pthread.h>
#include <unistd.h>
#endif

#ifndef NAME
#define NAME "faulty"
#endif
#ifndef ON_LOAD
#define ON_LOAD
#endif
#ifndef ON_CREATE
#define ON_CREATE
#endif
#ifndef ON_CALL
#define ON_CALL
#endif

// Statements to build faults from.
#define CRASH() (*(volatile int*)(uintptr_t)8 = 1)
#define HANG() \
  for (volatile int I = 0;; I = 0) sleep(1)
#define FILL() \
  for (;;) usleep(1000), Filled = memset(malloc(1 << 23), 1, 1 << 23)
// What a compiler makes of `throw 1;`: libstdc++ is in every process of Node on Linux.
#define THROW()                                                      \
  do {                                                               \
    extern void* __cxa_allocate_exception(size_t);                   \
    extern void __cxa_throw(void*, void*, void*);                    \
    extern char _ZTIi[];                                             \
    __cxa_throw(__cxa_allocate_exception(sizeof(int)), _ZTIi, NULL); \
  } while (0)

extern void* volatile Filled;  // the compiler leaves out what nobody sees
void* volatile Filled;

__attribute__((constructor)) static void Load(void) { ON_LOAD; }

static WasmEdge_Result Act(void* Data, const WasmEdge_CallingFrameContext* Frame,
                           const WasmEdge_Value* Params, WasmEdge_Value* Returns) {
  (void)Data, (void)Frame;  // 16 bytes of the module, zero at first; the caller
  const int32_t Param = WasmEdge_ValueGetI32(Params[0]);
  int32_t Result = (int32_t)((uint32_t)Param + 1);
  ON_CALL;
  Returns[0] = WasmEdge_ValueGenI32(Result);
  return WasmEdge_Result_Success;
}

static WasmEdge_ModuleInstanceContext* Create(const WasmEdge_ModuleDescriptor* Descriptor) {
  ON_CREATE;
  void* Data = calloc(1, 16);
  WasmEdge_ModuleInstanceContext* Module =
      WasmEdge_ModuleInstanceCreateWithData(WasmEdge_StringWrap(Descriptor->Name, 6), Data, free);
  const WasmEdge_ValType Types[] = {WasmEdge_ValTypeGenI32()};
  WasmEdge_FunctionTypeContext* Type = WasmEdge_FunctionTypeCreate(Types, 1, Types, 1);
  WasmEdge_ModuleInstanceAddFunction(Module, WasmEdge_StringWrap("act", 3),
                                     WasmEdge_FunctionInstanceCreate(Type, Act, Data, 0));
  WasmEdge_FunctionTypeDelete(Type);
  return Module;
}

static WasmEdge_ModuleDescriptor Modules[] = {
    {.Name = "faulty", .Description = "Does what it is told", .Create = Create}};

static WasmEdge_PluginDescriptor Descriptor = {.Name = NAME,
                                               .Description = "For tests",
                                               .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
                                               .Version = {0, 1, 0, 0},
                                               .ModuleCount = 1,
                                               .ModuleDescriptions = Modules};

const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) { return &Descriptor; }
