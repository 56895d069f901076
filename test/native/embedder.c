// Instances whose contents live in an embedder: who is asked when, what is passed on, when it is
// told that an instance is gone. The embedder here is a few arrays.
#include <string.h>

#include "../../loader/native/embedder.h"
#include "check.h"

static const plugkit_Host* host;

static uint8_t bytes[4 * 65536];
static uint64_t viewSize = 65536, realSize = 65536;
static bool reserved;
static int self;
static int views, refreshes, releases, populations, invocations;
static bool viewFails;
static WasmEdge_Value elements[4], global;
static uint64_t tableSize = 2;
static WasmEdge_FunctionTypeContext* lateType;

static bool memoryView(void* data, void* handle, uint8_t** base, uint64_t* size) {
  CHECK(data == &self && handle == bytes);
  ++views;
  *base = bytes;
  *size = viewSize;
  return !viewFails;
}

static bool memoryRefresh(void* data, void* handle, uint8_t** base, uint64_t* size,
                          bool* isReserved) {
  CHECK(data == &self && handle == bytes);
  ++refreshes;
  *base = bytes;
  *size = viewSize = realSize;
  *isReserved = reserved;
  return !viewFails;
}

static WasmEdge_Result memoryGrow(void* data, void* handle, uint64_t pages) {
  (void)data, (void)handle;
  if (realSize / 65536 + pages > 4) return WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, 1032);
  realSize += pages * 65536;
  viewSize = realSize;
  return WasmEdge_Result_Success;
}

static WasmEdge_Result tableGet(void* data, void* handle, uint64_t index, WasmEdge_Value* value) {
  (void)data, (void)handle;
  *value = elements[index];
  return WasmEdge_Result_Success;
}

static WasmEdge_Result tableSet(void* data, void* handle, uint64_t index,
                                const WasmEdge_Value* value) {
  (void)data, (void)handle;
  elements[index] = *value;
  return WasmEdge_Result_Success;
}

static uint64_t getTableSize(void* data, void* handle) {
  (void)data, (void)handle;
  return tableSize;
}

static WasmEdge_Result tableGrow(void* data, void* handle, uint64_t count) {
  (void)data, (void)handle;
  tableSize += count;
  return WasmEdge_Result_Success;
}

static WasmEdge_Result globalGet(void* data, void* handle, WasmEdge_Value* value) {
  (void)data, (void)handle;
  *value = global;
  return WasmEdge_Result_Success;
}

static WasmEdge_Result globalSet(void* data, void* handle, const WasmEdge_Value* value) {
  (void)data, (void)handle;
  global = *value;
  return WasmEdge_Result_Success;
}

static WasmEdge_Result invoke(void* data, void* handle, const WasmEdge_Value* params,
                              uint32_t paramLen, WasmEdge_Value* returns, uint32_t returnLen) {
  CHECK(data == &self && handle == &invocations && paramLen == 1 && returnLen == 1);
  ++invocations;
  returns[0] = WasmEdge_ValueGenI64(WasmEdge_ValueGetI64(params[0]) + 1);
  return WasmEdge_Result_Success;
}

static const WasmEdge_FunctionTypeContext* functionType(void* data, void* handle) {
  (void)data, (void)handle;
  return lateType;
}

static WasmEdge_Result never(void* data, const WasmEdge_CallingFrameContext* frame,
                             const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame, (void)params, (void)returns;
  CHECK(!"called");
  return WasmEdge_Result_Fail;
}

static WasmEdge_String text(const char* s) { return WasmEdge_StringWrap(s, (uint32_t)strlen(s)); }

static const plugkit_Embedder embedder;

// Cannot do it the first time.
static bool populate(void* data, void* handle, WasmEdge_ModuleInstanceContext* module) {
  CHECK(data == &self && handle == &populations);
  if (++populations == 1) return false;
  WasmEdge_ModuleInstanceAddFunction(module, text("next"),
                                     host->FunctionCreate(lateType, &embedder, &invocations));
  return true;
}

static void release(void* data, void* handle) {
  CHECK(data == &self && handle);
  ++releases;
}

static const plugkit_Embedder embedder = {
    &self,     memoryView, memoryRefresh, memoryGrow, tableGet,     tableSet, getTableSize,
    tableGrow, globalGet,  globalSet,     invoke,     functionType, populate, release};

