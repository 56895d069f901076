// module.h: for plug-ins in C: a module from a table of functions and their types.
//
//   static const wasmedge_plugin_function functions[] = {
//       {"add", add, "ii", "i"},
//   };
//   static WasmEdge_ModuleInstanceContext* create(const WasmEdge_ModuleDescriptor* descriptor) {
//     return wasmedge_plugin_module(descriptor->Name, functions, 1, NULL);
//   }
//
// One letter a type: i and l are integers of 32 and 64 bits, f and d floating-point numbers of 32 and 64 bits, v a vector,
// r a function reference, x an external reference.
#ifndef WASMEDGE_PLUGIN_MODULE_H
#define WASMEDGE_PLUGIN_MODULE_H

#include <string.h>
#include <wasmedge/wasmedge.h>

// A host function: its name, what is called, and the letters of its parameters and results.
typedef struct wasmedge_plugin_function {
  const char* name;
  WasmEdge_HostFunc_t call;
  const char* params;
  const char* results;
} wasmedge_plugin_function;

// Most parameters, and most results, of a function.
#define WASMEDGE_PLUGIN_MOST_VALUES 64

// Writes the types of the letters, and returns how many there are; -1 for a letter that is none, or too many.
static inline int wasmedge_plugin_types(const char* letters, WasmEdge_ValType* types) {
  const size_t count = strlen(letters);
  if (count > WASMEDGE_PLUGIN_MOST_VALUES) return -1;
  for (size_t at = 0; at < count; at++) {
    switch (letters[at]) {
      case 'i':
        types[at] = WasmEdge_ValTypeGenI32();
        break;
      case 'l':
        types[at] = WasmEdge_ValTypeGenI64();
        break;
      case 'f':
        types[at] = WasmEdge_ValTypeGenF32();
        break;
      case 'd':
        types[at] = WasmEdge_ValTypeGenF64();
        break;
      case 'v':
        types[at] = WasmEdge_ValTypeGenV128();
        break;
      case 'r':
        types[at] = WasmEdge_ValTypeGenFuncRef();
        break;
      case 'x':
        types[at] = WasmEdge_ValTypeGenExternRef();
        break;
      default:
        return -1;
    }
  }
  return (int)count;
}

// Makes an instance of the module, which belongs to the caller; each function is called with `data`, which stays the
// caller's. NULL when the runtime makes none, or a letter is wrong.
static inline WasmEdge_ModuleInstanceContext* wasmedge_plugin_module(
    const char* name, const wasmedge_plugin_function* functions, size_t count, void* data) {
  WasmEdge_ModuleInstanceContext* module =
      WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap(name, (uint32_t)strlen(name)));
  for (size_t at = 0; module != NULL && at < count; at++) {
    WasmEdge_ValType params[WASMEDGE_PLUGIN_MOST_VALUES], results[WASMEDGE_PLUGIN_MOST_VALUES];
    const int param_count = wasmedge_plugin_types(functions[at].params, params);
    const int result_count = wasmedge_plugin_types(functions[at].results, results);
    if (param_count < 0 || result_count < 0) {
      WasmEdge_ModuleInstanceDelete(module);
      return NULL;
    }
    WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(
        params, (uint32_t)param_count, results, (uint32_t)result_count);
    WasmEdge_FunctionInstanceContext* function =
        WasmEdge_FunctionInstanceCreate(type, functions[at].call, data, 0);
    WasmEdge_FunctionTypeDelete(type);
    // The module owns the function from here on.
    const uint32_t length = (uint32_t)strlen(functions[at].name);
    WasmEdge_ModuleInstanceAddFunction(module, WasmEdge_StringWrap(functions[at].name, length),
                                       function);
  }
  return module;
}

#endif  // WASMEDGE_PLUGIN_MODULE_H
