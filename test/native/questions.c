// A thread of a plug-in asks for what lives in an embedder, which can be asked on its own thread
// only: each question fails, the embedder is not asked, and nothing is different afterwards.
#include <pthread.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

#include "../../loader/native/embedder.h"
#include "check.h"

static const plugkit_Host* host;
static uint8_t bytes[65536];
static int asked, here;

static bool memory_view(void* data, void* handle, uint8_t** base, uint64_t* size) {
  (void)data, (void)handle;
  asked++;
  *base = bytes;
  *size = sizeof(bytes);
  return true;
}
static bool memory_refresh(void* data, void* handle, uint8_t** base, uint64_t* size,
                           bool* reserved) {
  *reserved = data == &here;
  return memory_view(data, handle, base, size);
}
static WasmEdge_Result grow(void* data, void* handle, uint64_t count) {
  (void)data, (void)handle, (void)count;
  asked++;
  return WasmEdge_Result_Success;
}
static WasmEdge_Result table_get(void* data, void* handle, uint64_t index, WasmEdge_Value* value) {
  *value = WasmEdge_ValueGenExternRef(&here);
  return grow(data, handle, index);
}
static WasmEdge_Result table_set(void* data, void* handle, uint64_t index,
                                 const WasmEdge_Value* value) {
  (void)value;
  return grow(data, handle, index);
}
static uint64_t table_size(void* data, void* handle) {
  grow(data, handle, 0);
  return 3;
}
static WasmEdge_Result global_get(void* data, void* handle, WasmEdge_Value* value) {
  *value = WasmEdge_ValueGenI32(5);
  return grow(data, handle, 0);
}
static WasmEdge_Result global_set(void* data, void* handle, const WasmEdge_Value* value) {
  (void)value;
  return grow(data, handle, 0);
}
static WasmEdge_Result invoke(void* data, void* handle, const WasmEdge_Value* params,
                              uint32_t paramLen, WasmEdge_Value* returns, uint32_t returnLen) {
  (void)params, (void)paramLen, (void)returns, (void)returnLen;
  return grow(data, handle, 0);
}
static WasmEdge_FunctionTypeContext* late_type;
static const WasmEdge_FunctionTypeContext* function_type(void* data, void* handle) {
  grow(data, handle, 0);
  return late_type;
}
static bool populate(void* data, void* handle, WasmEdge_ModuleInstanceContext* module) {
  (void)module;
  grow(data, handle, 0);
  return true;
}

static WasmEdge_MemoryInstanceContext* memory;
static WasmEdge_TableInstanceContext* table;
static WasmEdge_GlobalInstanceContext* global;
static WasmEdge_FunctionInstanceContext* function;
static WasmEdge_ModuleInstanceContext* module;
static WasmEdge_CallingFrameContext* frame;
static WasmEdge_ExecutorContext* executor;

static bool fails(WasmEdge_Result result) { return result.Code == WasmEdge_ErrCode_RuntimeError; }

static void* ask(void* unused) {
  (void)unused;
  const WasmEdge_String name = WasmEdge_StringWrap("name", 4);
  WasmEdge_Value value = WasmEdge_ValueGenExternRef(NULL);
  uint8_t data[4] = {0};
  CHECK(WasmEdge_MemoryInstanceGetPageSize(memory) == 0);
  CHECK(!WasmEdge_MemoryInstanceGetPointer(memory, 0, 1));
  CHECK(!WasmEdge_MemoryInstanceGetPointer(memory, sizeof(bytes), 1));
  CHECK(!WasmEdge_MemoryInstanceGetPointerConst(memory, 0, 1));
  CHECK(!WasmEdge_MemoryInstanceGetMemoryType(memory));
  CHECK(fails(WasmEdge_MemoryInstanceGetData(memory, data, 0, 4)));
  CHECK(fails(WasmEdge_MemoryInstanceSetData(memory, data, 0, 4)));
  CHECK(fails(WasmEdge_MemoryInstanceGrowPage(memory, 1)));
  CHECK(WasmEdge_TableInstanceGetSize(table) == 0);
  CHECK(!WasmEdge_TableInstanceGetTableType(table));
  CHECK(fails(WasmEdge_TableInstanceGetData(table, &value, 0)));
  CHECK(fails(WasmEdge_TableInstanceSetData(table, value, 0)));
  CHECK(fails(WasmEdge_TableInstanceGrow(table, 1)));
  CHECK(WasmEdge_ValueGetI32(WasmEdge_GlobalInstanceGetValue(global)) == 0);
  CHECK(fails(WasmEdge_GlobalInstanceSetValue(global, WasmEdge_ValueGenI32(1))));
  CHECK(!WasmEdge_FunctionInstanceGetFunctionType(function));
  CHECK(fails(WasmEdge_ExecutorInvoke(executor, function, NULL, 0, NULL, 0)));
  CHECK(!WasmEdge_ModuleInstanceFindFunction(module, name));
  CHECK(!WasmEdge_ModuleInstanceFindMemory(module, name));
  CHECK(!WasmEdge_ModuleInstanceFindTable(module, name));
  CHECK(!WasmEdge_ModuleInstanceFindGlobal(module, name));
  CHECK(!WasmEdge_ModuleInstanceFindTag(module, name));
  CHECK(WasmEdge_ModuleInstanceListFunctionLength(module) == 0);
  CHECK(WasmEdge_ModuleInstanceListMemoryLength(module) == 0);
  CHECK(WasmEdge_ModuleInstanceListTableLength(module) == 0);
  CHECK(WasmEdge_ModuleInstanceListGlobalLength(module) == 0);
  CHECK(!WasmEdge_CallingFrameGetMemoryInstance(frame, 0));
  CHECK(asked == 0);
  return NULL;
}