static WasmEdge_MemoryTypeContext* memoryType(void) {
  WasmEdge_LimitContext* limit = WasmEdge_LimitCreate(1, false);
  WasmEdge_MemoryTypeContext* type = WasmEdge_MemoryTypeCreate(limit);
  WasmEdge_LimitDelete(limit);
  return type;
}

// Address space kept for a memory says that it stays in place: it is looked at once, then only when
// a request lies outside of what was seen. Not so where it has 64-bit addresses.
static void memoriesInReservations(void) {
  reserved = true;
  for (int is64 = 0; is64 < 2; ++is64) {
    views = refreshes = 0;
    viewSize = realSize = 65536;
    WasmEdge_LimitContext* limit = WasmEdge_LimitCreate(1, is64);
    WasmEdge_MemoryTypeContext* type = WasmEdge_MemoryTypeCreate(limit);
    WasmEdge_LimitDelete(limit);
    WasmEdge_MemoryInstanceContext* memory = host->MemoryCreate(type, &embedder, bytes);
    WasmEdge_MemoryTypeDelete(type);
    CHECK(WasmEdge_MemoryInstanceGetPageSize(memory) == 1 && refreshes == 1);
    for (int i = 0; i < 5; ++i) CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 1, 1) == bytes + 1);
    CHECK(views == (is64 ? 5 : 0) && refreshes == 1);
    realSize = 2 * 65536;
    CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 65536, 1) == bytes + 65536 && refreshes == 2);
    CHECK(!WasmEdge_MemoryInstanceGetPointer(memory, 2 * 65536, 1) && refreshes == 3);
    WasmEdge_MemoryInstanceDelete(memory);
  }
  reserved = false;
  viewSize = realSize = 65536;
  releases = views = refreshes = 0;
}

static void memories(void) {
  WasmEdge_MemoryTypeContext* type = memoryType();
  WasmEdge_MemoryInstanceContext* memory = host->MemoryCreate(type, &embedder, bytes);
  CHECK(views == 0);
  CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 16, 4) == bytes + 16 && views == 1);
  CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 65535, 1) == bytes + 65535 && views == 2);
  CHECK(WasmEdge_MemoryInstanceGetPointerConst(memory, 0, 65536) == bytes && views == 3);
  CHECK(refreshes == 0);

  // Beyond the view, the embedder is asked once more.
  CHECK(!WasmEdge_MemoryInstanceGetPointer(memory, 65536, 1) && refreshes == 1);
  CHECK(!WasmEdge_MemoryInstanceGetPointer(memory, UINT64_MAX, UINT64_MAX) && refreshes == 2);
  realSize = 2 * 65536;
  CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 65536, 1) == bytes + 65536 && refreshes == 3);

  uint8_t back[3] = {0};
  CHECK(WasmEdge_ResultOK(WasmEdge_MemoryInstanceSetData(memory, (const uint8_t*)"abc", 9, 3)));
  CHECK(memcmp(bytes + 9, "abc", 3) == 0);
  CHECK(WasmEdge_ResultOK(WasmEdge_MemoryInstanceGetData(memory, back, 9, 3)) && back[2] == 'c');
  CHECK(WasmEdge_ResultGetCode(WasmEdge_MemoryInstanceSetData(memory, back, 2 * 65536, 1)) ==
        WasmEdge_ErrCode_MemoryOutOfBounds);

  CHECK(WasmEdge_MemoryInstanceGetPageSize(memory) == 2);
  CHECK(WasmEdge_ResultOK(WasmEdge_MemoryInstanceGrowPage(memory, 1)));
  int before = views;
  CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 2 * 65536, 1) && views == before + 1);
  CHECK(!WasmEdge_ResultOK(WasmEdge_MemoryInstanceGrowPage(memory, 2)));
  const WasmEdge_LimitContext* limit =
      WasmEdge_MemoryTypeGetLimit(WasmEdge_MemoryInstanceGetMemoryType(memory));
  CHECK(WasmEdge_LimitGetMin(limit) == 3);

  viewFails = true;
  CHECK(!WasmEdge_MemoryInstanceGetPointer(memory, 0, 1));
  CHECK(WasmEdge_MemoryInstanceGetPageSize(memory) == 0);
  viewFails = false;
  CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 0, 1) == bytes);
  WasmEdge_MemoryInstanceDelete(memory);
  CHECK(releases == 1);

  // A memory made here moves over; pointers given out before stay readable until it is deleted.
  memory = WasmEdge_MemoryInstanceCreate(type);
  uint8_t* old = WasmEdge_MemoryInstanceGetPointer(memory, 0, 65536);
  old[5] = 55;
  CHECK(host->MemoryAttach(memory, &embedder, bytes));
  CHECK(!host->MemoryAttach(memory, &embedder, bytes));
  CHECK(WasmEdge_MemoryInstanceGetPointer(memory, 0, 1) == bytes && old[5] == 55);
  WasmEdge_MemoryInstanceDelete(memory);
  WasmEdge_MemoryTypeDelete(type);
  CHECK(releases == 2);
}

