// Taking results apart. The category is the top byte.
#include "result.h"

namespace {
const uint32_t kCodeMask = 0x00FFFFFF;
}

extern "C" {

bool WasmEdge_ResultOK(const WasmEdge_Result res) {
  return res.Code == WasmEdge_ErrCode_Success || res.Code == WasmEdge_ErrCode_Terminated;
}

WasmEdge_Result WasmEdge_ResultGen(const enum WasmEdge_ErrCategory category, const uint32_t code) {
  return WasmEdge_Result{(static_cast<uint32_t>(category) << 24) | (code & kCodeMask)};
}

uint32_t WasmEdge_ResultGetCode(const WasmEdge_Result res) { return res.Code & kCodeMask; }

enum WasmEdge_ErrCategory WasmEdge_ResultGetCategory(const WasmEdge_Result res) {
  return static_cast<WasmEdge_ErrCategory>(res.Code >> 24);
}

const char* WasmEdge_ResultGetMessage(const WasmEdge_Result res) {
  if (WasmEdge_ResultGetCategory(res) != WasmEdge_ErrCategory_WASM)
    return "user defined error code";
  return plugkit::Message(WasmEdge_ResultGetCode(res));
}
}
