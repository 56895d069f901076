// host_functions.cc: `get_string(ptr: i32, len: i32) -> i32`, and the module that offers it. Every
// function is noexcept and calls nothing that throws: an exception must not reach the host program,
// which may have been built by another compiler.
#include "host_functions.h"

#include <memory>
#include <string_view>

#include "text.h"

namespace get_string {
namespace {

// Frees a WasmEdge object with the function of the C API that is meant for it.
template <auto Delete>
struct Deleter {
  template <class Context>
  void operator()(Context* context) const noexcept {
    Delete(context);
  }
};
using FunctionType =
    std::unique_ptr<WasmEdge_FunctionTypeContext, Deleter<WasmEdge_FunctionTypeDelete>>;
using Module =
    std::unique_ptr<WasmEdge_ModuleInstanceContext, Deleter<WasmEdge_ModuleInstanceDelete>>;

WasmEdge_String wrap(std::string_view text) noexcept {
  return WasmEdge_StringWrap(text.data(), static_cast<std::uint32_t>(text.size()));
}

WasmEdge_Result wasm_error(WasmEdge_ErrCode code) noexcept {
  return WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, code);
}

// Writes as much of the string as fits into `len` bytes at `ptr` of the caller's memory, in whole
// characters and without a NUL, and returns the length of the whole string. Only the bytes that are
// written have to lie inside the memory, so (0, 0) asks for the length.
WasmEdge_Result get_string(void* data, const WasmEdge_CallingFrameContext* frame,
                           const WasmEdge_Value* params, WasmEdge_Value* returns) noexcept {
  const auto& options = *static_cast<const Options*>(data);
  const std::string_view string{options.string.Buf, options.string.Length};
  const auto offset = static_cast<std::uint32_t>(WasmEdge_ValueGetI32(params[0]));
  const auto capacity = static_cast<std::uint32_t>(WasmEdge_ValueGetI32(params[1]));

  if (const auto fitting = prefix(string, capacity); !fitting.empty()) {
    auto* memory = WasmEdge_CallingFrameGetMemoryInstance(frame, 0);
    if (memory == nullptr) return wasm_error(WasmEdge_ErrCode_HostFuncError);
    auto* to = WasmEdge_MemoryInstanceGetPointer(memory, offset, fitting.size());
    if (to == nullptr) return wasm_error(WasmEdge_ErrCode_MemoryOutOfBounds);
    copy(fitting, reinterpret_cast<char*>(to), options.upper);
  }
  returns[0] = WasmEdge_ValueGenI32(static_cast<std::int32_t>(string.size()));
  return WasmEdge_Result_Success;
}

}  // namespace

WasmEdge_ModuleInstanceContext* create_module(const char* name, const Options& options) noexcept {
  Module module{WasmEdge_ModuleInstanceCreate(wrap(name))};
  if (!module) return nullptr;

  const WasmEdge_ValType params[] = {WasmEdge_ValTypeGenI32(), WasmEdge_ValTypeGenI32()};
  const WasmEdge_ValType returns[] = {WasmEdge_ValTypeGenI32()};
  const FunctionType type{WasmEdge_FunctionTypeCreate(params, 2, returns, 1)};
  auto* function =
      WasmEdge_FunctionInstanceCreate(type.get(), get_string, const_cast<Options*>(&options), 0);
  // The module owns the function from here on.
  WasmEdge_ModuleInstanceAddFunction(module.get(), wrap("get_string"), function);
  return module.release();
}

}  // namespace get_string
