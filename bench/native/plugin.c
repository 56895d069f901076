// plugin.c: the plug-in whose host functions the benchmarks call. Its name is a placeholder that
// files.ts writes over, since a process loads a plug-in of one name once.
#include <string.h>
#include <wasmedge/wasmedge.h>

#include "plain.h"

static WasmEdge_String wrap(const char* text) {
  return WasmEdge_StringWrap(text, (uint32_t)strlen(text));
}

#define HOST_FUNCTION(name)                                                          \
  static WasmEdge_Result name(void* data, const WasmEdge_CallingFrameContext* frame, \
                              const WasmEdge_Value* params, WasmEdge_Value* returns)

HOST_FUNCTION(add_i32) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenI32(
      plain_add_i32(WasmEdge_ValueGetI32(params[0]), WasmEdge_ValueGetI32(params[1])));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(add_i64) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenI64(
      plain_add_i64(WasmEdge_ValueGetI64(params[0]), WasmEdge_ValueGetI64(params[1])));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(add_f64) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenF64(
      plain_add_f64(WasmEdge_ValueGetF64(params[0]), WasmEdge_ValueGetF64(params[1])));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(same_v128) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenV128(WasmEdge_ValueGetV128(params[0]));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(same_externref) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenExternRef(WasmEdge_ValueGetExternRef(params[0]));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(sum_8) {
  (void)data, (void)frame;
  int32_t sum = 0;
  for (int i = 0; i < 8; i++) sum = plain_add_i32(sum, WasmEdge_ValueGetI32(params[i]));
  returns[0] = WasmEdge_ValueGenI32(sum);
  return WasmEdge_Result_Success;
}

// The bytes [params[0], +length) of the caller's memory; NULL when they are out of bounds.
static const uint8_t* bytes_of(const WasmEdge_CallingFrameContext* frame,
                               const WasmEdge_Value* params, uint32_t length) {
  return WasmEdge_MemoryInstanceGetPointerConst(WasmEdge_CallingFrameGetMemoryInstance(frame, 0),
                                                (uint32_t)WasmEdge_ValueGetI32(params[0]), length);
}

HOST_FUNCTION(read_16) {
  (void)data;
  const uint8_t* bytes = bytes_of(frame, params, 16);
  if (!bytes) return WasmEdge_Result_Fail;
  returns[0] = WasmEdge_ValueGenI32(plain_fold_16(bytes));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(digest) {
  (void)data;
  const uint32_t length = (uint32_t)WasmEdge_ValueGetI32(params[1]);
  const uint8_t* bytes = bytes_of(frame, params, length);
  if (!bytes) return WasmEdge_Result_Fail;
  returns[0] = WasmEdge_ValueGenI32(plain_digest(bytes, length));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(call_back) {
  (void)data;
  const WasmEdge_FunctionInstanceContext* function = WasmEdge_ModuleInstanceFindFunction(
      WasmEdge_CallingFrameGetModuleInstance(frame), wrap("callback"));
  return WasmEdge_ExecutorInvoke(WasmEdge_CallingFrameGetExecutor(frame), function, params, 1,
                                 returns, 1);
}

// Types in the order parameters..., 0, results...: one letter each.
static const struct host_function {
  const char* name;
  const char* types;
  WasmEdge_HostFunc_t function;
} host_functions[] = {{"add_i32", "ii>i", add_i32},   {"add_i64", "ll>l", add_i64},
                      {"add_f64", "dd>d", add_f64},   {"same_v128", "v>v", same_v128},
                      {"sum_8", "iiiiiiii>i", sum_8}, {"same_externref", "r>r", same_externref},
                      {"read_16", "i>i", read_16},    {"digest", "ii>i", digest},
                      {"call_back", "i>i", call_back}};

static WasmEdge_ValType type_of(char letter) {
  switch (letter) {
    case 'i':
      return WasmEdge_ValTypeGenI32();
    case 'l':
      return WasmEdge_ValTypeGenI64();
    case 'd':
      return WasmEdge_ValTypeGenF64();
    case 'v':
      return WasmEdge_ValTypeGenV128();
    default:
      return WasmEdge_ValTypeGenExternRef();
  }
}

static WasmEdge_ModuleInstanceContext* create_module(const WasmEdge_ModuleDescriptor* descriptor) {
  WasmEdge_ModuleInstanceContext* module = WasmEdge_ModuleInstanceCreate(wrap(descriptor->Name));
  for (size_t i = 0; i < sizeof host_functions / sizeof *host_functions; i++) {
    const struct host_function* host = &host_functions[i];
    WasmEdge_ValType types[16];
    uint32_t count = 0, params = 0;
    for (const char* letter = host->types; *letter; letter++) {
      if (*letter == '>')
        params = count;
      else
        types[count++] = type_of(*letter);
    }
    WasmEdge_FunctionTypeContext* type =
        WasmEdge_FunctionTypeCreate(types, params, types + params, count - params);
    WasmEdge_ModuleInstanceAddFunction(
        module, wrap(host->name), WasmEdge_FunctionInstanceCreate(type, host->function, NULL, 0));
    WasmEdge_FunctionTypeDelete(type);
  }
  return module;
}

static WasmEdge_ModuleDescriptor modules[] = {
    {.Name = "bench", .Description = "What the benchmarks call", .Create = create_module}};

static const WasmEdge_PluginDescriptor descriptor = {
    .Name = "bench-000000",
    .Description = "What the benchmarks call",
    .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
    .ModuleCount = 1,
    .ModuleDescriptions = modules,
};

const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) { return &descriptor; }
