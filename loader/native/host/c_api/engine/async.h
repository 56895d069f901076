// Calls on a thread of their own.
#pragma once

#include <wasmedge/wasmedge_instance.h>

#include <atomic>
#include <vector>

#include "host/system/mutex.h"

// Held by the program and by the thread; the last to let go deletes it.
struct WasmEdge_Async {
  std::atomic<int> holders{1};
  plugkit::Mutex lock;
  plugkit::Condition ended;
  bool hasEnded = false;
  std::atomic<bool> cancelled{false};
  WasmEdge_Result result = {0};

  WasmEdge_ExecutorContext* executor = nullptr;
  const WasmEdge_FunctionInstanceContext* function = nullptr;
  std::vector<WasmEdge_Value> params;
  std::vector<WasmEdge_Value> returns;  // empty after a failure

  void Run();
  void End(WasmEdge_Result with);
  void Release();
};

namespace plugkit {

// A host function runs on a new thread (on this one when the system has none to give). A function
// of an embedder runs on this thread before AsyncInvoke returns, since it must not leave its
// thread.
WasmEdge_Async* AsyncInvoke(WasmEdge_ExecutorContext* executor,
                            const WasmEdge_FunctionInstanceContext* function,
                            const WasmEdge_Value* params, uint32_t paramLen);

// A call that has failed before it began.
WasmEdge_Async* AsyncFailed(WasmEdge_Result result);

}  // namespace plugkit