static void tablesAndGlobals(void) {
  WasmEdge_LimitContext* limit = WasmEdge_LimitCreate(2, false);
  WasmEdge_TableTypeContext* type = WasmEdge_TableTypeCreate(WasmEdge_ValTypeGenExternRef(), limit);
  WasmEdge_LimitDelete(limit);
  WasmEdge_TableInstanceContext* made = WasmEdge_TableInstanceCreate(type);
  CHECK(host->TableAttach(made, &embedder, elements));
  WasmEdge_TableInstanceContext* created = host->TableCreate(type, &embedder, elements);
  int object;
  WasmEdge_Value value = WasmEdge_ValueGenExternRef(&object);
  CHECK(WasmEdge_ResultOK(WasmEdge_TableInstanceSetData(made, value, 1)));
  CHECK(WasmEdge_ResultGetCode(WasmEdge_TableInstanceSetData(made, WasmEdge_ValueGenI32(1), 1)) ==
        WasmEdge_ErrCode_RefTypeMismatch);
  value = WasmEdge_ValueGenI32(0);
  CHECK(WasmEdge_ResultOK(WasmEdge_TableInstanceGetData(created, &value, 1)));
  CHECK(WasmEdge_ValueGetExternRef(value) == &object);
  CHECK(WasmEdge_ResultOK(WasmEdge_TableInstanceGrow(created, 2)));
  CHECK(WasmEdge_TableInstanceGetSize(made) == 4);
  WasmEdge_TableInstanceDelete(made);
  WasmEdge_TableInstanceDelete(created);
  WasmEdge_TableTypeDelete(type);
  CHECK(releases == 4);

  WasmEdge_GlobalTypeContext* globalType =
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenI64(), WasmEdge_Mutability_Var);
  WasmEdge_GlobalInstanceContext* attached =
      WasmEdge_GlobalInstanceCreate(globalType, WasmEdge_ValueGenI64(1));
  CHECK(host->GlobalAttach(attached, &embedder, &global));
  WasmEdge_GlobalInstanceContext* other = host->GlobalCreate(globalType, &embedder, &global);
  CHECK(WasmEdge_ResultOK(WasmEdge_GlobalInstanceSetValue(attached, WasmEdge_ValueGenI64(12))));
  CHECK(WasmEdge_ValueGetI64(WasmEdge_GlobalInstanceGetValue(other)) == 12);
  WasmEdge_GlobalInstanceDelete(attached);
  WasmEdge_GlobalInstanceDelete(other);
  WasmEdge_GlobalTypeDelete(globalType);
  CHECK(releases == 6);
}

