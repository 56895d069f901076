// driver.c: calls a plug-in from WebAssembly in a stock WasmEdge.
//   driver interpreter|aot|jit PLUGIN NAME=VALUE...
// NAME=VALUE sets an option of the plug-in. Commands come from standard input, one a line; each
// prints one line. driver.ts starts it.
//   modules                           ->  modules NAME...
//   fresh GUEST                       ->  ready  |  error CATEGORY CODE MESSAGE
//     new instances of the plug-in's modules and of a .wasm file ('-': no file)
//   call MODULE EXPORT TYPE:VALUE...  ->  values TYPE:VALUE...  |  error CATEGORY CODE MESSAGE
//     MODULE is one of the plug-in's, or '-' for the guest
//   memory EXPORT OFFSET LENGTH       ->  bytes HEX  |  error CATEGORY CODE MESSAGE
#include <dlfcn.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

#define LIMIT \
  64u  // of plug-ins, modules, values: more than any test needs, checked where it matters

static void fail(const char* what, const char* which) {
  printf("fatal %s %s\n", what, which);
  exit(1);
}

static void print_error(WasmEdge_Result result) {
  printf("error %u %u %s\n", (unsigned)WasmEdge_ResultGetCategory(result),
         (unsigned)WasmEdge_ResultGetCode(result), WasmEdge_ResultGetMessage(result));
}

// 32 hexadecimal digits, byte 0 first, as WebAssembly stores a v128.
static int128_t parse_v128(const char* digits) {
  int128_t value;
  uint8_t* bytes = (uint8_t*)&value;
  for (size_t i = 0; i < sizeof value; i++) {
    unsigned byte = 0;
    if (sscanf(digits + 2 * i, "%2x", &byte) != 1) fail("v128 literal", digits);
    bytes[i] = (uint8_t)byte;
  }
  return value;
}

static WasmEdge_Value parse_value(char* word) {
  char* text = strchr(word, ':');
  if (!text) fail("literal without a type", word);
  *text++ = '\0';
  if (!strcmp(word, "i32")) return WasmEdge_ValueGenI32((int32_t)strtoll(text, NULL, 10));
  if (!strcmp(word, "i64")) return WasmEdge_ValueGenI64((int64_t)strtoll(text, NULL, 10));
  if (!strcmp(word, "f32")) return WasmEdge_ValueGenF32(strtof(text, NULL));
  if (!strcmp(word, "f64")) return WasmEdge_ValueGenF64(strtod(text, NULL));
  if (!strcmp(word, "v128")) return WasmEdge_ValueGenV128(parse_v128(text));
  if (!strcmp(word, "externref")) {
    return WasmEdge_ValueGenExternRef((void*)(uintptr_t)strtoull(text, NULL, 10));
  }
  fail("type of literal", word);
  return WasmEdge_ValueGenI32(0);
}

static void print_value(WasmEdge_Value value) {
  if (WasmEdge_ValTypeIsI32(value.Type)) {
    printf(" i32:%" PRId32, WasmEdge_ValueGetI32(value));
  } else if (WasmEdge_ValTypeIsI64(value.Type)) {
    printf(" i64:%" PRId64, WasmEdge_ValueGetI64(value));
  } else if (WasmEdge_ValTypeIsF32(value.Type)) {
    printf(" f32:%.9g", WasmEdge_ValueGetF32(value));
  } else if (WasmEdge_ValTypeIsF64(value.Type)) {
    printf(" f64:%.17g", WasmEdge_ValueGetF64(value));
  } else if (WasmEdge_ValTypeIsV128(value.Type)) {
    const int128_t bits = WasmEdge_ValueGetV128(value);
    printf(" v128:");
    for (size_t i = 0; i < sizeof bits; i++) printf("%02x", ((const uint8_t*)&bits)[i]);
  } else if (WasmEdge_ValTypeIsExternRef(value.Type)) {
    printf(" externref:%" PRIuPTR, (uintptr_t)WasmEdge_ValueGetExternRef(value));
  } else if (WasmEdge_ValTypeIsFuncRef(value.Type)) {
    printf(" funcref:%s", WasmEdge_ValueIsNullRef(value) ? "null" : "function");
  } else {
    printf(" unknown:0");
  }
}

static WasmEdge_String wrap(const char* text) {
  return WasmEdge_StringWrap(text, (uint32_t)strlen(text));
}

