// Module instances: adding, finding, listing, names taken twice, host data and its finalizer.
#include <stdio.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

static WasmEdge_Result host(void* data, const WasmEdge_CallingFrameContext* frame,
                            const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame, (void)params, (void)returns;
  return WasmEdge_Result_Success;
}

static void finalize(void* data) { printf("finalized %s\n", data ? (const char*)data : "nothing"); }

static WasmEdge_String text(const char* s) { return WasmEdge_StringWrap(s, (uint32_t)strlen(s)); }

static WasmEdge_FunctionInstanceContext* function(void* data) {
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0);
  WasmEdge_FunctionInstanceContext* made = WasmEdge_FunctionInstanceCreate(type, host, data, 0);
  WasmEdge_FunctionTypeDelete(type);
  return made;
}

static void list(const char* what, uint32_t length,
                 uint32_t (*fill)(const WasmEdge_ModuleInstanceContext*, WasmEdge_String*,
                                  const uint32_t),
                 const WasmEdge_ModuleInstanceContext* module) {
  WasmEdge_String names[4];
  uint32_t full = fill(module, names, 4);
  printf("%s: length %u full %u:", what, length, full);
  for (uint32_t i = 0; i < full && i < 4; ++i) printf(" %.*s", (int)names[i].Length, names[i].Buf);
  names[1] = text("untouched");
  printf("; one of %u, then %.*s; into null %u\n", fill(module, names, 1), (int)names[1].Length,
         names[1].Buf, fill(module, NULL, 4));
}

int main(void) {
  WasmEdge_LogOff();
  char name[] = "module";
  WasmEdge_ModuleInstanceContext* module =
      WasmEdge_ModuleInstanceCreateWithData(text(name), "data", finalize);
  name[0] = 'M';
  WasmEdge_String stored = WasmEdge_ModuleInstanceGetModuleName(module);
  printf("name %.*s data %s\n", (int)stored.Length, stored.Buf,
         (const char*)WasmEdge_ModuleInstanceGetHostData(module));

  int one = 1, two = 2;
  WasmEdge_FunctionInstanceContext* first = function(&one);
  WasmEdge_ModuleInstanceAddFunction(module, text("run"), first);
  WasmEdge_ModuleInstanceAddFunction(module, text("add"), function(&two));
  WasmEdge_ModuleInstanceAddFunction(module, text("z"), function(NULL));
  WasmEdge_FunctionInstanceContext* found =
      WasmEdge_ModuleInstanceFindFunction(module, text("run"));
  printf("found run %d, its data %d\n", found == first,
         found ? *(const int*)WasmEdge_FunctionInstanceGetData(found) : -1);
  printf("found none: %s\n",
         WasmEdge_ModuleInstanceFindFunction(module, text("none")) ? "set" : "null");
  list("functions", WasmEdge_ModuleInstanceListFunctionLength(module),
       WasmEdge_ModuleInstanceListFunction, module);

  WasmEdge_LimitContext* limit = WasmEdge_LimitCreate(1, false);
  WasmEdge_MemoryTypeContext* memoryType = WasmEdge_MemoryTypeCreate(limit);
  WasmEdge_TableTypeContext* tableType =
      WasmEdge_TableTypeCreate(WasmEdge_ValTypeGenExternRef(), limit);
  WasmEdge_GlobalTypeContext* globalType =
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenI32(), WasmEdge_Mutability_Var);
  WasmEdge_MemoryInstanceContext* memory = WasmEdge_MemoryInstanceCreate(memoryType);
  WasmEdge_TableInstanceContext* table = WasmEdge_TableInstanceCreate(tableType);
  WasmEdge_GlobalInstanceContext* global =
      WasmEdge_GlobalInstanceCreate(globalType, WasmEdge_ValueGenI32(3));
  WasmEdge_ModuleInstanceAddMemory(module, text("memory"), memory);
  WasmEdge_ModuleInstanceAddTable(module, text("table"), table);
  WasmEdge_ModuleInstanceAddGlobal(module, text("global"), global);
  list("memories", WasmEdge_ModuleInstanceListMemoryLength(module),
       WasmEdge_ModuleInstanceListMemory, module);
  list("tables", WasmEdge_ModuleInstanceListTableLength(module), WasmEdge_ModuleInstanceListTable,
       module);
  list("globals", WasmEdge_ModuleInstanceListGlobalLength(module),
       WasmEdge_ModuleInstanceListGlobal, module);
  printf("tags: %u\n", WasmEdge_ModuleInstanceListTagLength(module));
  printf("found %d %d %d, a tag %s\n",
         WasmEdge_ModuleInstanceFindMemory(module, text("memory")) == memory,
         WasmEdge_ModuleInstanceFindTable(module, text("table")) == table,
         WasmEdge_ModuleInstanceFindGlobal(module, text("global")) == global,
         WasmEdge_ModuleInstanceFindTag(module, text("tag")) ? "set" : "null");
  printf("a memory by the name of a function: %s\n",
         WasmEdge_ModuleInstanceFindMemory(module, text("run")) ? "set" : "null");

  WasmEdge_ModuleInstanceAddFunction(module, text("run"), function(&two));
  found = WasmEdge_ModuleInstanceFindFunction(module, text("run"));
  printf("run after it was added twice: first %d, data %d, length %u\n", found == first,
         found ? *(const int*)WasmEdge_FunctionInstanceGetData(found) : -1,
         WasmEdge_ModuleInstanceListFunctionLength(module));
  WasmEdge_ModuleInstanceDelete(module);
  printf("deleted\n");

  module = WasmEdge_ModuleInstanceCreate(text(""));
  printf("empty name: %u, data %s\n", WasmEdge_ModuleInstanceGetModuleName(module).Length,
         WasmEdge_ModuleInstanceGetHostData(module) ? "set" : "null");
  printf("lengths %u %u %u %u %u\n", WasmEdge_ModuleInstanceListFunctionLength(module),
         WasmEdge_ModuleInstanceListTableLength(module),
         WasmEdge_ModuleInstanceListMemoryLength(module),
         WasmEdge_ModuleInstanceListTagLength(module),
         WasmEdge_ModuleInstanceListGlobalLength(module));
  WasmEdge_ModuleInstanceDelete(module);
  module = WasmEdge_ModuleInstanceCreateWithData(text("m"), NULL, finalize);
  printf("without data\n");
  WasmEdge_ModuleInstanceAddFunction(module, text("f"), NULL);
  printf("after adding null: %u\n", WasmEdge_ModuleInstanceListFunctionLength(module));
  WasmEdge_ModuleInstanceDelete(module);
  WasmEdge_ModuleInstanceDelete(
      WasmEdge_ModuleInstanceCreateWithData(text("m"), (void*)"none", NULL));
  WasmEdge_MemoryTypeDelete(memoryType);
  WasmEdge_TableTypeDelete(tableType);
  WasmEdge_GlobalTypeDelete(globalType);
  WasmEdge_LimitDelete(limit);
  return 0;
}
