// Starting, awaiting and collecting asynchronous calls.
#include "async.h"

#include "executor.h"
#include "host/c_api/instances/function_instance.h"
#include "host/c_api/values/result.h"
#include "host/system/thread.h"

using plugkit::LockGuard;

namespace {

void OnThread(void* Data) {
  auto* Async = static_cast<WasmEdge_Async*>(Data);
  Async->Run();
  Async->Release();
}

}  // namespace

void WasmEdge_Async::Run() {
  if (Cancelled) return End(plugkit::Failure(WasmEdge_ErrCode_Interrupted));
  End(Executor->Invoke(*Function, Params.data(), static_cast<uint32_t>(Params.size()),
                       Returns.data(), static_cast<uint32_t>(Returns.size())));
}

void WasmEdge_Async::End(WasmEdge_Result With) {
  LockGuard Held(Lock);
  Result = With;
  if (With.Code != WasmEdge_ErrCode_Success) Returns.clear();
  HasEnded = true;
  Ended.NotifyAll();
}

void WasmEdge_Async::Release() {
  if (Holders.fetch_sub(1) == 1) delete this;
}

namespace plugkit {

WasmEdge_Async* AsyncInvoke(WasmEdge_ExecutorContext* Executor,
                            const WasmEdge_FunctionInstanceContext* Function,
                            const WasmEdge_Value* Params, uint32_t ParamLen) {
  auto* Made = new WasmEdge_Async;
  Made->Executor = Executor;
  Made->Function = Function;
  if (Params) Made->Params.assign(Params, Params + ParamLen);
  const auto* Type = WasmEdge_FunctionInstanceGetFunctionType(Function);
  Made->Returns.resize(WasmEdge_FunctionTypeGetReturnsLength(Type));
  if (Function->Home) {
    Made->Run();
    return Made;
  }
  Made->Holders = 2;
  if (!StartThread(OnThread, Made)) OnThread(Made);
  return Made;
}

WasmEdge_Async* AsyncFailed(WasmEdge_Result Result) {
  auto* Made = new WasmEdge_Async;
  Made->End(Result);
  return Made;
}

}  // namespace plugkit

extern "C" {

WasmEdge_Async* WasmEdge_ExecutorAsyncInvoke(WasmEdge_ExecutorContext* Cxt,
                                             const WasmEdge_FunctionInstanceContext* FuncCxt,
                                             const WasmEdge_Value* Params,
                                             const uint32_t ParamLen) {
  return Cxt && FuncCxt ? plugkit::AsyncInvoke(Cxt, FuncCxt, Params, ParamLen) : nullptr;
}

void WasmEdge_AsyncWait(const WasmEdge_Async* Cxt) {
  if (!Cxt) return;
  auto* Call = const_cast<WasmEdge_Async*>(Cxt);
  LockGuard Held(Call->Lock);
  while (!Call->HasEnded) Call->Ended.Wait(Call->Lock);
}

bool WasmEdge_AsyncWaitFor(const WasmEdge_Async* Cxt, uint64_t Milliseconds) {
  if (!Cxt) return false;
  auto* Call = const_cast<WasmEdge_Async*>(Cxt);
  const uint64_t Now = plugkit::Milliseconds();
  // Some decades: a deadline that no clock overflows on.
  const uint64_t Longest = uint64_t{1} << 40;
  const uint64_t Deadline = Now + (Milliseconds < Longest ? Milliseconds : Longest);
  LockGuard Held(Call->Lock);
  while (!Call->HasEnded && plugkit::Milliseconds() < Deadline) {
    Call->Ended.WaitUntil(Call->Lock, Deadline);
  }
  return Call->HasEnded;
}

void WasmEdge_AsyncCancel(WasmEdge_Async* Cxt) {
  if (Cxt) Cxt->Cancelled = true;
}

uint32_t WasmEdge_AsyncGetReturnsLength(const WasmEdge_Async* Cxt) {
  if (!Cxt) return 0;
  WasmEdge_AsyncWait(Cxt);
  return static_cast<uint32_t>(Cxt->Returns.size());
}

WasmEdge_Result WasmEdge_AsyncGet(const WasmEdge_Async* Cxt, WasmEdge_Value* Returns,
                                  const uint32_t ReturnLen) {
  if (!Cxt) return plugkit::NullGiven();
  WasmEdge_AsyncWait(Cxt);
  for (uint32_t I = 0; Returns && I < ReturnLen && I < Cxt->Returns.size(); ++I) {
    Returns[I] = Cxt->Returns[I];
  }
  return Cxt->Result;
}

void WasmEdge_AsyncDelete(WasmEdge_Async* Cxt) {
  if (!Cxt) return;
  WasmEdge_AsyncWait(Cxt);
  Cxt->Release();
}
}