static void functionsAndModules(void) {
  WasmEdge_ValType i64 = WasmEdge_ValTypeGenI64();
  lateType = WasmEdge_FunctionTypeCreate(&i64, 1, &i64, 1);
  WasmEdge_ExecutorContext* executor = WasmEdge_ExecutorCreate(NULL, NULL);
  WasmEdge_Value param = WasmEdge_ValueGenI64(41), value;

  WasmEdge_FunctionInstanceContext* untyped = host->FunctionCreate(NULL, &embedder, &invocations);
  CHECK(WasmEdge_FunctionInstanceGetFunctionType(untyped) == lateType);
  CHECK(WasmEdge_ResultOK(WasmEdge_ExecutorInvoke(executor, untyped, &param, 1, &value, 1)));
  CHECK(WasmEdge_ValueGetI64(value) == 42 && invocations == 1);
  CHECK(WasmEdge_ResultGetCode(WasmEdge_ExecutorInvoke(executor, untyped, NULL, 0, &value, 1)) ==
        WasmEdge_ErrCode_FuncSigMismatch);
  WasmEdge_Async* async = WasmEdge_ExecutorAsyncInvoke(executor, untyped, &param, 1);
  CHECK(invocations == 2);  // on this thread, before it returned
  CHECK(WasmEdge_ResultOK(WasmEdge_AsyncGet(async, &value, 1)));
  WasmEdge_AsyncDelete(async);

  plugkit_HostFunction called = {0};
  void* handle = NULL;
  CHECK(!host->FunctionGetHost(untyped, &called, &handle) && handle == &invocations);
  WasmEdge_FunctionInstanceContext* own =
      WasmEdge_FunctionInstanceCreate(lateType, never, &param, 0);
  CHECK(host->FunctionGetHost(own, &called, &handle));
  CHECK(called.Function == never && !called.Wrap && called.Data == &param && !called.Module);
  WasmEdge_ModuleInstanceContext* plugin = WasmEdge_ModuleInstanceCreate(text("plugin"));
  WasmEdge_ModuleInstanceAddFunction(plugin, text("never"), own);
  CHECK(host->FunctionGetHost(own, &called, &handle) && called.Module == plugin);
  WasmEdge_ModuleInstanceDelete(plugin);
  WasmEdge_FunctionInstanceDelete(untyped);
  CHECK(releases == 7);

  WasmEdge_ModuleInstanceContext* module =
      host->ModuleCreate(text("guest"), &embedder, &populations);
  CHECK(populations == 0);
  CHECK(WasmEdge_ModuleInstanceListFunctionLength(module) == 0 && populations == 1);
  CHECK(WasmEdge_ModuleInstanceListFunctionLength(module) == 1 && populations == 2);
  WasmEdge_FunctionInstanceContext* next =
      WasmEdge_ModuleInstanceFindFunction(module, text("next"));
  CHECK(next && populations == 2);
  CHECK(WasmEdge_ResultOK(WasmEdge_ExecutorInvoke(executor, next, &param, 1, &value, 1)));

  WasmEdge_MemoryTypeContext* type = memoryType();
  WasmEdge_CallingFrameContext* frame = host->CallingFrameCreate(executor, module);
  CHECK(!WasmEdge_CallingFrameGetMemoryInstance(frame, 0));
  WasmEdge_MemoryInstanceContext* second = host->MemoryCreate(type, &embedder, bytes);
  host->ModuleSetMemory(module, 1, second);
  CHECK(!WasmEdge_CallingFrameGetMemoryInstance(frame, 0));
  CHECK(WasmEdge_CallingFrameGetMemoryInstance(frame, 1) == second);
  CHECK(!WasmEdge_CallingFrameGetMemoryInstance(frame, 2));
  CHECK(WasmEdge_CallingFrameGetExecutor(frame) == executor);
  CHECK(WasmEdge_CallingFrameGetModuleInstance(frame) == module);
  host->CallingFrameDelete(frame);
  frame = host->CallingFrameCreate(executor, NULL);
  CHECK(!WasmEdge_CallingFrameGetMemoryInstance(frame, 0));
  host->CallingFrameDelete(frame);
  WasmEdge_MemoryTypeDelete(type);
  WasmEdge_ModuleInstanceDelete(module);
  CHECK(releases == 10);  // the module, its function, its memory
  WasmEdge_ExecutorDelete(executor);
  WasmEdge_FunctionTypeDelete(lateType);
}

int main(void) {
  host = (const plugkit_Host*)WasmEdge_PluginFind(
      WasmEdge_StringWrap(PLUGKIT_HOST_NAME, PLUGKIT_HOST_NAME_LENGTH));
  CHECK(host && host->Version == PLUGKIT_HOST_VERSION);
  memoriesInReservations();
  memories();
  tablesAndGlobals();
  functionsAndModules();
  return 0;
}
