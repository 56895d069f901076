// host_functions.c: the module `exports`: a memory, a table and a global that WebAssembly imports,
// and functions that look at the same three from the other side.
#include "host_functions.h"

#include <string.h>

#include "words.h"

// The Data of each function is the module instance that owns it, so that it finds its neighbours.
#define HOST_FUNCTION(name)                                                            \
  static WasmEdge_Result name(void* module, const WasmEdge_CallingFrameContext* frame, \
                              const WasmEdge_Value* params, WasmEdge_Value* returns)

static WasmEdge_Result wasm_error(enum WasmEdge_ErrCode code) {
  return WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, code);
}

static WasmEdge_String wrap(const char* text) {
  return WasmEdge_StringWrap(text, (uint32_t)strlen(text));
}

static WasmEdge_MemoryInstanceContext* memory_of(const void* module) {
  return WasmEdge_ModuleInstanceFindMemory((const WasmEdge_ModuleInstanceContext*)module,
                                           wrap("memory"));
}

static WasmEdge_TableInstanceContext* table_of(const void* module) {
  return WasmEdge_ModuleInstanceFindTable((const WasmEdge_ModuleInstanceContext*)module,
                                          wrap("table"));
}

static WasmEdge_GlobalInstanceContext* counter_of(const void* module) {
  return WasmEdge_ModuleInstanceFindGlobal((const WasmEdge_ModuleInstanceContext*)module,
                                           wrap("counter"));
}

// --- The memory
// --------------------------------------------------------------------------------------

// The 32-bit integer at an offset of the module's memory.
HOST_FUNCTION(load) {
  (void)frame;
  uint8_t bytes[WORD_SIZE];
  const uint32_t offset = (uint32_t)WasmEdge_ValueGetI32(params[0]);
  const WasmEdge_Result got =
      WasmEdge_MemoryInstanceGetData(memory_of(module), bytes, offset, WORD_SIZE);
  if (!WasmEdge_ResultOK(got)) return got;
  returns[0] = WasmEdge_ValueGenI32(load_word(bytes));
  return WasmEdge_Result_Success;
}

// Stores a 32-bit integer at an offset of the module's memory.
HOST_FUNCTION(store) {
  (void)frame, (void)returns;
  uint8_t bytes[WORD_SIZE];
  store_word(bytes, WasmEdge_ValueGetI32(params[1]));
  const uint32_t offset = (uint32_t)WasmEdge_ValueGetI32(params[0]);
  return WasmEdge_MemoryInstanceSetData(memory_of(module), bytes, offset, WORD_SIZE);
}

// Grows the module's memory and returns its former size in pages, or -1, as memory.grow does.
HOST_FUNCTION(grow_memory) {
  (void)frame;
  WasmEdge_MemoryInstanceContext* memory = memory_of(module);
  const uint64_t before = WasmEdge_MemoryInstanceGetPageSize(memory);
  const uint32_t pages = (uint32_t)WasmEdge_ValueGetI32(params[0]);
  const bool grown = WasmEdge_ResultOK(WasmEdge_MemoryInstanceGrowPage(memory, pages));
  returns[0] = WasmEdge_ValueGenI32(grown ? (int32_t)before : -1);
  return WasmEdge_Result_Success;
}

// --- The table
// ---------------------------------------------------------------------------------------

