// The plug-in arith once more, with the C++ SDK: the same functions, the same results. Exceptions are off, so functions that
// can fail return a Result.
#include <wasmedge-plugin/plugin.hpp>

namespace {
using namespace wasmedge_plugin;

// Wraps around, as WebAssembly does.
template <class T>
T sum_of(T a, T b) {
  return static_cast<T>(static_cast<std::make_unsigned_t<T>>(a) + static_cast<std::make_unsigned_t<T>>(b));
}

std::int32_t add(std::int32_t a, std::int32_t b) { return sum_of(a, b); }
std::int32_t sub(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b));
}
std::int64_t add_i64(std::int64_t a, std::int64_t b) { return sum_of(a, b); }
float add_f32(float a, float b) { return a + b; }
double add_f64(double a, double b) { return a + b; }

V128 add_v128(V128 a, V128 b) {
  std::uint32_t left[4], right[4];
  std::memcpy(left, &a, sizeof left);
  std::memcpy(right, &b, sizeof right);
  for (int lane = 0; lane < 4; lane++) left[lane] += right[lane];
  std::memcpy(&a, left, sizeof left);
  return a;
}

Result<std::tuple<std::int32_t, std::int32_t>> divmod(std::int32_t a, std::int32_t b) {
  if (b == 0) return Trap::wasm(WasmEdge_ErrCode_DivideByZero);
  if (a == INT32_MIN && b == -1) return Trap::wasm(WasmEdge_ErrCode_IntegerOverflow);
  return std::tuple<std::int32_t, std::int32_t>{a / b, a % b};
}

Result<std::int64_t> sum(Caller& caller, std::uint32_t address, std::uint32_t count) {
  if (count == 0) return std::int64_t{0};
  auto memory = caller.try_memory();
  if (!memory) return memory.trap();
  auto bytes = memory->try_bytes(address, std::uint64_t{count} * sizeof(std::int32_t));
  if (!bytes) return bytes.trap();
  std::int64_t all = 0;
  for (std::size_t at = 0; at < bytes->size(); at += sizeof(std::int32_t)) {
    std::int32_t number;
    std::memcpy(&number, bytes->data() + at, sizeof number);
    all += number;
  }
  return all;
}

Result<void> fail(std::uint32_t code) { return Trap::user(code); }
Result<void> terminate() { return Trap::terminate(); }

Result<std::int32_t> call_back(Caller& caller, std::int32_t value) {
  auto callback = caller.try_function<std::int32_t(std::int32_t)>("callback");
  if (!callback) return callback.trap();
  return callback->try_call(value);
}

Result<std::int32_t> call_ref(Caller& caller, FuncRef reference, std::int32_t value) {
  auto function = caller.try_typed<std::int32_t(std::int32_t)>(reference);
  if (!function) return function.trap();
  return function->try_call(value);
}

FuncRef echo_funcref(FuncRef reference) { return reference; }
ExternRef echo_externref(ExternRef reference) { return reference; }

// What a module instance remembers.
struct Arith {
  std::int64_t accumulator = 0;
  std::int64_t accumulate(std::int64_t value) { return accumulator = sum_of(accumulator, value); }
};
}  // namespace

WASMEDGE_PLUGIN(
    "arith-sdk", "Arithmetic on every type of value, failures and callbacks, by the C++ SDK", 0, 1, 0,
    module<Arith>("arith", "Arithmetic on every type of value, failures and callbacks",
                  function<&add>("add"), function<&sub>("sub"), function<&add_i64>("add_i64"),
                  function<&add_f32>("add_f32"), function<&add_f64>("add_f64"),
                  function<&add_v128>("add_v128"), function<&divmod>("divmod"),
                  function<&Arith::accumulate>("accumulate"), function<&sum>("sum"),
                  function<&fail>("fail"), function<&terminate>("terminate"),
                  function<&call_back>("call_back"), function<&call_ref>("call_ref"),
                  function<&echo_funcref>("echo_funcref"),
                  function<&echo_externref>("echo_externref")))
