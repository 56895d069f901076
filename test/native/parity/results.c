// Results: codes, categories and every message.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

static void show(const char* what, WasmEdge_Result r) {
  printf("%s: raw %08x code %u category %d ok %d message \"%s\"\n", what, r.Code,
         WasmEdge_ResultGetCode(r), (int)WasmEdge_ResultGetCategory(r), WasmEdge_ResultOK(r),
         WasmEdge_ResultGetMessage(r));
}

int main(void) {
  WasmEdge_LogOff();
  show("success", WasmEdge_Result_Success);
  show("terminate", WasmEdge_Result_Terminate);
  show("fail", WasmEdge_Result_Fail);
  show("user", WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 0x123456));
  show("user zero", WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 0));
  show("user one", WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 1));
  show("user too wide", WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 0xFF123456u));
  show("other category", WasmEdge_ResultGen((enum WasmEdge_ErrCategory)2, 5));
  show("wide code", WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, 0x120405));
  for (uint32_t code = 0; code < 0x500; ++code) {
    char name[16];
    snprintf(name, sizeof(name), "%u", code);
    show(name, WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, code));
  }
  return 0;
}
