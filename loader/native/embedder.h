// What the host library gives the program that embeds it, and what it takes from it.
// Included by the host library (host/) and by the addon (addon/); never installed, never seen by a
// plug-in. The host library exports nothing but the WasmEdge C API, so this table is reached
// through that API: WasmEdge_PluginFind with a name no plug-in can have (it holds NUL bytes). A
// stock libwasmedge answers NULL, which is how the addon learns that it was bound to the wrong
// library.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wasmedge/wasmedge.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PLUGKIT_HOST_NAME "\0plugkit\0host\0"
#define PLUGKIT_HOST_NAME_LENGTH 14u
#define PLUGKIT_HOST_VERSION 4u

enum plugkit_LoadState {
  plugkit_LoadState_Loaded,
  plugkit_LoadState_AlreadyLoaded,
  plugkit_LoadState_Refused
};

// What is to be known of a candidate, loaded or refused. Strings as those of plugkit_LoadOutcome.
typedef struct plugkit_LoadWarning {
  const char* Code;  // a code of loader/errors.ts
  const char* Message;
  const char* Hint;
} plugkit_LoadWarning;

// What became of one candidate file (or of a path that yields none). All strings are UTF-8, owned
// by the host library, valid during the callback.
typedef struct plugkit_LoadOutcome {
  const char* Path;
  enum plugkit_LoadState State;
  const WasmEdge_PluginContext* Plugin;  // NULL when refused
  const char* Code;                      // NULL unless refused; a code of loader/errors.ts
  const char* Reason;                    // NULL unless refused; actual and expected, no full stop
  const char* Hint;                      // NULL unless refused; what to do
  const plugkit_LoadWarning* Warnings;
  size_t WarningCount;
} plugkit_LoadOutcome;

// A default path and the rule it comes from: see host/plugins/default_paths.h.
typedef struct plugkit_DefaultPath {
  const char* Path;
  const char* Rule;
} plugkit_DefaultPath;

typedef void (*plugkit_OnOutcome)(void* Data, const plugkit_LoadOutcome* Outcome);

// What an embedder gives: the contents of instances that live in its engine. One per environment
// (thread of JavaScript); every function is called on the thread that created or attached the
// instance, other threads get a failure instead; `Handle` is what the embedder passed then.
typedef struct plugkit_Embedder {
  void* Data;
  // The bytes of a memory, as they may have been before it grew. Asked at every access, unless they
  // stay where they are.
  bool (*MemoryView)(void* Data, void* Handle, uint8_t** Base, uint64_t* Size);
  // The bytes as they are now. Asked when a request is outside what is known, as memories grow
  // silently. *Reserved: so much address space is kept for this memory that it grows in place, if
  // its addresses have 32 bits.
  bool (*MemoryRefresh)(void* Data, void* Handle, uint8_t** Base, uint64_t* Size, bool* Reserved);
  WasmEdge_Result (*MemoryGrow)(void* Data, void* Handle, uint64_t Pages);
  WasmEdge_Result (*TableGet)(void* Data, void* Handle, uint64_t Index, WasmEdge_Value* Value);
  WasmEdge_Result (*TableSet)(void* Data, void* Handle, uint64_t Index,
                              const WasmEdge_Value* Value);
  uint64_t (*TableSize)(void* Data, void* Handle);
  WasmEdge_Result (*TableGrow)(void* Data, void* Handle, uint64_t Count);
  WasmEdge_Result (*GlobalGet)(void* Data, void* Handle, WasmEdge_Value* Value);
  WasmEdge_Result (*GlobalSet)(void* Data, void* Handle, const WasmEdge_Value* Value);
  // Calls a function of the engine. Returns are written only on success.
  WasmEdge_Result (*FunctionInvoke)(void* Data, void* Handle, const WasmEdge_Value* Params,
                                    uint32_t ParamLen, WasmEdge_Value* Returns, uint32_t ReturnLen);
  // The type of a function created without one (NULL when the engine cannot tell). Owned by the
  // embedder, valid as long as the handle.
  const WasmEdge_FunctionTypeContext* (*FunctionType)(void* Data, void* Handle);
  // Called before the first Find or List on a module made with ModuleCreate: the embedder adds the
  // exports (ModuleInstanceAdd*). Asked again next time when it returns false.
  bool (*ModulePopulate)(void* Data, void* Handle, WasmEdge_ModuleInstanceContext* Module);
  // The instance is gone; the handle is not used again. May be called on any thread.
  void (*Release)(void* Data, void* Handle);
} plugkit_Embedder;

