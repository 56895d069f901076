// Taking results apart. The category is the top byte.
#include "result.h"

namespace {
const uint32_t CodeMask = 0x00FFFFFF;
}

extern "C" {

bool WasmEdge_ResultOK(const WasmEdge_Result Res) {
  return Res.Code == WasmEdge_ErrCode_Success || Res.Code == WasmEdge_ErrCode_Terminated;
}

WasmEdge_Result WasmEdge_ResultGen(const enum WasmEdge_ErrCategory Category, const uint32_t Code) {
  return WasmEdge_Result{(static_cast<uint32_t>(Category) << 24) | (Code & CodeMask)};
}

uint32_t WasmEdge_ResultGetCode(const WasmEdge_Result Res) { return Res.Code & CodeMask; }

enum WasmEdge_ErrCategory WasmEdge_ResultGetCategory(const WasmEdge_Result Res) {
  return static_cast<WasmEdge_ErrCategory>(Res.Code >> 24);
}

const char* WasmEdge_ResultGetMessage(const WasmEdge_Result Res) {
  if (WasmEdge_ResultGetCategory(Res) != WasmEdge_ErrCategory_WASM)
    return "user defined error code";
  return plugkit::Message(WasmEdge_ResultGetCode(Res));
}
}