static void call(WasmEdge_VMContext* vm, char* rest) {
  const char* module = strtok(rest, " ");
  const char* name = strtok(NULL, " ");
  if (!module || !name) fail("call", "without a name");
  const bool in_guest = !strcmp(module, "-");
  const WasmEdge_FunctionTypeContext* type =
      in_guest ? WasmEdge_VMGetFunctionType(vm, wrap(name))
               : WasmEdge_VMGetFunctionTypeRegistered(vm, wrap(module), wrap(name));
  if (!type) fail("no export", name);
  WasmEdge_Value params[LIMIT], results[LIMIT];
  uint32_t param_count = 0;
  for (char* word; param_count < LIMIT && (word = strtok(NULL, " ")) != NULL;) {
    params[param_count++] = parse_value(word);
  }
  const uint32_t result_count = WasmEdge_FunctionTypeGetReturnsLength(type);
  if (result_count > LIMIT) fail("too many results", name);
  const WasmEdge_Result result =
      in_guest ? WasmEdge_VMExecute(vm, wrap(name), params, param_count, results, result_count)
               : WasmEdge_VMExecuteRegistered(vm, wrap(module), wrap(name), params, param_count,
                                              results, result_count);
  // Terminated counts as OK, but there are no results.
  if (!WasmEdge_ResultOK(result) || WasmEdge_ResultGetCode(result) != WasmEdge_ErrCode_Success) {
    print_error(result);
    return;
  }
  printf("values");
  for (uint32_t i = 0; i < result_count; i++) print_value(results[i]);
  printf("\n");
}

static void read_memory(WasmEdge_VMContext* vm, char* rest) {
  char name[256];
  uint64_t offset, length;
  if (sscanf(rest, "%255s %" SCNu64 " %" SCNu64, name, &offset, &length) != 3) {
    fail("memory", rest);
  }
  WasmEdge_MemoryInstanceContext* memory =
      WasmEdge_ModuleInstanceFindMemory(WasmEdge_VMGetActiveModule(vm), wrap(name));
  if (!memory) fail("no memory", name);
  uint8_t* data = malloc(length ? length : 1);
  const WasmEdge_Result result = WasmEdge_MemoryInstanceGetData(memory, data, offset, length);
  if (WasmEdge_ResultOK(result)) {
    printf("bytes ");
    for (uint64_t i = 0; i < length; i++) printf("%02x", data[i]);
    printf("\n");
  } else {
    print_error(result);
  }
  free(data);
}

// The one plug-in that LoadFromPath brought; a stock library has some of its own.
static const WasmEdge_PluginContext* load_plugin(const char* path) {
  WasmEdge_String before[LIMIT], after[LIMIT];
  const uint32_t old = WasmEdge_PluginListPlugins(before, LIMIT);
  WasmEdge_PluginLoadFromPath(path);
  const uint32_t now = WasmEdge_PluginListPlugins(after, LIMIT);
  if (now > LIMIT || now != old + 1) fail("plug-in refused", path);
  for (uint32_t i = 0; i < now; i++) {
    uint32_t j = 0;
    while (j < old && !WasmEdge_StringIsEqual(after[i], before[j])) j++;
    if (j == old) return WasmEdge_PluginFind(after[i]);
  }
  fail("plug-in refused", path);
  return NULL;
}

// The C API has no function for this: an embedder writes into the storage that the descriptor
// names.
static void set_option(const char* plugin, char* setting) {
  void* library = dlopen(plugin, RTLD_NOW);
  void* symbol = library ? dlsym(library, "WasmEdge_Plugin_GetDescriptor") : NULL;
  char* value = strchr(setting, '=');
  if (!symbol || !value) fail("option", setting);
  *value++ = '\0';
  const WasmEdge_PluginDescriptor* (*get_descriptor)(void);
  memcpy(&get_descriptor, &symbol, sizeof symbol);
  const WasmEdge_PluginDescriptor* descriptor = get_descriptor();
  for (uint32_t i = 0; i < descriptor->ProgramOptionCount; i++) {
    const WasmEdge_ProgramOption* option = &descriptor->ProgramOptions[i];
    if (strcmp(option->Name, setting) != 0) continue;
    if (option->Type == WasmEdge_ProgramOptionType_Toggle) {
      *(bool*)option->Storage = !strcmp(value, "true");
    } else if (option->Type == WasmEdge_ProgramOptionType_String) {
      *(WasmEdge_String*)option->Storage = wrap(value);
    } else if (option->Type == WasmEdge_ProgramOptionType_Int32 ||
               option->Type == WasmEdge_ProgramOptionType_UInt32) {
      *(uint32_t*)option->Storage = (uint32_t)strtoll(value, NULL, 10);
    } else {
      fail("option of a type not known here", setting);
    }
    return;
  }
  fail("no option", setting);
}

