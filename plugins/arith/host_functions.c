// host_functions.c: the functions of the module `arith`, and the table that gives each its type.
#include "host_functions.h"

#include <stdlib.h>
#include <string.h>

#include "arithmetic.h"

// What one module instance remembers between calls: the Data of each of its functions.
typedef struct instance_data {
  int64_t accumulator;
} instance_data;

static WasmEdge_Result wasm_error(enum WasmEdge_ErrCode code) {
  return WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, code);
}

static WasmEdge_String wrap(const char* text) {
  return WasmEdge_StringWrap(text, (uint32_t)strlen(text));
}

// The parameters every host function has. Those it does not need are not named.
#define HOST_FUNCTION(name)                                                          \
  static WasmEdge_Result name(void* data, const WasmEdge_CallingFrameContext* frame, \
                              const WasmEdge_Value* params, WasmEdge_Value* returns)

// --- Numbers
// ---------------------------------------------------------------------------------------

HOST_FUNCTION(add) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenI32(
      add_i32(WasmEdge_ValueGetI32(params[0]), WasmEdge_ValueGetI32(params[1])));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(sub) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenI32(
      sub_i32(WasmEdge_ValueGetI32(params[0]), WasmEdge_ValueGetI32(params[1])));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(host_add_i64) {
  (void)data, (void)frame;
  returns[0] = WasmEdge_ValueGenI64(
      add_i64(WasmEdge_ValueGetI64(params[0]), WasmEdge_ValueGetI64(params[1])));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(add_f32) {
  (void)data, (void)frame;
  returns[0] =
      WasmEdge_ValueGenF32(WasmEdge_ValueGetF32(params[0]) + WasmEdge_ValueGetF32(params[1]));
  return WasmEdge_Result_Success;
}

HOST_FUNCTION(add_f64) {
  (void)data, (void)frame;
  returns[0] =
      WasmEdge_ValueGenF64(WasmEdge_ValueGetF64(params[0]) + WasmEdge_ValueGetF64(params[1]));
  return WasmEdge_Result_Success;
}

// The type of 128 bits is a struct where the compiler has no such integer: its bytes are the lanes.
HOST_FUNCTION(add_v128) {
  (void)data, (void)frame;
  const int128_t a = WasmEdge_ValueGetV128(params[0]);
  const int128_t b = WasmEdge_ValueGetV128(params[1]);
  uint32_t a_lanes[4], b_lanes[4], sum_lanes[4];
  memcpy(a_lanes, &a, sizeof a);
  memcpy(b_lanes, &b, sizeof b);
  add_i32x4(a_lanes, b_lanes, sum_lanes);
  int128_t sum;
  memcpy(&sum, sum_lanes, sizeof sum);
  returns[0] = WasmEdge_ValueGenV128(sum);
  return WasmEdge_Result_Success;
}

// Two results: quotient and remainder. Traps as i32.div_s does.
HOST_FUNCTION(divmod) {
  (void)data, (void)frame;
  int32_t quotient, remainder;
  switch (divide(WasmEdge_ValueGetI32(params[0]), WasmEdge_ValueGetI32(params[1]), &quotient,
                 &remainder)) {
    case division_error_by_zero:
      return wasm_error(WasmEdge_ErrCode_DivideByZero);
    case division_error_overflow:
      return wasm_error(WasmEdge_ErrCode_IntegerOverflow);
    case division_error_none:
      break;
  }
  returns[0] = WasmEdge_ValueGenI32(quotient);
  returns[1] = WasmEdge_ValueGenI32(remainder);
  return WasmEdge_Result_Success;
}

// Adds to the accumulator of this module instance and returns it.
HOST_FUNCTION(accumulate) {
  (void)frame;
  instance_data* instance = (instance_data*)data;
  instance->accumulator = add_i64(instance->accumulator, WasmEdge_ValueGetI64(params[0]));
  returns[0] = WasmEdge_ValueGenI64(instance->accumulator);
  return WasmEdge_Result_Success;
}

// --- Memory
// ----------------------------------------------------------------------------------------

// The sum of `count` 32-bit integers at `ptr` of the caller's memory.
HOST_FUNCTION(sum) {
  (void)data;
  const uint32_t offset = (uint32_t)WasmEdge_ValueGetI32(params[0]);
  const uint32_t count = (uint32_t)WasmEdge_ValueGetI32(params[1]);
  const uint8_t* bytes = NULL;
  if (count > 0) {
    const WasmEdge_MemoryInstanceContext* memory = WasmEdge_CallingFrameGetMemoryInstance(frame, 0);
    if (memory == NULL) return wasm_error(WasmEdge_ErrCode_HostFuncError);
    // Up to API version 4 a length has 32 bits only.
    const bool fits = count <= UINT32_MAX / 4;
    if (fits) bytes = WasmEdge_MemoryInstanceGetPointerConst(memory, offset, 4 * count);
    if (bytes == NULL) return wasm_error(WasmEdge_ErrCode_MemoryOutOfBounds);
  }
  returns[0] = WasmEdge_ValueGenI64(sum_i32(bytes, count));
  return WasmEdge_Result_Success;
}

// --- Failures
// --------------------------------------------------------------------------------------

// Fails with the caller's code, of which 24 bits fit into a result.
HOST_FUNCTION(fail) {
  (void)data, (void)frame, (void)returns;
  const uint32_t code = (uint32_t)WasmEdge_ValueGetI32(params[0]) & 0xFFFFFFu;
  return WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, code);
}

