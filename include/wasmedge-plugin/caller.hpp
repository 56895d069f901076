// caller.hpp: the WebAssembly that calls: its memories, functions, tables and globals. Every access is checked.
#pragma once

#include <wasmedge-plugin/value.hpp>

#include <string_view>

namespace wasmedge_plugin {

// Bytes or numbers in a guest's memory: valid until the guest runs again or the memory grows, so never
// longer than to the next call of the caller's functions.
template <class T>
class Span {
 public:
  Span() noexcept = default;
  Span(T* data, std::size_t size) noexcept : data_(data), size_(size) {}
  T* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  T* begin() const noexcept { return data_; }
  T* end() const noexcept { return data_ + size_; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

// A memory of the caller.
class Memory {
 public:
  explicit Memory(WasmEdge_MemoryInstanceContext* memory) noexcept : memory_(memory) {}

  // How many pages of 64 KiB it has.
  std::uint64_t pages() const noexcept { return WasmEdge_MemoryInstanceGetPageSize(memory_); }

  // The bytes; a trap when not all are in the memory.
  Result<Span<std::uint8_t>> try_bytes(std::uint64_t offset, std::uint64_t length) const noexcept {
    if (length == 0) return Span<std::uint8_t>();
    std::uint8_t* data = nullptr;
#if WASMEDGE_PLUGIN_API_VERSION < 5
    if (offset <= UINT32_MAX && length <= UINT32_MAX) {
      data = WasmEdge_MemoryInstanceGetPointer(memory_, static_cast<std::uint32_t>(offset),
                                               static_cast<std::uint32_t>(length));
    }
#else
    data = WasmEdge_MemoryInstanceGetPointer(memory_, offset, length);
#endif
    if (data == nullptr) {
      return Trap::wasm(WasmEdge_ErrCode_MemoryOutOfBounds, "an access outside the memory");
    }
    return Span<std::uint8_t>(data, static_cast<std::size_t>(length));
  }

  // A number, little-endian as in WebAssembly, at any alignment.
  template <class T>
  Result<T> try_read(std::uint64_t offset) const noexcept {
    static_assert(std::is_arithmetic_v<T>, "numbers are read from memory; for others, read their bytes");
    auto bytes = try_bytes(offset, sizeof(T));
    if (!bytes) return bytes.trap();
    T value;
    std::memcpy(&value, bytes->data(), sizeof(T));
    return value;
  }

  template <class T>
  Result<void> try_write(std::uint64_t offset, T value) const noexcept {
    static_assert(std::is_arithmetic_v<T>, "numbers are written to memory; for others, write their bytes");
    auto bytes = try_bytes(offset, sizeof(T));
    if (!bytes) return bytes.trap();
    std::memcpy(bytes->data(), &value, sizeof(T));
    return {};
  }

  // Writes all of the bytes, or none.
  Result<void> try_copy(std::uint64_t offset, const void* from, std::size_t length) const noexcept {
    auto bytes = try_bytes(offset, length);
    if (!bytes) return bytes.trap();
    if (length > 0) std::memcpy(bytes->data(), from, length);
    return {};
  }

  // Adds pages; how many there were before.
  Result<std::uint64_t> try_grow(std::uint32_t count) const noexcept {
    const std::uint64_t before = pages();
    const WasmEdge_Result result = WasmEdge_MemoryInstanceGrowPage(memory_, count);
    if (!ok(result)) return Trap(result);
    return before;
  }

#if WASMEDGE_PLUGIN_EXCEPTIONS
  Span<std::uint8_t> bytes(std::uint64_t offset, std::uint64_t length) const {
    return try_bytes(offset, length).value();
  }
  template <class T>
  T read(std::uint64_t offset) const {
    return try_read<T>(offset).value();
  }
  template <class T>
  void write(std::uint64_t offset, T value) const {
    try_write(offset, value).value();
  }
  void copy(std::uint64_t offset, const void* from, std::size_t length) const {
    try_copy(offset, from, length).value();
  }
  std::uint64_t grow(std::uint32_t count) const { return try_grow(count).value(); }
#endif

 private:
  WasmEdge_MemoryInstanceContext* memory_;
};

class Caller;

template <class Signature>
class Function;

// A function of the caller with a type that has been checked; valid during the host call.
template <class R, class... Args>
class Function<R(Args...)> {
 public:
  static Result<Function> check(const WasmEdge_CallingFrameContext* frame,
                                const WasmEdge_FunctionInstanceContext* function) noexcept {
    const auto* type = WasmEdge_FunctionInstanceGetFunctionType(function);
    constexpr std::uint32_t kParams = sizeof...(Args), kResults = Values<R>::count;
    WasmEdge_ValType params[kParams + 1], results[kResults + 1];
    const bool fits = WasmEdge_FunctionTypeGetParameters(type, params, kParams) == kParams &&
                      WasmEdge_FunctionTypeGetReturns(type, results, kResults) == kResults &&
                      Values<std::tuple<Args...>>::are(params) && Values<R>::are(results);
    if (!fits) {
      return Trap::wasm(WasmEdge_ErrCode_FuncSigMismatch, "the caller's function has another type");
    }
    return Function(frame, function);
  }

  // Calls it. A failure of the callee is a trap with its code.
  Result<R> try_call(Args... args) const noexcept {
    const WasmEdge_Value params[sizeof...(Args) + 1] = {Value<Args>::write(args)..., {}};
    WasmEdge_Value results[Values<R>::count + 1];
    const WasmEdge_Result result =
        WasmEdge_ExecutorInvoke(WasmEdge_CallingFrameGetExecutor(frame_), function_, params,
                                sizeof...(Args), results, Values<R>::count);
    if (!ok(result)) return Trap(result);
    if constexpr (std::is_void_v<R>) {
      return {};
    } else {
      return Values<R>::read(results);
    }
  }

#if WASMEDGE_PLUGIN_EXCEPTIONS
  R operator()(Args... args) const { return try_call(args...).value(); }
#endif

 private:
  Function(const WasmEdge_CallingFrameContext* frame,
           const WasmEdge_FunctionInstanceContext* function) noexcept
      : frame_(frame), function_(function) {}
  const WasmEdge_CallingFrameContext* frame_;
  const WasmEdge_FunctionInstanceContext* function_;
};

// Who called the host function.
class Caller {
 public:
  explicit Caller(const WasmEdge_CallingFrameContext* frame) noexcept : frame_(frame) {}

  // The memory of this number.
  Result<Memory> try_memory(std::uint32_t index = 0) const noexcept {
    auto* memory = WasmEdge_CallingFrameGetMemoryInstance(frame_, index);
    if (memory == nullptr) return Trap::failed("the caller has no such memory");
    return Memory(memory);
  }

  // The exported function of this name: caller.function<int32_t(int32_t)>("malloc").
  template <class Signature>
  Result<Function<Signature>> try_function(std::string_view name) const noexcept {
    const auto* module = WasmEdge_CallingFrameGetModuleInstance(frame_);
    const auto* function =
        module ? WasmEdge_ModuleInstanceFindFunction(module, wrap(name)) : nullptr;
    if (function == nullptr) {
      return Trap::wasm(WasmEdge_ErrCode_FuncNotFound, "the caller exports no such function");
    }
    return Function<Signature>::check(frame_, function);
  }

  // A function that WebAssembly passed.
  template <class Signature>
  Result<Function<Signature>> try_typed(FuncRef reference) const noexcept {
    if (reference.function == nullptr) {
      return Trap::wasm(WasmEdge_ErrCode_AccessNullFunc, "the reference is null");
    }
    return Function<Signature>::check(frame_, reference.function);
  }

  // The exported global of this name, whose type is checked.
  template <class T>
  Result<T> try_global(std::string_view name) const noexcept {
    auto* global = find_global(name);
    if (global == nullptr) return Trap::failed("the caller exports no such global");
    const auto* type = WasmEdge_GlobalInstanceGetGlobalType(global);
    if (!Value<T>::is(WasmEdge_GlobalTypeGetValType(type))) {
      return Trap::failed("the caller's global has another type");
    }
    return Value<T>::read(WasmEdge_GlobalInstanceGetValue(global));
  }

  template <class T>
  Result<void> try_set_global(std::string_view name, T value) const noexcept {
    auto* global = find_global(name);
    if (global == nullptr) return Trap::failed("the caller exports no such global");
    const WasmEdge_Result result = WasmEdge_GlobalInstanceSetValue(global, Value<T>::write(value));
    if (!ok(result)) return Trap(result);
    return {};
  }

  // An element of the exported table of this name: FuncRef or ExternRef.
  template <class T>
  Result<T> try_element(std::string_view name, std::uint32_t index) const noexcept {
    const auto* module = WasmEdge_CallingFrameGetModuleInstance(frame_);
    auto* table = module ? WasmEdge_ModuleInstanceFindTable(module, wrap(name)) : nullptr;
    if (table == nullptr) return Trap::failed("the caller exports no such table");
    WasmEdge_Value value;
    const WasmEdge_Result result = WasmEdge_TableInstanceGetData(table, &value, index);
    if (!ok(result)) return Trap(result);
    return Value<T>::read(value);
  }

#if WASMEDGE_PLUGIN_EXCEPTIONS
  Memory memory(std::uint32_t index = 0) const { return try_memory(index).value(); }
  template <class Signature>
  Function<Signature> function(std::string_view name) const {
    return try_function<Signature>(name).value();
  }
  template <class Signature>
  Function<Signature> typed(FuncRef reference) const {
    return try_typed<Signature>(reference).value();
  }
  template <class T>
  T global(std::string_view name) const {
    return try_global<T>(name).value();
  }
  template <class T>
  void set_global(std::string_view name, T value) const {
    try_set_global(name, value).value();
  }
  template <class T>
  T element(std::string_view name, std::uint32_t index) const {
    return try_element<T>(name, index).value();
  }
#endif

 private:
  static WasmEdge_String wrap(std::string_view name) noexcept {
    return {static_cast<std::uint32_t>(name.size()), name.data()};
  }
  WasmEdge_GlobalInstanceContext* find_global(std::string_view name) const noexcept {
    const auto* module = WasmEdge_CallingFrameGetModuleInstance(frame_);
    return module ? WasmEdge_ModuleInstanceFindGlobal(module, wrap(name)) : nullptr;
  }
  const WasmEdge_CallingFrameContext* frame_;
};

// The address of a number in the caller's first memory; a parameter of type i32.
template <class T>
struct GuestPtr {
  static_assert(std::is_arithmetic_v<T>, "GuestPtr points to a number: GuestPtr<uint32_t>");
  std::uint32_t address = 0;

  Result<T> try_read(Caller& caller) const noexcept {
    auto memory = caller.try_memory();
    if (!memory) return memory.trap();
    return memory->template try_read<T>(address);
  }
  Result<void> try_write(Caller& caller, T value) const noexcept {
    auto memory = caller.try_memory();
    if (!memory) return memory.trap();
    return memory->try_write(address, value);
  }
#if WASMEDGE_PLUGIN_EXCEPTIONS
  T read(Caller& caller) const { return try_read(caller).value(); }
  void write(Caller& caller, T value) const { try_write(caller, value).value(); }
#endif
};

// Bytes in the caller's first memory by address and length; two parameters of type i32.
struct GuestBytes {
  std::uint32_t address = 0;
  std::uint32_t length = 0;

  // A trap when not all are in the memory; none are nowhere.
  Result<Span<std::uint8_t>> try_get(Caller& caller) const noexcept { return try_first(caller, length); }

  // The first so many of them.
  Result<Span<std::uint8_t>> try_first(Caller& caller, std::size_t count) const noexcept {
    if (count > length) return Trap::failed("more bytes than there is room for");
    if (count == 0) return Span<std::uint8_t>();
    auto memory = caller.try_memory();
    if (!memory) return memory.trap();
    return memory->try_bytes(address, count);
  }

  // Writes all at the start, or nothing.
  Result<void> try_write(Caller& caller, std::string_view bytes) const noexcept {
    auto place = try_first(caller, bytes.size());
    if (!place) return place.trap();
    if (!bytes.empty()) std::memcpy(place->data(), bytes.data(), bytes.size());
    return {};
  }
#if WASMEDGE_PLUGIN_EXCEPTIONS
  Span<std::uint8_t> get(Caller& caller) const { return try_get(caller).value(); }
  void write(Caller& caller, std::string_view bytes) const { try_write(caller, bytes).value(); }
#endif
};

// Text in the caller's first memory by address and length in bytes; two parameters of type i32.
struct GuestText : GuestBytes {
  // Valid as long as a Span.
  Result<std::string_view> try_text(Caller& caller) const noexcept {
    auto bytes = try_get(caller);
    if (!bytes) return bytes.trap();
    return std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  }
#if WASMEDGE_PLUGIN_EXCEPTIONS
  std::string_view text(Caller& caller) const { return try_text(caller).value(); }
#endif
};

}  // namespace wasmedge_plugin
