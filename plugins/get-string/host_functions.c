// host_functions.c: `get_string(ptr: i32, len: i32) -> i32`, and the module that offers it.
#include "host_functions.h"

#include <string.h>

#include "text.h"

static WasmEdge_Result wasm_error(enum WasmEdge_ErrCode code) {
  return WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, code);
}

// Writes as much of the string as fits into `len` bytes at `ptr` of the caller's memory, in whole
// characters and without a NUL, and returns the length of the whole string. Only the bytes that are
// written have to lie inside the memory, so (0, 0) asks for the length.
static WasmEdge_Result get_string(void* data, const WasmEdge_CallingFrameContext* frame,
                                  const WasmEdge_Value* params, WasmEdge_Value* returns) {
  const get_string_options* options = (const get_string_options*)data;
  const WasmEdge_String string = options->string;
  const uint32_t offset = (uint32_t)WasmEdge_ValueGetI32(params[0]);
  const uint32_t capacity = (uint32_t)WasmEdge_ValueGetI32(params[1]);
  const size_t size = text_prefix(string.Buf, string.Length, capacity);

  if (size > 0) {
    WasmEdge_MemoryInstanceContext* memory = WasmEdge_CallingFrameGetMemoryInstance(frame, 0);
    if (memory == NULL) return wasm_error(WasmEdge_ErrCode_HostFuncError);
    uint8_t* to = WasmEdge_MemoryInstanceGetPointer(memory, offset, size);
    if (to == NULL) return wasm_error(WasmEdge_ErrCode_MemoryOutOfBounds);
    text_copy((char*)to, string.Buf, size, options->upper);
  }
  returns[0] = WasmEdge_ValueGenI32((int32_t)string.Length);
  return WasmEdge_Result_Success;
}

WasmEdge_ModuleInstanceContext* create_get_string_module(const char* name,
                                                         const get_string_options* options) {
  WasmEdge_ModuleInstanceContext* module =
      WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap(name, (uint32_t)strlen(name)));
  if (module == NULL) return NULL;

  const WasmEdge_ValType params[] = {WasmEdge_ValTypeGenI32(), WasmEdge_ValTypeGenI32()};
  const WasmEdge_ValType returns[] = {WasmEdge_ValTypeGenI32()};
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(params, 2, returns, 1);
  WasmEdge_FunctionInstanceContext* function =
      WasmEdge_FunctionInstanceCreate(type, get_string, (void*)options, 0);
  WasmEdge_FunctionTypeDelete(type);
  // The module owns the function from here on.
  WasmEdge_ModuleInstanceAddFunction(module, WasmEdge_StringWrap("get_string", 10), function);
  return module;
}