static void ask_on_a_thread(void) {
  pthread_t thread;
  asked = 0;
  CHECK(pthread_create(&thread, NULL, ask, NULL) == 0);
  pthread_join(thread, NULL);
}

// Before the first look, or after it; memories that stay where they are, or are looked at each
// time.
static void questions(bool looked, bool stays) {
  plugkit_Embedder embedder = {stays ? &here : NULL,
                               memory_view,
                               memory_refresh,
                               grow,
                               table_get,
                               table_set,
                               table_size,
                               grow,
                               global_get,
                               global_set,
                               invoke,
                               function_type,
                               populate,
                               NULL};
  WasmEdge_LimitContext* limit = WasmEdge_LimitCreate(1, false);
  WasmEdge_MemoryTypeContext* memory_type = WasmEdge_MemoryTypeCreate(limit);
  WasmEdge_TableTypeContext* table_type =
      WasmEdge_TableTypeCreate(WasmEdge_ValTypeGenExternRef(), limit);
  WasmEdge_GlobalTypeContext* global_type =
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenI32(), WasmEdge_Mutability_Var);
  module = host->ModuleCreate(WasmEdge_StringWrap("guest", 5), &embedder, &here);
  memory = host->MemoryCreate(memory_type, &embedder, &here);
  table = host->TableCreate(table_type, &embedder, &here);
  global = host->GlobalCreate(global_type, &embedder, &here);
  function = host->FunctionCreate(NULL, &embedder, &here);
  host->ModuleSetMemory(module, 0, memory);
  frame = host->CallingFrameCreate(executor, module);
  if (looked) {
    CHECK(WasmEdge_MemoryInstanceGetPageSize(memory) == 1);
    CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 16, 1) == bytes + 16);
    WasmEdge_ModuleInstanceAddFunction(module, WasmEdge_StringWrap("name", 4), function);
    CHECK(WasmEdge_ModuleInstanceListFunctionLength(module) == 1);
  }
  ask_on_a_thread();
  // The embedder is asked as if nobody had asked before.
  CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 16, 1) == bytes + 16);
  CHECK(asked == (looked && stays ? 0 : 1));
  CHECK(WasmEdge_MemoryInstanceGetPageSize(memory) == 1);
  CHECK(WasmEdge_CallingFrameGetMemoryInstance(frame, 0) == memory);
  CHECK(WasmEdge_TableInstanceGetSize(table) == 3);
  CHECK(WasmEdge_ValueGetI32(WasmEdge_GlobalInstanceGetValue(global)) == 5);
  CHECK(WasmEdge_ModuleInstanceListFunctionLength(module) == (looked ? 1 : 0));
  host->CallingFrameDelete(frame);
  WasmEdge_ModuleInstanceDelete(module);
  WasmEdge_TableInstanceDelete(table);
  WasmEdge_GlobalInstanceDelete(global);
  if (!looked) WasmEdge_FunctionInstanceDelete(function);
  WasmEdge_GlobalTypeDelete(global_type);
  WasmEdge_TableTypeDelete(table_type);
  WasmEdge_MemoryTypeDelete(memory_type);
  WasmEdge_LimitDelete(limit);
}

int main(void) {
  host = (const plugkit_Host*)WasmEdge_PluginFind(
      WasmEdge_StringWrap(PLUGKIT_HOST_NAME, PLUGKIT_HOST_NAME_LENGTH));
  WasmEdge_LogOff();
  executor = WasmEdge_ExecutorCreate(NULL, NULL);
  late_type = WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0);
  for (int i = 0; i < 4; ++i) questions(i & 1, i & 2);
  WasmEdge_FunctionTypeDelete(late_type);
  WasmEdge_ExecutorDelete(executor);
  return 0;
}