// Ends the run of the program, as an exit.
HOST_FUNCTION(terminate) {
  (void)data, (void)frame, (void)params, (void)returns;
  return WasmEdge_Result_Terminate;
}

// --- Calling the caller
// ----------------------------------------------------------------------------

static WasmEdge_Result invoke(const WasmEdge_CallingFrameContext* frame,
                              const WasmEdge_FunctionInstanceContext* function,
                              const WasmEdge_Value* argument, WasmEdge_Value* result) {
  if (function == NULL) return wasm_error(WasmEdge_ErrCode_FuncNotFound);
  return WasmEdge_ExecutorInvoke(WasmEdge_CallingFrameGetExecutor(frame), function, argument, 1,
                                 result, 1);
}

// Calls the caller's export `callback`, an i32 -> i32, and returns what it returns.
HOST_FUNCTION(call_back) {
  (void)data;
  const WasmEdge_ModuleInstanceContext* caller = WasmEdge_CallingFrameGetModuleInstance(frame);
  if (caller == NULL) return wasm_error(WasmEdge_ErrCode_FuncNotFound);
  return invoke(frame, WasmEdge_ModuleInstanceFindFunction(caller, wrap("callback")), &params[0],
                &returns[0]);
}

// Calls the function reference it is given, an i32 -> i32, with its second parameter.
HOST_FUNCTION(call_ref) {
  (void)data;
  if (WasmEdge_ValueIsNullRef(params[0])) return wasm_error(WasmEdge_ErrCode_AccessNullFunc);
  return invoke(frame, WasmEdge_ValueGetFuncRef(params[0]), &params[1], &returns[0]);
}

// Returns the reference it is given.
HOST_FUNCTION(echo) {
  (void)data, (void)frame;
  returns[0] = params[0];
  return WasmEdge_Result_Success;
}

// --- The module
// ------------------------------------------------------------------------------------

// One letter a type: i and l are integers of 32 and 64 bits, f and d floating-point numbers of 32
// and 64 bits, v a vector, r a function reference, x an external reference.
static const struct {
  const char* name;
  WasmEdge_HostFunc_t function;
  const char* params;
  const char* returns;
} FUNCTIONS[] = {
    {"add", add, "ii", "i"},
    {"sub", sub, "ii", "i"},
    {"add_i64", host_add_i64, "ll", "l"},
    {"add_f32", add_f32, "ff", "f"},
    {"add_f64", add_f64, "dd", "d"},
    {"add_v128", add_v128, "vv", "v"},
    {"divmod", divmod, "ii", "ii"},
    {"accumulate", accumulate, "l", "l"},
    {"sum", sum, "ii", "l"},
    {"fail", fail, "i", ""},
    {"terminate", terminate, "", ""},
    {"call_back", call_back, "i", "i"},
    {"call_ref", call_ref, "ri", "i"},
    {"echo_funcref", echo, "r", "r"},
    {"echo_externref", echo, "x", "x"},
};

#define MOST_VALUES 2

static WasmEdge_ValType type_of(char letter) {
  switch (letter) {
    case 'i':
      return WasmEdge_ValTypeGenI32();
    case 'l':
      return WasmEdge_ValTypeGenI64();
    case 'f':
      return WasmEdge_ValTypeGenF32();
    case 'd':
      return WasmEdge_ValTypeGenF64();
    case 'v':
      return WasmEdge_ValTypeGenV128();
    case 'r':
      return WasmEdge_ValTypeGenFuncRef();
    default:
      return WasmEdge_ValTypeGenExternRef();
  }
}

static uint32_t types_of(const char* letters, WasmEdge_ValType types[MOST_VALUES]) {
  uint32_t count = 0;
  for (; letters[count] != '\0'; count += 1) types[count] = type_of(letters[count]);
  return count;
}

WasmEdge_ModuleInstanceContext* create_arith_module(const char* name) {
  instance_data* instance = (instance_data*)calloc(1, sizeof *instance);
  if (instance == NULL) return NULL;
  WasmEdge_ModuleInstanceContext* module =
      WasmEdge_ModuleInstanceCreateWithData(wrap(name), instance, free);
  if (module == NULL) {
    free(instance);
    return NULL;
  }

  for (size_t i = 0; i < sizeof FUNCTIONS / sizeof FUNCTIONS[0]; i += 1) {
    WasmEdge_ValType params[MOST_VALUES], returns[MOST_VALUES];
    const uint32_t param_count = types_of(FUNCTIONS[i].params, params);
    const uint32_t return_count = types_of(FUNCTIONS[i].returns, returns);
    WasmEdge_FunctionTypeContext* type =
        WasmEdge_FunctionTypeCreate(params, param_count, returns, return_count);
    // The module owns the function.
    WasmEdge_ModuleInstanceAddFunction(
        module, wrap(FUNCTIONS[i].name),
        WasmEdge_FunctionInstanceCreate(type, FUNCTIONS[i].function, instance, 0));
    WasmEdge_FunctionTypeDelete(type);
  }
  return module;
}
