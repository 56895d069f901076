// calls.h: what the program of test/stock/calls.ts is made of: objects to call the functions of the
// C API with, and what can be seen of an object, a value or a list. Long, as every type of the API
// has its lines.
#pragma once

#define _POSIX_C_SOURCE 200809L  // fork, dup
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wasmedge/wasmedge.h>

// --- Objects. Each call has a process of its own, so nothing is freed, and lists can be shared
// ----

enum { Shown = 4, Places = 2048 };  // what is looked at of lists, and what they have room for

static WasmEdge_String names[Places];
static WasmEdge_Value values[Places];
static WasmEdge_ValType types[Places];
static uint64_t numbers[Places];
static const WasmEdge_FunctionTypeContext* function_types[Places];
static const WasmEdge_ImportTypeContext* imports[Places];
static const WasmEdge_ExportTypeContext* exports[Places];
static WasmEdge_ASTModuleContext* parsed;
static WasmEdge_ModuleInstanceContext* instantiated;
static WasmEdge_Bytes serialized;
static uint8_t data[1 << 17];
static const char* const texts[] = {"one", "two", "three", "four"};
static const char* arguments[] = {"wasmedge", "--version"};
static int object;
static const WasmEdge_CallingFrameContext* frame;

// (module (func (export "f") (result i32) i32.const 7))
static const uint8_t guest[] = {0, 'a', 's',  'm', 1, 0, 0, 0,    1, 5,   1, 0x60,
                                0, 1,   0x7f, 3,   2, 1, 0, 7,    5, 1,   1, 'f',
                                0, 0,   10,   6,   1, 4, 0, 0x41, 7, 0x0b};

static inline WasmEdge_String text(const char* s) {
  return WasmEdge_StringWrap(s, (uint32_t)strlen(s));
}

static inline WasmEdge_ValType type_of(uint8_t code, uint8_t heap) {
  const WasmEdge_ValType type = {{0, 0, code, heap, 0, 0, 0, 0}};
  return type;
}

static inline WasmEdge_Value value_of(WasmEdge_ValType type) {
  WasmEdge_Value value = WasmEdge_ValueGenExternRef(NULL);
  memcpy(&value.Value, &type, sizeof(type));
  value.Type = type;
  return value;
}

static inline WasmEdge_MemoryTypeContext* memory_type(uint64_t min, bool is64) {
  return WasmEdge_MemoryTypeCreate(WasmEdge_LimitCreate(min, is64));
}

static inline WasmEdge_MemoryTypeContext* memory_range(uint64_t min, uint64_t max, bool is64,
                                                       bool shared) {
  return WasmEdge_MemoryTypeCreate(WasmEdge_LimitCreateWithMax(min, max, is64, shared));
}

static inline WasmEdge_MemoryInstanceContext* memory(WasmEdge_MemoryTypeContext* type) {
  return WasmEdge_MemoryInstanceCreate(type);
}

static inline WasmEdge_TableTypeContext* table_type(WasmEdge_ValType element, uint64_t min,
                                                    bool is64) {
  return WasmEdge_TableTypeCreate(element, WasmEdge_LimitCreate(min, is64));
}

static inline WasmEdge_TableTypeContext* table_range(WasmEdge_ValType element, uint64_t min,
                                                     uint64_t max) {
  return WasmEdge_TableTypeCreate(element, WasmEdge_LimitCreateWithMax(min, max, false, false));
}

static inline WasmEdge_GlobalTypeContext* global_type(WasmEdge_ValType type) {
  return WasmEdge_GlobalTypeCreate(type, WasmEdge_Mutability_Var);
}

static inline WasmEdge_GlobalInstanceContext* global(WasmEdge_Value value) {
  return WasmEdge_GlobalInstanceCreate(global_type(value.Type), value);
}

static inline WasmEdge_FunctionTypeContext* function_type(uint32_t params, WasmEdge_ValType param,
                                                          uint32_t returns,
                                                          WasmEdge_ValType result) {
  static WasmEdge_ValType all[2][Places];
  for (int i = 0; i < Places; ++i) all[0][i] = param, all[1][i] = result;
  return WasmEdge_FunctionTypeCreate(all[0], params, all[1], returns);
}

static inline WasmEdge_FunctionTypeContext* numbers_type(void) {
  return function_type(1, WasmEdge_ValTypeGenI32(), 1, WasmEdge_ValTypeGenI32());
}

static inline WasmEdge_Result host(void* given, const WasmEdge_CallingFrameContext* from,
                                   const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)from;
  if (given && given != &object) return *(const WasmEdge_Result*)given;
  returns[0] = WasmEdge_ValueGenI32(2 * WasmEdge_ValueGetI32(params[0]));
  return WasmEdge_Result_Success;
}

