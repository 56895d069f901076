// The module `word_count` with `words(ptr: i32, len: i32) -> i32`: how many words there are in the caller's memory.
#include <wasmedge/wasmedge.h>

#include "words.h"

static WasmEdge_Result words(void* data, const WasmEdge_CallingFrameContext* frame,
                             const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data;
  const uint32_t length = (uint32_t)WasmEdge_ValueGetI32(params[1]);
  uint32_t count = 0;
  if (length > 0) {
    const uint32_t offset = (uint32_t)WasmEdge_ValueGetI32(params[0]);
    WasmEdge_MemoryInstanceContext* memory = WasmEdge_CallingFrameGetMemoryInstance(frame, 0);
    const uint8_t* text = WasmEdge_MemoryInstanceGetPointerConst(memory, offset, length);
    if (text == NULL) {
      return WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, WasmEdge_ErrCode_MemoryOutOfBounds);
    }
    count = count_words(text, length);
  }
  returns[0] = WasmEdge_ValueGenI32((int32_t)count);
  return WasmEdge_Result_Success;
}

static WasmEdge_ModuleInstanceContext* create(const WasmEdge_ModuleDescriptor* descriptor) {
  (void)descriptor;
  WasmEdge_ModuleInstanceContext* module =
      WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap("word_count", 10));
  if (module == NULL) return NULL;
  const WasmEdge_ValType params[] = {WasmEdge_ValTypeGenI32(), WasmEdge_ValTypeGenI32()};
  const WasmEdge_ValType i32 = WasmEdge_ValTypeGenI32();
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(params, 2, &i32, 1);
  WasmEdge_FunctionInstanceContext* function = WasmEdge_FunctionInstanceCreate(type, words, NULL, 0);
  WasmEdge_FunctionTypeDelete(type);
  WasmEdge_ModuleInstanceAddFunction(module, WasmEdge_StringWrap("words", 5), function);
  return module;
}

static WasmEdge_ModuleDescriptor modules[] = {{"word_count", "Counts words", create}};

static WasmEdge_PluginDescriptor descriptor = {
    .Name = "word-count",
    .Description = "Counts words in the caller's memory",
    .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
    .Version = {0, 1, 0, 0},
    .ModuleCount = 1,
    .ModuleDescriptions = modules,
};

const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) { return &descriptor; }