// The first element of the table.
HOST_FUNCTION(answer) {
  (void)module, (void)frame, (void)params;
  returns[0] = WasmEdge_ValueGenI32(42);
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(table_size) {
  (void)frame, (void)params;
  returns[0] = WasmEdge_ValueGenI32((int32_t)WasmEdge_TableInstanceGetSize(table_of(module)));
  return WasmEdge_Result_Success;
}

// Calls an element of the table, a () -> i32, whoever put it there.
HOST_FUNCTION(call_element) {
  const uint32_t index = (uint32_t)WasmEdge_ValueGetI32(params[0]);
  WasmEdge_Value element;
  const WasmEdge_Result got = WasmEdge_TableInstanceGetData(table_of(module), &element, index);
  if (!WasmEdge_ResultOK(got)) return got;
  if (WasmEdge_ValueIsNullRef(element)) return wasm_error(WasmEdge_ErrCode_UninitializedElement);
  return WasmEdge_ExecutorInvoke(WasmEdge_CallingFrameGetExecutor(frame),
                                 WasmEdge_ValueGetFuncRef(element), NULL, 0, returns, 1);
}

// --- The global
// --------------------------------------------------------------------------------------

// Adds 1 to the counter and returns it.
HOST_FUNCTION(count) {
  (void)frame, (void)params;
  WasmEdge_GlobalInstanceContext* counter = counter_of(module);
  const int64_t value = WasmEdge_ValueGetI64(WasmEdge_GlobalInstanceGetValue(counter)) + 1;
  returns[0] = WasmEdge_ValueGenI64(value);
  return WasmEdge_GlobalInstanceSetValue(counter, returns[0]);
}

// --- The module
// --------------------------------------------------------------------------------------

// Adds a function of up to two i32 parameters; the module owns it, the pointer stays valid with it.
static WasmEdge_FunctionInstanceContext* add_function(WasmEdge_ModuleInstanceContext* module,
                                                      const char* name,
                                                      WasmEdge_HostFunc_t function,
                                                      uint32_t param_count,
                                                      const WasmEdge_ValType* result) {
  const WasmEdge_ValType params[] = {WasmEdge_ValTypeGenI32(), WasmEdge_ValTypeGenI32()};
  WasmEdge_FunctionTypeContext* type =
      WasmEdge_FunctionTypeCreate(params, param_count, result, result == NULL ? 0 : 1);
  WasmEdge_FunctionInstanceContext* instance =
      WasmEdge_FunctionInstanceCreate(type, function, module, 0);
  WasmEdge_FunctionTypeDelete(type);
  WasmEdge_ModuleInstanceAddFunction(module, wrap(name), instance);
  return instance;
}

// Limits are an object since API version 5, a struct before.
#if WasmEdge_Plugin_CurrentAPIVersion >= 5
typedef WasmEdge_LimitContext* limit;
static limit make_limit(uint32_t min, uint32_t max) {
  return WasmEdge_LimitCreateWithMax(min, max, false, false);
}
static void free_limit(limit used) { WasmEdge_LimitDelete(used); }
#else
typedef WasmEdge_Limit limit;
static limit make_limit(uint32_t min, uint32_t max) {
  return (limit){.HasMax = true, .Shared = false, .Min = min, .Max = max};
}
static void free_limit(limit used) { (void)used; }
#endif

// One page, at most four.
static void add_memory(WasmEdge_ModuleInstanceContext* module) {
  const limit pages = make_limit(1, 4);
  WasmEdge_MemoryTypeContext* type = WasmEdge_MemoryTypeCreate(pages);
  WasmEdge_ModuleInstanceAddMemory(module, wrap("memory"), WasmEdge_MemoryInstanceCreate(type));
  WasmEdge_MemoryTypeDelete(type);
  free_limit(pages);
}

// Two function references, at most eight: the first is `first`, the second is null.
static void add_table(WasmEdge_ModuleInstanceContext* module,
                      const WasmEdge_FunctionInstanceContext* first) {
  const limit elements = make_limit(2, 8);
  WasmEdge_TableTypeContext* type =
      WasmEdge_TableTypeCreate(WasmEdge_ValTypeGenFuncRef(), elements);
  WasmEdge_TableInstanceContext* table = WasmEdge_TableInstanceCreate(type);
  WasmEdge_TableInstanceSetData(table, WasmEdge_ValueGenFuncRef(first), 0);
  WasmEdge_ModuleInstanceAddTable(module, wrap("table"), table);
  WasmEdge_TableTypeDelete(type);
  free_limit(elements);
}

static void add_counter(WasmEdge_ModuleInstanceContext* module) {
  WasmEdge_GlobalTypeContext* type =
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenI64(), WasmEdge_Mutability_Var);
  WasmEdge_ModuleInstanceAddGlobal(module, wrap("counter"),
                                   WasmEdge_GlobalInstanceCreate(type, WasmEdge_ValueGenI64(0)));
  WasmEdge_GlobalTypeDelete(type);
}

WasmEdge_ModuleInstanceContext* create_exports_module(const char* name) {
  WasmEdge_ModuleInstanceContext* module = WasmEdge_ModuleInstanceCreate(wrap(name));
  if (module == NULL) return NULL;
  const WasmEdge_ValType i32 = WasmEdge_ValTypeGenI32();
  const WasmEdge_ValType i64 = WasmEdge_ValTypeGenI64();
  add_function(module, "load", load, 1, &i32);
  add_function(module, "store", store, 2, NULL);
  add_function(module, "grow_memory", grow_memory, 1, &i32);
  add_function(module, "table_size", table_size, 0, &i32);
  add_function(module, "call_element", call_element, 1, &i32);
  add_function(module, "count", count, 0, &i64);
  add_table(module, add_function(module, "answer", answer, 0, &i32));
  add_memory(module);
  add_counter(module);
  return module;
}