static inline WasmEdge_Result nothing(void* given, const WasmEdge_CallingFrameContext* from,
                                      const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)given, (void)from, (void)params, (void)returns;
  return WasmEdge_Result_Success;
}

static inline WasmEdge_Result wrap(void* self, void* given,
                                   const WasmEdge_CallingFrameContext* from,
                                   const WasmEdge_Value* params, const uint32_t paramLen,
                                   WasmEdge_Value* returns, const uint32_t returnLen) {
  (void)self, (void)given, (void)from, (void)params, (void)paramLen;
  if (returnLen > 0) returns[0] = WasmEdge_ValueGenI32(77);
  return WasmEdge_Result_Success;
}

static inline void accept(void* given) { (void)given; }
static inline void receive(const WasmEdge_LogMessage* message) { (void)message; }

static inline WasmEdge_FunctionInstanceContext* function(void* given) {
  return WasmEdge_FunctionInstanceCreate(numbers_type(), host, given, 3);
}

static inline WasmEdge_FunctionInstanceContext* failing(uint32_t code) {
  static WasmEdge_Result result;
  result.Code = code;
  return function(&result);
}

static inline WasmEdge_FunctionInstanceContext* function_of(WasmEdge_FunctionTypeContext* type) {
  return WasmEdge_FunctionInstanceCreate(type, nothing, NULL, 0);
}

static inline WasmEdge_FunctionInstanceContext* wrapped(void) {
  return WasmEdge_FunctionInstanceCreateBinding(numbers_type(), wrap, &object, &object, 0);
}

static inline WasmEdge_ModuleInstanceContext* module(const char* name) {
  WasmEdge_ModuleInstanceContext* made =
      WasmEdge_ModuleInstanceCreateWithData(text(name), &object, NULL);
  WasmEdge_ModuleInstanceAddFunction(made, text("function"), function(NULL));
  WasmEdge_ModuleInstanceAddFunction(made, text("other"), function(NULL));
  WasmEdge_ModuleInstanceAddMemory(made, text("memory"), memory(memory_type(1, false)));
  WasmEdge_ModuleInstanceAddTable(
      made, text("table"),
      WasmEdge_TableInstanceCreate(table_type(WasmEdge_ValTypeGenFuncRef(), 1, false)));
  WasmEdge_ModuleInstanceAddGlobal(made, text("global"), global(WasmEdge_ValueGenI32(4)));
  return made;
}

static inline WasmEdge_ModuleInstanceContext* wasi(void) {
  return WasmEdge_ModuleInstanceCreateWASI(NULL, 0, NULL, 0, NULL, 0);
}

static inline WasmEdge_ConfigureContext* configure_wasi(void) {
  WasmEdge_ConfigureContext* made = WasmEdge_ConfigureCreate();
  WasmEdge_ConfigureAddHostRegistration(made, WasmEdge_HostRegistration_Wasi);
  WasmEdge_ConfigureStatisticsSetCostMeasuring(made, true);
  return made;
}

static inline WasmEdge_StoreContext* store(const char* registered) {
  WasmEdge_StoreContext* made = WasmEdge_StoreCreate();
  WasmEdge_ExecutorRegisterImport(WasmEdge_ExecutorCreate(NULL, NULL), made, module(registered));
  return made;
}

static inline WasmEdge_VMContext* machine(void) {
  WasmEdge_VMContext* made = WasmEdge_VMCreate(NULL, NULL);
  WasmEdge_VMRegisterModuleFromImport(made, module("env"));
  return made;
}

// Ended: what a call that is running answers depends on time.
static inline WasmEdge_Async* async(WasmEdge_FunctionInstanceContext* called) {
  const WasmEdge_Value param = WasmEdge_ValueGenI32(21);
  WasmEdge_Async* made =
      WasmEdge_ExecutorAsyncInvoke(WasmEdge_ExecutorCreate(NULL, NULL), called, &param, 1);
  WasmEdge_AsyncWait(made);
  return made;
}

static inline const WasmEdge_Value* list_of(WasmEdge_Value value) {
  for (int i = 0; i < Places; ++i) values[i] = value;
  return values;
}

static inline WasmEdge_CompilerContext* compiler(void) { return WasmEdge_CompilerCreate(NULL); }

// --- What can be seen -------------------------------------------------------------------------

static FILE* out;

