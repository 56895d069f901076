// What needs a WebAssembly engine: parsing, validating, compiling, instantiating, running.
// Serializing is left out: stock 0.17.1 does not come to an end with this module.
#include <stdio.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

// (module (import "m" "f" (func $f)) (memory (export "memory") 1)
//   (func (export "two") (result i32) (i32.const 2)))
static const uint8_t importing[] = {
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x60, 0x00, 0x00, 0x60, 0x00,
    0x01, 0x7f, 0x02, 0x07, 0x01, 0x01, 0x6d, 0x01, 0x66, 0x00, 0x00, 0x03, 0x02, 0x01, 0x01, 0x05,
    0x03, 0x01, 0x00, 0x01, 0x07, 0x10, 0x02, 0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x00,
    0x03, 0x74, 0x77, 0x6f, 0x00, 0x01, 0x0a, 0x06, 0x01, 0x04, 0x00, 0x41, 0x02, 0x0b};
// (module (func (export "two") (result i32) (i32.const 2)))
static const uint8_t whole[] = {0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01,
                                0x05, 0x01, 0x60, 0x00, 0x01, 0x7f, 0x03, 0x02, 0x01,
                                0x00, 0x07, 0x07, 0x01, 0x03, 0x74, 0x77, 0x6f, 0x00,
                                0x00, 0x0a, 0x06, 0x01, 0x04, 0x00, 0x41, 0x02, 0x0b};

static void result(const char* what, WasmEdge_Result r) { printf("%s: raw %08x\n", what, r.Code); }

int main(void) {
  WasmEdge_LogOff();
  const WasmEdge_Bytes bytes = WasmEdge_BytesWrap(whole, sizeof(whole));
  const WasmEdge_Bytes junk = WasmEdge_BytesWrap((const uint8_t*)"junk", 4);
  const WasmEdge_String two = WasmEdge_StringWrap("two", 3);
  const WasmEdge_String name = WasmEdge_StringWrap("guest", 5);
  WasmEdge_Value value = WasmEdge_ValueGenI32(-1);

  WasmEdge_LoaderContext* loader = WasmEdge_LoaderCreate(NULL);
  WasmEdge_ASTModuleContext* module = NULL;
  result("parse a missing file", WasmEdge_LoaderParseFromFile(loader, &module, "/nowhere"));
  result("parse junk", WasmEdge_LoaderParseFromBytes(loader, &module, junk));
  result("parse", WasmEdge_LoaderParseFromBytes(loader, &module,
                                                WasmEdge_BytesWrap(importing, sizeof(importing))));
  printf("module: %s\n", module ? "made" : "null");
  printf("imports %u, exports %u\n", WasmEdge_ASTModuleListImportsLength(module),
         WasmEdge_ASTModuleListExportsLength(module));
  WasmEdge_ValidatorContext* validator = WasmEdge_ValidatorCreate(NULL);
  result("validate", WasmEdge_ValidatorValidate(validator, module));
  WasmEdge_ExecutorContext* executor = WasmEdge_ExecutorCreate(NULL, NULL);
  WasmEdge_StoreContext* store = WasmEdge_StoreCreate();
  WasmEdge_ModuleInstanceContext* instance = NULL;
  result("instantiate without the import",
         WasmEdge_ExecutorInstantiate(executor, &instance, store, module));
  result("register without the import",
         WasmEdge_ExecutorRegister(executor, &instance, store, module, name));
  printf("instance: %s\n", instance ? "made" : "null");
  WasmEdge_ASTModuleDelete(module);
  WasmEdge_StoreDelete(store);
  WasmEdge_ExecutorDelete(executor);
  WasmEdge_ValidatorDelete(validator);
  WasmEdge_LoaderDelete(loader);

  WasmEdge_CompilerContext* compiler = WasmEdge_CompilerCreate(NULL);
  printf("compiler: %s\n", compiler ? "made" : "null");
  result("compile a missing file",
         WasmEdge_CompilerCompile(compiler, "/nowhere/at/all.wasm", "/nowhere/at/all.so"));
  WasmEdge_CompilerDelete(compiler);

  WasmEdge_VMContext* vm = WasmEdge_VMCreate(NULL, NULL);
  result("run", WasmEdge_VMRunWasmFromBytes(vm, bytes, two, NULL, 0, &value, 1));
  printf("value %d\n", WasmEdge_ValueGetI32(value));
  WasmEdge_Async* async = WasmEdge_VMAsyncRunWasmFromBytes(vm, bytes, two, NULL, 0);
  result("run asynchronously", WasmEdge_AsyncGet(async, &value, 1));
  WasmEdge_AsyncDelete(async);
  result("register", WasmEdge_VMRegisterModuleFromBytes(vm, name, bytes));
  printf("registered: %s\n", WasmEdge_VMGetRegisteredModule(vm, name) ? "found" : "none");
  result("load junk", WasmEdge_VMLoadWasmFromBytes(vm, junk));
  result("load a missing file", WasmEdge_VMLoadWasmFromFile(vm, "/nowhere"));
  result("load", WasmEdge_VMLoadWasmFromBytes(vm, bytes));
  result("validate", WasmEdge_VMValidate(vm));
  result("instantiate", WasmEdge_VMInstantiate(vm));
  printf("functions %u, active %s, type %s\n", WasmEdge_VMGetFunctionListLength(vm),
         WasmEdge_VMGetActiveModule(vm) ? "set" : "null",
         WasmEdge_VMGetFunctionType(vm, two) ? "set" : "null");
  result("execute", WasmEdge_VMExecute(vm, two, NULL, 0, &value, 1));
  WasmEdge_VMDelete(vm);
  return 0;
}
