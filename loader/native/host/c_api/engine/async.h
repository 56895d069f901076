// Calls on a thread of their own.
#pragma once

#include <wasmedge/wasmedge_instance.h>

#include <atomic>
#include <vector>

#include "host/system/mutex.h"

// Held by the program and by the thread; the last to let go deletes it.
struct WasmEdge_Async {
  std::atomic<int> Holders{1};
  plugkit::Mutex Lock;
  plugkit::Condition Ended;
  bool HasEnded = false;
  std::atomic<bool> Cancelled{false};
  WasmEdge_Result Result = {0};

  WasmEdge_ExecutorContext* Executor = nullptr;
  const WasmEdge_FunctionInstanceContext* Function = nullptr;
  std::vector<WasmEdge_Value> Params;
  std::vector<WasmEdge_Value> Returns;  // empty after a failure

  void Run();
  void End(WasmEdge_Result With);
  void Release();
};

namespace plugkit {

// A host function runs on a new thread (on this one when the system has none to give). A function
// of an embedder runs on this thread before AsyncInvoke returns, since it must not leave its
// thread.
WasmEdge_Async* AsyncInvoke(WasmEdge_ExecutorContext* Executor,
                            const WasmEdge_FunctionInstanceContext* Function,
                            const WasmEdge_Value* Params, uint32_t ParamLen);

// A call that has failed before it began.
WasmEdge_Async* AsyncFailed(WasmEdge_Result Result);

}  // namespace plugkit
