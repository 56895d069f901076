#include "embedder_callbacks.h"

#include <cstring>

#include "address_space.h"
#include "hook_call.h"
#include "javascript.h"

namespace plugkit {

namespace {

// Exact in a JavaScript number; no table or memory is larger.
constexpr uint64_t kLargestNumber = uint64_t{1} << 53;

// V8 keeps this much address space from the start of a memory on where out-of-bounds accesses are
// to end in its trap handler, and then grows the memory in place or not at all. Without the
// handler, it keeps half of it at most. docs/decisions/memories-that-stay.md
constexpr uint64_t kReservation = uint64_t{8} << 30;

WasmEdge_Result Failure(WasmEdge_ErrCode code) {
  return WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, code);
}

WasmEdge_Result Success() { return WasmEdge_Result{0}; }

Handle& HandleOf(void* handle) { return *static_cast<Handle*>(handle); }

uint8_t* FrameOf(const Handle& handle) { return handle.owner.environment.frame; }

bool MemoryView(void*, void* memory, uint8_t** base, uint64_t* size) {
  Handle& handle = HandleOf(memory);
  if (handle.buffer == nullptr || !handle.owner.environment.IsUsable()) return false;
  napi_env env = handle.owner.environment.env.load(std::memory_order_relaxed);
  napi_handle_scope scope = nullptr;
  if (napi_open_handle_scope(env, &scope) != napi_ok) return false;
  napi_value buffer = nullptr;
  bool detached = true;
  napi_get_reference_value(env, handle.buffer, &buffer);
  if (buffer != nullptr) napi_is_detached_arraybuffer(env, buffer, &detached);
  napi_close_handle_scope(env, scope);
  *base = handle.bytes;
  *size = handle.size;
  return !detached;
}

bool MemoryRefresh(void*, void* data, uint8_t** base, uint64_t* size, bool* reserved) {
  Handle& handle = HandleOf(data);
  Environment& environment = handle.owner.environment;
  HookCall hook(Hook::kMemory, handle.owner, handle.index);
  if (!hook.Run()) return false;
  if (IsUndefined(hook.env(), hook.result())) {
    if (environment.call != nullptr) environment.call->Note(environment).unreachable = true;
    return false;
  }
  void* bytes = nullptr;
  size_t length = 0;
  napi_value buffer = nullptr;
  // Through a Uint8Array: Node 20 does not tell the bytes of a SharedArrayBuffer itself.
  napi_get_typedarray_info(hook.env(), hook.result(), nullptr, &length, &bytes, &buffer, nullptr);
  if (handle.buffer != nullptr) napi_delete_reference(hook.env(), handle.buffer);
  handle.buffer = nullptr;
  napi_create_reference(hook.env(), buffer, 0, &handle.buffer);
  *base = handle.bytes = static_cast<uint8_t*>(bytes);
  *size = handle.size = length;
  *reserved = IsReserved(bytes, kReservation);
  return handle.buffer != nullptr;
}

WasmEdge_Result MemoryGrow(void*, void* data, uint64_t pages) {
  Handle& handle = HandleOf(data);
  HookCall hook(Hook::kMemoryGrow, handle.owner, handle.index);
  if (hook.env() == nullptr) return Failure(WasmEdge_ErrCode_RuntimeError);
  napi_value count = nullptr;
  napi_create_bigint_uint64(hook.env(), pages, &count);
  hook.Add(count);
  return hook.Run() && hook.IsTrue() ? Success() : Failure(WasmEdge_ErrCode_MemoryOutOfBounds);
}

WasmEdge_Result TableGet(void*, void* data, uint64_t index, WasmEdge_Value* value) {
  Handle& handle = HandleOf(data);
  HookCall hook(Hook::kTableGet, handle.owner, handle.index);
  if (hook.env() == nullptr || index > kLargestNumber) {
    return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  }
  hook.Add(MakeNumber(hook.env(), static_cast<double>(index)));
  if (!hook.Run() || !hook.IsTrue()) return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  LoadValues(FrameOf(handle), handle.params, value);
  return Success();
}

WasmEdge_Result TableSet(void*, void* data, uint64_t index, const WasmEdge_Value* value) {
  Handle& handle = HandleOf(data);
  HookCall hook(Hook::kTableSet, handle.owner, handle.index);
  if (hook.env() == nullptr || index > kLargestNumber) {
    return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  }
  hook.Add(MakeNumber(hook.env(), static_cast<double>(index)));
  StoreValues(FrameOf(handle), handle.params, value);
  return hook.Run() && hook.IsTrue() ? Success() : Failure(WasmEdge_ErrCode_TableOutOfBounds);
}

uint64_t TableSize(void*, void* data) {
  Handle& handle = HandleOf(data);
  HookCall hook(Hook::kTableSize, handle.owner, handle.index);
  return hook.Run() ? GetNumber(hook.env(), hook.result()) : 0;
}

WasmEdge_Result TableGrow(void*, void* data, uint64_t count) {
  Handle& handle = HandleOf(data);
  HookCall hook(Hook::kTableGrow, handle.owner, handle.index);
  if (hook.env() == nullptr || count > kLargestNumber) {
    return Failure(WasmEdge_ErrCode_TableOutOfBounds);
  }
  hook.Add(MakeNumber(hook.env(), static_cast<double>(count)));
  return hook.Run() && hook.IsTrue() ? Success() : Failure(WasmEdge_ErrCode_TableOutOfBounds);
}

WasmEdge_Result GlobalGet(void*, void* data, WasmEdge_Value* value) {
  Handle& handle = HandleOf(data);
  HookCall hook(Hook::kGlobalGet, handle.owner, handle.index);
  if (!hook.Run()) return Failure(WasmEdge_ErrCode_RuntimeError);
  LoadValues(FrameOf(handle), handle.params, value);
  return Success();
}

WasmEdge_Result GlobalSet(void*, void* data, const WasmEdge_Value* value) {
  Handle& handle = HandleOf(data);
  HookCall hook(Hook::kGlobalSet, handle.owner, handle.index);
  if (hook.env() == nullptr) return Failure(WasmEdge_ErrCode_RuntimeError);
  StoreValues(FrameOf(handle), handle.params, value);
  return hook.Run() && hook.IsTrue() ? Success() : Failure(WasmEdge_ErrCode_SetValueToConst);
}

const WasmEdge_FunctionTypeContext* FunctionType(void*, void* data) {
  Handle& handle = HandleOf(data);
  if (handle.type != nullptr) return handle.type;
  HookCall hook(Hook::kFunctionType, handle.owner, handle.index);
  if (!hook.Run() || IsUndefined(hook.env(), hook.result())) return nullptr;
  napi_value params = nullptr;
  napi_value returns = nullptr;
  napi_get_element(hook.env(), hook.result(), 0, &params);
  napi_get_element(hook.env(), hook.result(), 1, &returns);
  handle.SetType(MakeFunctionType(GetTypes(hook.env(), params), GetTypes(hook.env(), returns)));
  return handle.type;
}

// Whether a function is ready to be called with such values.
bool IsPrepared(const Handle& handle, const WasmEdge_Value* params, uint32_t paramLen,
                uint32_t returnLen) {
  if (handle.call == nullptr || paramLen != handle.params.size()) return false;
  for (uint32_t i = 0; i < paramLen; ++i) {
    if (std::memcmp(&params[i].Type, &handle.params[i].type, sizeof params[i].Type) != 0) {
      return false;
    }
  }
  return returnLen == handle.returns.size();
}

// Has JavaScript make the function's adapter, unless the values do not fit its type.
WasmEdge_Result Prepare(Handle& handle, const WasmEdge_Value* params, uint32_t paramLen,
                        uint32_t returnLen) {
  std::vector<WasmEdge_ValType> types;
  for (uint32_t i = 0; i < paramLen; ++i) types.push_back(params[i].Type);
  HookCall hook(Hook::kPrepare, handle.owner, handle.index);
  hook.Add(MakeTypes(hook.env(), TypeString(types)));
  hook.Add(MakeNumber(hook.env(), returnLen));
  if (!hook.Run()) return Failure(WasmEdge_ErrCode_RuntimeError);
  if (IsUndefined(hook.env(), hook.result())) return Failure(WasmEdge_ErrCode_FuncSigMismatch);
  if (handle.call == nullptr) {
    napi_create_reference(hook.env(), hook.result(), 0, &handle.call);
  }
  return FunctionType(nullptr, &handle) != nullptr ? Success()
                                                   : Failure(WasmEdge_ErrCode_RuntimeError);
}

WasmEdge_Result FunctionInvoke(void*, void* data, const WasmEdge_Value* params, uint32_t paramLen,
                               WasmEdge_Value* returns, uint32_t returnLen) {
  Handle& handle = HandleOf(data);
  Environment& environment = handle.owner.environment;
  if (!environment.IsUsable()) return Failure(WasmEdge_ErrCode_RuntimeError);
  if (!IsPrepared(handle, params, paramLen, returnLen)) {
    const WasmEdge_Result result = Prepare(handle, params, paramLen, returnLen);
    if (result.Code != 0) return result;
  }
  StoreValues(environment.frame, handle.params, params);
  const WasmEdge_Result result = CallPrepared(handle.owner, handle.call);
  if (result.Code == 0) LoadValues(environment.frame, handle.returns, returns);
  return result;
}

bool ModulePopulate(void*, void* data, WasmEdge_ModuleInstanceContext*) {
  HookCall hook(Hook::kPopulate, HandleOf(data).owner);
  return hook.Run();
}

// May be called on any thread.
void Release(void*, void* data) { delete static_cast<Handle*>(data); }

}  // namespace

plugkit_Embedder EmbedderCallbacks(Environment& environment) {
  plugkit_Embedder callbacks = {};
  callbacks.Data = &environment;
  callbacks.MemoryView = MemoryView;
  callbacks.MemoryRefresh = MemoryRefresh;
  callbacks.MemoryGrow = MemoryGrow;
  callbacks.TableGet = TableGet;
  callbacks.TableSet = TableSet;
  callbacks.TableSize = TableSize;
  callbacks.TableGrow = TableGrow;
  callbacks.GlobalGet = GlobalGet;
  callbacks.GlobalSet = GlobalSet;
  callbacks.FunctionInvoke = FunctionInvoke;
  callbacks.FunctionType = FunctionType;
  callbacks.ModulePopulate = ModulePopulate;
  callbacks.Release = Release;
  return callbacks;
}

}  // namespace plugkit
