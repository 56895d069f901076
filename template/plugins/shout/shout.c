#include <wasmedge/wasmedge.h>

// shout(pointer, length): makes capitals of the letters in the caller's memory; how many there were.
static WasmEdge_Result shout(void* data, const WasmEdge_CallingFrameContext* frame,
                             const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data;
  const uint32_t pointer = (uint32_t)WasmEdge_ValueGetI32(params[0]);
  const uint32_t length = (uint32_t)WasmEdge_ValueGetI32(params[1]);
  WasmEdge_MemoryInstanceContext* memory = WasmEdge_CallingFrameGetMemoryInstance(frame, 0);
  uint8_t* text = WasmEdge_MemoryInstanceGetPointer(memory, pointer, length);
  if (text == NULL) { // not all of it is in the memory
    return WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, WasmEdge_ErrCode_MemoryOutOfBounds);
  }
  int32_t changed = 0;
  for (uint32_t i = 0; i < length; i++) {
    if (text[i] < 'a' || text[i] > 'z') continue;
    text[i] -= 'a' - 'A';
    changed++;
  }
  returns[0] = WasmEdge_ValueGenI32(changed);
  return WasmEdge_Result_Success;
}

static WasmEdge_ModuleInstanceContext* create(const WasmEdge_ModuleDescriptor* descriptor) {
  (void)descriptor;
  WasmEdge_ModuleInstanceContext* module =
      WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap("shout", 5));
  const WasmEdge_ValType i32 = WasmEdge_ValTypeGenI32();
  const WasmEdge_ValType params[] = {i32, i32};
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(params, 2, &i32, 1);
  WasmEdge_ModuleInstanceAddFunction(module, WasmEdge_StringWrap("shout", 5),
                                     WasmEdge_FunctionInstanceCreate(type, shout, NULL, 0));
  WasmEdge_FunctionTypeDelete(type);
  return module;
}

static WasmEdge_ModuleDescriptor modules[] = {{"shout", "Capital letters", create}};

static WasmEdge_PluginDescriptor descriptor = {
    .Name = "shout",
    .Description = "Makes letters capitals",
    .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
    .Version = {1, 0, 0, 0},
    .ModuleCount = 1,
    .ModuleDescriptions = modules,
};

const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) { return &descriptor; }