static inline void see_pointer(const void* pointer) {
  fprintf(out, " %s", pointer ? "set" : "null");
}
static inline void see_bool(bool value) { fprintf(out, " %d", value); }
static inline void see_int(int64_t value) { fprintf(out, " %" PRId64, value); }
static inline void see_number(uint64_t value) { fprintf(out, " %" PRIu64, value); }
static inline void see_real(double value) {
  if (value == value)
    fprintf(out, " %g", value);
  else
    fprintf(out, " nan");
}
static inline void see_wide(int128_t value) {
  fprintf(out, " %016" PRIx64 "%016" PRIx64, (uint64_t)((uint128_t)value >> 64), (uint64_t)value);
}
static inline void see_result(WasmEdge_Result result) { fprintf(out, " %08x", result.Code); }

static inline void see_string(WasmEdge_String string) {
  if (!string.Buf)
    fprintf(out, " null/%u", string.Length);
  else
    fprintf(out, " \"%.*s\"/%u", (int)string.Length, string.Buf, string.Length);
}

static inline void see_bytes(WasmEdge_Bytes bytes) {
  fprintf(out, " %s/%u", bytes.Buf ? "set" : "null", bytes.Length);
}

static inline void see_type(WasmEdge_ValType type) {
  fprintf(out, " ");
  for (int i = 2; i < 8; ++i) {
    if (i < 4 || type.Data[i]) fprintf(out, "%02x", type.Data[i]);
  }
}

static inline void see_value(WasmEdge_Value value) {
  see_type(value.Type);
  if (WasmEdge_ValTypeIsRef(value.Type)) {
    WasmEdge_ValType within;
    memcpy(&within, &value.Value, sizeof(within));
    fprintf(out, "/");
    see_type(within);
    fprintf(out, "/%s", WasmEdge_ValueIsNullRef(value) ? "null" : "set");
  } else if (WasmEdge_ValTypeIsV128(value.Type))
    see_wide(WasmEdge_ValueGetV128(value));
  else
    fprintf(out, "/%016" PRIx64, (uint64_t)WasmEdge_ValueGetI64(value));
}

static inline void see_limit(const WasmEdge_LimitContext* limit) {
  if (!limit) return see_pointer(NULL);
  fprintf(out, " %" PRIu64 "..%" PRIu64 "%s%s%s", WasmEdge_LimitGetMin(limit),
          WasmEdge_LimitGetMax(limit), WasmEdge_LimitHasMax(limit) ? "" : "?",
          WasmEdge_LimitIsShared(limit) ? " shared" : "",
          WasmEdge_LimitIs64Bit(limit) ? " 64" : "");
}

static inline void see_memory_type(const WasmEdge_MemoryTypeContext* type) {
  if (!type) return see_pointer(NULL);
  see_limit(WasmEdge_MemoryTypeGetLimit(type));
}

static inline void see_table_type(const WasmEdge_TableTypeContext* type) {
  if (!type) return see_pointer(NULL);
  see_type(WasmEdge_TableTypeGetRefType(type));
  see_limit(WasmEdge_TableTypeGetLimit(type));
}

static inline void see_global_type(const WasmEdge_GlobalTypeContext* type) {
  if (!type) return see_pointer(NULL);
  see_type(WasmEdge_GlobalTypeGetValType(type));
  fprintf(out, " %s", WasmEdge_GlobalTypeGetMutability(type) ? "var" : "const");
}

static inline void see_types(uint32_t (*list)(const WasmEdge_FunctionTypeContext*,
                                              WasmEdge_ValType*, uint32_t),
                             const WasmEdge_FunctionTypeContext* type) {
  WasmEdge_ValType first[2];
  const uint32_t count = list(type, first, 2);
  fprintf(out, " (%u", count);
  for (uint32_t i = 0; i < count && i < 2; ++i) see_type(first[i]);
  fprintf(out, ")");
}

static inline void see_function_type(const WasmEdge_FunctionTypeContext* type) {
  if (!type) return see_pointer(NULL);
  see_types(WasmEdge_FunctionTypeGetParameters, type);
  see_types(WasmEdge_FunctionTypeGetReturns, type);
}

static inline void see_function(const WasmEdge_FunctionInstanceContext* it) {
  if (!it) return see_pointer(NULL);
  see_function_type(WasmEdge_FunctionInstanceGetFunctionType(it));
  see_pointer(WasmEdge_FunctionInstanceGetData(it));
}

static inline void see_memory(const WasmEdge_MemoryInstanceContext* it) {
  if (!it) return see_pointer(NULL);
  see_number(WasmEdge_MemoryInstanceGetPageSize(it));
  see_memory_type(WasmEdge_MemoryInstanceGetMemoryType(it));
}

