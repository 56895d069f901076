// WASI modules: made, set up, looked into.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

int main(void) {
  WasmEdge_LogOff();
  const char* args[] = {"program", "argument"};
  const char* envs[] = {"KEY=VALUE"};
  const char* dirs[] = {"/nowhere:/tmp"};
  WasmEdge_ModuleInstanceContext* wasi =
      WasmEdge_ModuleInstanceCreateWASI(args, 2, envs, 1, dirs, 1);
  const WasmEdge_String name = WasmEdge_ModuleInstanceGetModuleName(wasi);
  printf("name %.*s\n", (int)name.Length, name.Buf);
  printf("exit code %u\n", WasmEdge_ModuleInstanceWASIGetExitCode(wasi));
  WasmEdge_ModuleInstanceInitWASI(wasi, args, 2, envs, 1, NULL, 0);
  printf("exit code %u\n", WasmEdge_ModuleInstanceWASIGetExitCode(wasi));
  uint64_t handler = 0;
  printf("handler of 77: %u\n", WasmEdge_ModuleInstanceWASIGetNativeHandler(wasi, 77, &handler));
  printf("functions: %s\n", WasmEdge_ModuleInstanceListFunctionLength(wasi) ? "some" : "none");
  printf("handler of 1: %u\n", WasmEdge_ModuleInstanceWASIGetNativeHandler(wasi, 1, &handler));
  WasmEdge_ModuleInstanceDelete(wasi);
  WasmEdge_ModuleInstanceContext* plain =
      WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap("plain", 5));
  printf("exit code of another module: %u\n", WasmEdge_ModuleInstanceWASIGetExitCode(plain));
  WasmEdge_ModuleInstanceDelete(plain);
  wasi = WasmEdge_ModuleInstanceCreateWASIWithFds(NULL, 0, NULL, 0, NULL, 0, 0, 1, 2);
  printf("with descriptors: %s\n", wasi ? "made" : "null");
  WasmEdge_ModuleInstanceInitWASIWithFds(wasi, NULL, 0, NULL, 0, NULL, 0, 0, 1, 2);
  WasmEdge_ModuleInstanceDelete(wasi);
  return 0;
}
