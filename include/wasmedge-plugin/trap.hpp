// trap.hpp: how a host function fails: a trap with a code, or the end of the whole run.
#pragma once

#include <wasmedge/wasmedge.h>

#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define WASMEDGE_PLUGIN_EXCEPTIONS 1
#else
#define WASMEDGE_PLUGIN_EXCEPTIONS 0
#endif

namespace wasmedge_plugin {

// The end of a host call that did not succeed: thrown, or returned in a Result. Guests cannot catch
// it; an embedder gets its code. The message goes to standard error, as the C API has a number only;
// one that is longer than there is room for is cut.
class Trap {
 public:
  // A failure with a number of the plug-in's own, of 24 bits.
  static Trap user(std::uint32_t code, const char* message = "") noexcept {
    return {WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, code & 0xFFFFFFu), message};
  }
  // One of the runtime's own failures.
  static Trap wasm(WasmEdge_ErrCode code, const char* message = "") noexcept {
    return {WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, code), message};
  }
  // A host function that failed for a reason of its own.
  static Trap failed(const char* message) noexcept {
    return wasm(WasmEdge_ErrCode_HostFuncError, message);
  }
  // Ends the run, as a program does that exits: no failure.
  static Trap terminate() noexcept { return {WasmEdge_Result_Terminate, ""}; }
  // What a function of the runtime returned; passed on as it is.
  explicit Trap(WasmEdge_Result result) noexcept : Trap(result, "") {}

  WasmEdge_Result result() const noexcept { return result_; }
  const char* message() const noexcept { return message_; }

 private:
  Trap(WasmEdge_Result result, const char* message) noexcept : result_(result) {
    std::strncpy(message_, message, sizeof(message_) - 1);
  }
  WasmEdge_Result result_;
  char message_[200] = {};
};

inline bool ok(WasmEdge_Result result) noexcept { return result.Code == 0; }

// A value, or the trap that it could not be had for: what functions return where exceptions are
// off, and may return where they are on.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) noexcept : is_ok_(true), value_(std::move(value)) {}
  Result(Trap trap) noexcept : is_ok_(false), trap_(trap) {}
  Result(const Result&) = delete;
  Result(Result&& other) noexcept : is_ok_(other.is_ok_) {
    if (is_ok_) {
      new (&value_) T(std::move(other.value_));
    } else {
      new (&trap_) Trap(other.trap_);
    }
  }
  Result& operator=(Result&&) = delete;
  ~Result() {
    if (is_ok_) value_.~T();
  }

  explicit operator bool() const noexcept { return is_ok_; }
  T& operator*() noexcept { return value_; }
  T* operator->() noexcept { return &value_; }
  const Trap& trap() const noexcept { return trap_; }

#if WASMEDGE_PLUGIN_EXCEPTIONS
  // The value; throws the trap.
  T value() && {
    if (!is_ok_) throw trap_;
    return std::move(value_);
  }
#endif

 private:
  bool is_ok_;
  union {
    T value_;
    Trap trap_;
  };
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() noexcept : trap_(Trap(WasmEdge_Result_Success)) {}
  Result(Trap trap) noexcept : is_ok_(false), trap_(trap) {}
  explicit operator bool() const noexcept { return is_ok_; }
  const Trap& trap() const noexcept { return trap_; }

#if WASMEDGE_PLUGIN_EXCEPTIONS
  void value() && {
    if (!is_ok_) throw trap_;
  }
#endif

 private:
  bool is_ok_ = true;
  Trap trap_;
};

}  // namespace wasmedge_plugin