static inline void see_table(const WasmEdge_TableInstanceContext* it) {
  if (!it) return see_pointer(NULL);
  see_table_type(WasmEdge_TableInstanceGetTableType(it));
  see_number(WasmEdge_TableInstanceGetSize(it));
  WasmEdge_Value value = WasmEdge_ValueGenI32(0);
  see_result(WasmEdge_TableInstanceGetData(it, &value, 0));
  see_value(value);
}

static inline void see_global(const WasmEdge_GlobalInstanceContext* it) {
  if (!it) return see_pointer(NULL);
  see_global_type(WasmEdge_GlobalInstanceGetGlobalType(it));
  see_value(WasmEdge_GlobalInstanceGetValue(it));
}

typedef uint32_t ListModule(const WasmEdge_ModuleInstanceContext*, WasmEdge_String*, uint32_t);

static inline void see_exports(const WasmEdge_ModuleInstanceContext* it, ListModule* list) {
  WasmEdge_String found[8];
  const uint32_t count = list(it, found, 8);
  fprintf(out, " %u:", count);
  for (uint32_t i = 0; i < count && i < 8; ++i)
    fprintf(out, "%.*s,", (int)found[i].Length, found[i].Buf);
}

static inline void see_module(const WasmEdge_ModuleInstanceContext* it) {
  if (!it) return see_pointer(NULL);
  see_string(WasmEdge_ModuleInstanceGetModuleName(it));
  see_pointer(WasmEdge_ModuleInstanceGetHostData(it));
  if (WasmEdge_ModuleInstanceWASIGetExitCode(it) == 0) {
    fprintf(out, " wasi");
    return;
  }
  see_exports(it, WasmEdge_ModuleInstanceListFunction);
  see_exports(it, WasmEdge_ModuleInstanceListMemory);
  see_exports(it, WasmEdge_ModuleInstanceListTable);
  see_exports(it, WasmEdge_ModuleInstanceListTag);
  see_exports(it, WasmEdge_ModuleInstanceListGlobal);
}

static inline void see_configure(const WasmEdge_ConfigureContext* it) {
  if (!it) return see_pointer(NULL);
  fprintf(out, " proposals ");
  for (int i = 0; i <= WasmEdge_Proposal_Component; ++i) {
    fprintf(out, "%d", WasmEdge_ConfigureHasProposal(it, (enum WasmEdge_Proposal)i));
  }
  fprintf(out, " wasi %d pages %" PRIu64 " mode %d unix %d level %d format %d",
          WasmEdge_ConfigureHasHostRegistration(it, WasmEdge_HostRegistration_Wasi),
          WasmEdge_ConfigureGetMaxMemoryPage(it), (int)WasmEdge_ConfigureGetRunMode(it),
          WasmEdge_ConfigureIsAllowAFUNIX(it),
          (int)WasmEdge_ConfigureCompilerGetOptimizationLevel(it),
          (int)WasmEdge_ConfigureCompilerGetOutputFormat(it));
  fprintf(
      out, " flags %d%d%d%d%d%d%d", WasmEdge_ConfigureCompilerIsDumpIR(it),
      WasmEdge_ConfigureCompilerIsGenericBinary(it), WasmEdge_ConfigureCompilerIsInterruptible(it),
      WasmEdge_ConfigureStatisticsIsInstructionCounting(it),
      WasmEdge_ConfigureStatisticsIsCostMeasuring(it),
      WasmEdge_ConfigureStatisticsIsTimeMeasuring(it), WasmEdge_ConfigureIsForceInterpreter(it));
}

static inline void see_statistics(const WasmEdge_StatisticsContext* it) {
  if (!it) return see_pointer(NULL);
  see_number(WasmEdge_StatisticsGetInstrCount(it));
  see_number(WasmEdge_StatisticsGetTotalCost(it));
}

// Whether a module may be of this program: a stock virtual machine registers others.
static inline bool is_given(WasmEdge_String name) {
  return name.Length < 5 || WasmEdge_StringIsEqual(name, text("function"));
}

static inline void see_store(const WasmEdge_StoreContext* it) {
  if (!it) return see_pointer(NULL);
  static WasmEdge_String found[Places];
  const uint32_t count = WasmEdge_StoreListModule(it, found, Places);
  fprintf(out, " modules:");
  for (uint32_t i = 0; i < count; ++i) {
    if (is_given(found[i])) see_string(found[i]);
  }
}