static void set_mode(WasmEdge_ConfigureContext* configure, const char* mode) {
#if WASMEDGE_VERSION_MINOR >= 17
  if (!strcmp(mode, "interpreter")) {
    WasmEdge_ConfigureSetRunMode(configure, WasmEdge_RunMode_Interpreter);
  } else if (!strcmp(mode, "aot")) {
    WasmEdge_ConfigureSetRunMode(configure, WasmEdge_RunMode_AOT);
  } else if (!strcmp(mode, "jit")) {
    WasmEdge_ConfigureSetRunMode(configure, WasmEdge_RunMode_JIT);
  } else {
    fail("mode", mode);
  }
#else
  // A compiled program runs compiled unless this is set.
  if (strcmp(mode, "interpreter") != 0 && strcmp(mode, "aot") != 0) fail("mode", mode);
  WasmEdge_ConfigureSetForceInterpreter(configure, !strcmp(mode, "interpreter"));
#endif
}

// A new VM makes the modules of all loaded plug-ins and owns them; so each is new here, too.
static WasmEdge_VMContext* open_guest(const WasmEdge_ConfigureContext* configure,
                                      const char* guest) {
  WasmEdge_VMContext* vm = WasmEdge_VMCreate(configure, NULL);
  WasmEdge_Result result = WasmEdge_Result_Success;
  if (strcmp(guest, "-") != 0) {
    result = WasmEdge_VMLoadWasmFromFile(vm, guest);
    if (WasmEdge_ResultOK(result)) result = WasmEdge_VMValidate(vm);
    if (WasmEdge_ResultOK(result)) result = WasmEdge_VMInstantiate(vm);
  }
  if (WasmEdge_ResultOK(result)) {
    printf("ready\n");
  } else {
    print_error(result);
  }
  return vm;
}

// The other way to a module: made by itself, and deleted.
static void list_modules(const WasmEdge_PluginContext* plugin) {
  WasmEdge_String names[LIMIT];
  const uint32_t count = WasmEdge_PluginListModule(plugin, names, LIMIT);
  if (count > LIMIT) fail("too many modules", "");
  printf("modules");
  for (uint32_t i = 0; i < count; i++) {
    WasmEdge_ModuleInstanceContext* module = WasmEdge_PluginCreateModule(plugin, names[i]);
    const WasmEdge_String name = WasmEdge_ModuleInstanceGetModuleName(module);
    printf(" %.*s", (int)name.Length, name.Buf);
    WasmEdge_ModuleInstanceDelete(module);
  }
  printf("\n");
}

int main(int argc, char** argv) {
  if (argc < 3) fail("usage:", "driver interpreter|aot|jit PLUGIN NAME=VALUE...");
  WasmEdge_LogOff();
  WasmEdge_ConfigureContext* configure = WasmEdge_ConfigureCreate();
  set_mode(configure, argv[1]);
  const WasmEdge_PluginContext* plugin = load_plugin(argv[2]);
  for (int i = 3; i < argc; i++) set_option(argv[2], argv[i]);

  WasmEdge_VMContext* vm = NULL;
  char line[65536];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    if (!strncmp(line, "fresh ", 6)) {
      WasmEdge_VMDelete(vm);
      vm = open_guest(configure, line + 6);
    } else if (!strcmp(line, "modules")) {
      list_modules(plugin);
    } else if (!strncmp(line, "call ", 5) && vm) {
      call(vm, line + 5);
    } else if (!strncmp(line, "memory ", 7) && vm) {
      read_memory(vm, line + 7);
    } else {
      fail("command", line);
    }
    fflush(stdout);
  }
  WasmEdge_VMDelete(vm);
  WasmEdge_ConfigureDelete(configure);
  return 0;
}
