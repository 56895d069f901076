// The host call.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <vector>

#include "host_library.h"

namespace plugkit {

struct Slot;

// Holds the values of a running host call while JavaScript runs, and puts them back: a host
// function of the same signature that is called meanwhile has its values in the same place.
class KeptValues {
 public:
  // `slot` may be empty.
  explicit KeptValues(const Slot* slot);
  ~KeptValues();
  KeptValues(const KeptValues&) = delete;

 private:
  WasmEdge_Value* to_;
  size_t size_;
  WasmEdge_Value* values_;
  WasmEdge_Value few_[4];
  std::vector<WasmEdge_Value> many_;
};

// addon.dispatch(): calls the host function whose binding number stands in the call frame, with the
// values there, and leaves its results there.
napi_value Dispatch(napi_env env, napi_callback_info info);

// addon.settle(): throws what the last host call through the accelerator ended with.
napi_value SettleCall(napi_env env, napi_callback_info info);

}  // namespace plugkit