// All that is needed to call a host function without looking inside it. Exactly one of Function and
// Wrap is set.
typedef struct plugkit_HostFunction {
  WasmEdge_HostFunc_t Function;
  WasmEdge_WrapFunc_t Wrap;
  void* Binding;
  void* Data;
  // The module that the function was added to: who calls it when nobody in WebAssembly does. NULL
  // when none.
  const WasmEdge_ModuleInstanceContext* Module;
} plugkit_HostFunction;

// What the host library gives.
typedef struct plugkit_Host {
  uint32_t Version;  // PLUGKIT_HOST_VERSION

  // Plug-ins. Safe from any thread.
  void (*LoadFromDefaultPaths)(plugkit_OnOutcome OnOutcome, void* Data);
  // The same for paths that the embedder found by the same rules: absolute ones, in order.
  void (*LoadFromPaths)(const plugkit_DefaultPath* Paths, size_t Count, plugkit_OnOutcome OnOutcome,
                        void* Data);
  void (*LoadFromPath)(const char* Path, plugkit_OnOutcome OnOutcome, void* Data);
  // The directories LoadFromDefaultPaths searches, in order, with the rule each comes from.
  void (*ListDefaultPaths)(void (*OnPath)(void* Data, const char* Path, const char* Rule),
                           void* Data);
  // The file of the host library; "" when the system does not say. Valid for the process.
  const char* (*LibraryPath)(void);
  const WasmEdge_PluginDescriptor* (*PluginGetDescriptor)(const WasmEdge_PluginContext* Plugin);
  const char* (*PluginGetPath)(const WasmEdge_PluginContext* Plugin);
  // Options are process-wide: the plug-in owns the storage. Value points to the option's C type
  // (bool for Toggle, const char* for String). The bytes of a string are copied; the copy is valid
  // until the option was set to 256 other texts since, and the same text set again is the same
  // copy.
  bool (*PluginSetOption)(const WasmEdge_PluginContext* Plugin, uint32_t Index, const void* Value);

  // Instances whose contents live in the embedder. The caller owns what is returned, as with the
  // public *Create functions.
  WasmEdge_FunctionInstanceContext* (*FunctionCreate)(
      const WasmEdge_FunctionTypeContext* TypeOrNull, const plugkit_Embedder* Embedder,
      void* Handle);
  WasmEdge_MemoryInstanceContext* (*MemoryCreate)(const WasmEdge_MemoryTypeContext* Type,
                                                  const plugkit_Embedder* Embedder, void* Handle);
  WasmEdge_TableInstanceContext* (*TableCreate)(const WasmEdge_TableTypeContext* Type,
                                                const plugkit_Embedder* Embedder, void* Handle);
  WasmEdge_GlobalInstanceContext* (*GlobalCreate)(const WasmEdge_GlobalTypeContext* Type,
                                                  const plugkit_Embedder* Embedder, void* Handle);
  WasmEdge_ModuleInstanceContext* (*ModuleCreate)(WasmEdge_String Name,
                                                  const plugkit_Embedder* Embedder, void* Handle);
  // What CallingFrameGetMemoryInstance(frame, Index) gives for this caller. The module takes
  // ownership; one that is replaced lives as long as the module.
  void (*ModuleSetMemory)(WasmEdge_ModuleInstanceContext* Module, uint32_t Index,
                          WasmEdge_MemoryInstanceContext* Memory);

  // Moves an instance that a plug-in made (its contents in the host library) into the embedder. The
  // embedder has copied the contents; pointers given out before point to the old bytes, which live
  // until the instance is deleted. False when the instance is attached already.
  bool (*MemoryAttach)(WasmEdge_MemoryInstanceContext* Memory, const plugkit_Embedder* Embedder,
                       void* Handle);
  bool (*TableAttach)(WasmEdge_TableInstanceContext* Table, const plugkit_Embedder* Embedder,
                      void* Handle);
  bool (*GlobalAttach)(WasmEdge_GlobalInstanceContext* Global, const plugkit_Embedder* Embedder,
                       void* Handle);

  // Calls. False for a function that lives in an embedder; *Handle is then its handle.
  bool (*FunctionGetHost)(const WasmEdge_FunctionInstanceContext* Function,
                          plugkit_HostFunction* Host, void** Handle);
  // A calling frame is immutable and may serve any number of calls of one caller. Module is the
  // instance that calls, or the function's own (plugkit_HostFunction) for calls from outside
  // WebAssembly, which may be NULL.
  WasmEdge_CallingFrameContext* (*CallingFrameCreate)(WasmEdge_ExecutorContext* Executor,
                                                      const WasmEdge_ModuleInstanceContext* Module);
  void (*CallingFrameDelete)(WasmEdge_CallingFrameContext* Frame);
} plugkit_Host;

#ifdef __cplusplus
}
#endif
