// Making results. Used wherever a function of the API can fail.
#pragma once

#include <wasmedge/wasmedge_basic.h>

namespace plugkit {

inline WasmEdge_Result Failure(WasmEdge_ErrCode code) {
  return WasmEdge_Result{static_cast<uint32_t>(code)};
}

// What every function of the API returns when it is given NULL instead of an object.
inline WasmEdge_Result NullGiven() { return Failure(WasmEdge_ErrCode_WrongVMWorkflow); }

// The text for a code of category WASM; "unknown result code" for numbers that mean nothing.
const char* Message(uint32_t code);

}  // namespace plugkit