static inline void see_async(const WasmEdge_Async* it) {
  if (!it) return see_pointer(NULL);
  WasmEdge_Value value = WasmEdge_ValueGenI32(0);
  see_result(WasmEdge_AsyncGet(it, &value, 1));
  see_number(WasmEdge_AsyncGetReturnsLength(it));
  see_value(value);
}

static inline void see_names(const WasmEdge_String* list) {
  for (int i = 0; list && i < Shown; ++i) see_string(list[i]);
}
static inline void see_values(const WasmEdge_Value* list) {
  for (int i = 0; list && i < 2; ++i) see_value(list[i]);
}
static inline void see_list_types(const WasmEdge_ValType* list) {
  for (int i = 0; list && i < Shown; ++i) see_type(list[i]);
}
static inline void see_data(const uint8_t* bytes) {
  // What else is pointed to need not be readable.
  if (bytes == data)
    fprintf(out, " %s", data[0] == 0x5a ? "as before" : "written");
  else
    see_pointer(bytes);
}
static inline void see_text(const char* string) { see_data((const uint8_t*)string); }
static inline void see_numbers(const uint64_t* list) {
  for (int i = 0; list && i < 2; ++i) see_number(list[i]);
}
static inline void see_lists(const void* list) { see_pointer(list); }

#define OBJECT(type, see) WasmEdge_##type* : see, const WasmEdge_##type* : see
#define SEE(x) \
  _Generic((x), _Bool: see_bool, int: see_int, int64_t: see_int, uint32_t: see_number,            \
      uint64_t: see_number, float: see_real, double: see_real, int128_t: see_wide,                \
      WasmEdge_Result: see_result, WasmEdge_String: see_string, WasmEdge_Bytes: see_bytes,        \
      WasmEdge_ValType: see_type, WasmEdge_Value: see_value, OBJECT(LimitContext, see_limit),     \
      OBJECT(MemoryTypeContext, see_memory_type), OBJECT(TableTypeContext, see_table_type),       \
      OBJECT(GlobalTypeContext, see_global_type), OBJECT(FunctionTypeContext, see_function_type), \
      OBJECT(FunctionInstanceContext, see_function), OBJECT(MemoryInstanceContext, see_memory),   \
      OBJECT(TableInstanceContext, see_table), OBJECT(GlobalInstanceContext, see_global),         \
      OBJECT(ModuleInstanceContext, see_module), OBJECT(ConfigureContext, see_configure),         \
      OBJECT(StatisticsContext, see_statistics), OBJECT(StoreContext, see_store),                 \
      OBJECT(Async, see_async), OBJECT(String, see_names), OBJECT(Value, see_values),             \
      OBJECT(ValType, see_list_types), uint8_t*: see_data, const uint8_t*: see_data,              \
      uint64_t*: see_numbers, char*: see_text, const char*: see_text, default: see_lists)(x)

// --- Running ------------------------------------------------------------------------------------

// Calls in a process of its own; the line says what was seen, or how the process ended.
static inline void run(const char* call, void (*body)(void)) {
  fprintf(out, "%s:", call);
  fflush(out);
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    body();
    fflush(out);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    fprintf(out, " signal %d", WTERMSIG(status));
  else if (status)
    fprintf(out, " exit %d", WEXITSTATUS(status));
  fprintf(out, "\n");
}

static void (*inside_body)(void);

static inline WasmEdge_Result run_inside(void* given, const WasmEdge_CallingFrameContext* from,
                                         const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)given, (void)params, (void)returns;
  frame = from;
  inside_body();
  return WasmEdge_Result_Success;
}

// Runs the body in a host function of a module with a memory, for what only a frame can be asked.
static inline void in_host_function(void (*body)(void)) {
  inside_body = body;
  WasmEdge_ModuleInstanceContext* made = module("env");
  WasmEdge_FunctionInstanceContext* called = WasmEdge_FunctionInstanceCreate(
      WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0), run_inside, NULL, 0);
  WasmEdge_ModuleInstanceAddFunction(made, text("inside"), called);
  WasmEdge_ExecutorInvoke(WasmEdge_ExecutorCreate(NULL, NULL), called, NULL, 0, NULL, 0);
}

// Results go to the standard output of the start, all that the library prints to nowhere.
static inline void start(void) {
  WasmEdge_LogOff();
  memset(data, 0x5a, sizeof(data));
  for (int i = 0; i < Places; ++i) types[i] = WasmEdge_ValTypeGenI64();
  for (int i = 0; i < Places; ++i) values[i] = WasmEdge_ValueGenI32(21);
  out = fdopen(dup(1), "w");
  const int null = open("/dev/null", O_RDWR);
  for (int i = 0; i < 3; ++i) dup2(null, i);
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
}
