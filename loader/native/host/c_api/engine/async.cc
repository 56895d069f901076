// Starting, awaiting and collecting asynchronous calls.
#include "async.h"

#include "executor.h"
#include "host/c_api/instances/function_instance.h"
#include "host/c_api/values/result.h"
#include "host/system/thread.h"

using plugkit::LockGuard;

namespace {

void OnThread(void* data) {
  auto* async = static_cast<WasmEdge_Async*>(data);
  async->Run();
  async->Release();
}

}  // namespace

void WasmEdge_Async::Run() {
  if (cancelled) return End(plugkit::Failure(WasmEdge_ErrCode_Interrupted));
  End(executor->Invoke(*function, params.data(), static_cast<uint32_t>(params.size()),
                       returns.data(), static_cast<uint32_t>(returns.size())));
}

void WasmEdge_Async::End(WasmEdge_Result with) {
  LockGuard held(lock);
  result = with;
  if (with.Code != WasmEdge_ErrCode_Success) returns.clear();
  hasEnded = true;
  ended.NotifyAll();
}

void WasmEdge_Async::Release() {
  if (holders.fetch_sub(1) == 1) delete this;
}

namespace plugkit {

WasmEdge_Async* AsyncInvoke(WasmEdge_ExecutorContext* executor,
                            const WasmEdge_FunctionInstanceContext* function,
                            const WasmEdge_Value* params, uint32_t paramLen) {
  auto* made = new WasmEdge_Async;
  made->executor = executor;
  made->function = function;
  if (params) made->params.assign(params, params + paramLen);
  const auto* type = WasmEdge_FunctionInstanceGetFunctionType(function);
  made->returns.resize(WasmEdge_FunctionTypeGetReturnsLength(type));
  if (function->home) {
    made->Run();
    return made;
  }
  made->holders = 2;
  if (!StartThread(OnThread, made)) OnThread(made);
  return made;
}

WasmEdge_Async* AsyncFailed(WasmEdge_Result result) {
  auto* made = new WasmEdge_Async;
  made->End(result);
  return made;
}

}  // namespace plugkit

extern "C" {

WasmEdge_Async* WasmEdge_ExecutorAsyncInvoke(WasmEdge_ExecutorContext* cxt,
                                             const WasmEdge_FunctionInstanceContext* funcCxt,
                                             const WasmEdge_Value* params,
                                             const uint32_t paramLen) {
  return cxt && funcCxt ? plugkit::AsyncInvoke(cxt, funcCxt, params, paramLen) : nullptr;
}

void WasmEdge_AsyncWait(const WasmEdge_Async* cxt) {
  if (!cxt) return;
  auto* call = const_cast<WasmEdge_Async*>(cxt);
  LockGuard held(call->lock);
  while (!call->hasEnded) call->ended.Wait(call->lock);
}

bool WasmEdge_AsyncWaitFor(const WasmEdge_Async* cxt, uint64_t milliseconds) {
  if (!cxt) return false;
  auto* call = const_cast<WasmEdge_Async*>(cxt);
  const uint64_t now = plugkit::Milliseconds();
  // Some decades: a deadline that no clock overflows on.
  const uint64_t longest = uint64_t{1} << 40;
  const uint64_t deadline = now + (milliseconds < longest ? milliseconds : longest);
  LockGuard held(call->lock);
  while (!call->hasEnded && plugkit::Milliseconds() < deadline) {
    call->ended.WaitUntil(call->lock, deadline);
  }
  return call->hasEnded;
}

void WasmEdge_AsyncCancel(WasmEdge_Async* cxt) {
  if (cxt) cxt->cancelled = true;
}

uint32_t WasmEdge_AsyncGetReturnsLength(const WasmEdge_Async* cxt) {
  if (!cxt) return 0;
  WasmEdge_AsyncWait(cxt);
  return static_cast<uint32_t>(cxt->returns.size());
}

WasmEdge_Result WasmEdge_AsyncGet(const WasmEdge_Async* cxt, WasmEdge_Value* returns,
                                  const uint32_t returnLen) {
  if (!cxt) return plugkit::NullGiven();
  WasmEdge_AsyncWait(cxt);
  for (uint32_t i = 0; returns && i < returnLen && i < cxt->returns.size(); ++i) {
    returns[i] = cxt->returns[i];
  }
  return cxt->result;
}

void WasmEdge_AsyncDelete(WasmEdge_Async* cxt) {
  if (!cxt) return;
  WasmEdge_AsyncWait(cxt);
  cxt->Release();
}
}
