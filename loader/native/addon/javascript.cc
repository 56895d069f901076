#include "javascript.h"

namespace plugkit {

napi_value MakeString(napi_env env, std::string_view text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text.data(), text.size(), &value);
  return value;
}

napi_value MakeTypes(napi_env env, const std::string& bytes) {
  napi_value value = nullptr;
  napi_create_string_latin1(env, bytes.data(), bytes.size(), &value);
  return value;
}

napi_value MakeNumber(napi_env env, double number) {
  napi_value value = nullptr;
  napi_create_double(env, number, &value);
  return value;
}

napi_value MakeBoolean(napi_env env, bool flag) {
  napi_value value = nullptr;
  napi_get_boolean(env, flag, &value);
  return value;
}

napi_value MakePointer(napi_env env, const void* pointer) {
  napi_value value = nullptr;
  napi_create_bigint_uint64(env, reinterpret_cast<uintptr_t>(pointer), &value);
  return value;
}

napi_value MakeObject(napi_env env,
                      std::initializer_list<std::pair<const char*, napi_value>> properties) {
  napi_value object = nullptr;
  napi_create_object(env, &object);
  for (const auto& [name, value] : properties) {
    if (value != nullptr) napi_set_named_property(env, object, name, value);
  }
  return object;
}

napi_value MakeArray(napi_env env) {
  napi_value array = nullptr;
  napi_create_array(env, &array);
  return array;
}

void Append(napi_env env, napi_value array, napi_value item) {
  uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  napi_set_element(env, array, length, item);
}

std::string GetString(napi_env env, napi_value value) {
  size_t length = 0;
  char small[256];
  napi_get_value_string_utf8(env, value, small, sizeof small, &length);
  // What fills it may have been cut off, by up to three bytes of a character.
  if (length < sizeof small - 4) return {small, length};
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, text.data(), length + 1, &length);
  return text;
}

std::string GetTypes(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_latin1(env, value, nullptr, 0, &length);
  std::string bytes(length, '\0');
  napi_get_value_string_latin1(env, value, bytes.data(), length + 1, &length);
  return bytes;
}

uint32_t GetNumber(napi_env env, napi_value value) {
  uint32_t number = 0;
  napi_get_value_uint32(env, value, &number);
  return number;
}

bool GetBoolean(napi_env env, napi_value value) {
  bool flag = false;
  napi_get_value_bool(env, value, &flag);
  return flag;
}

uint64_t GetBigInt(napi_env env, napi_value value) {
  uint64_t number = 0;
  bool lossless = false;
  napi_get_value_bigint_uint64(env, value, &number, &lossless);
  return number;
}

bool IsUndefined(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  return type == napi_undefined;
}

napi_value MakeLimits(napi_env env, const WasmEdge_LimitContext* limits, uint64_t minimum) {
  napi_value low = nullptr;
  napi_value high = nullptr;
  napi_create_bigint_uint64(env, minimum, &low);
  if (WasmEdge_LimitHasMax(limits)) {
    napi_create_bigint_uint64(env, WasmEdge_LimitGetMax(limits), &high);
  }
  return MakeObject(env, {{"minimum", low},
                          {"maximum", high},
                          {"shared", MakeBoolean(env, WasmEdge_LimitIsShared(limits))},
                          {"is64", MakeBoolean(env, WasmEdge_LimitIs64Bit(limits))}});
}

WasmEdge_LimitContext* GetLimits(napi_env env, napi_value value) {
  const auto property = [&](const char* name) {
    napi_value result = nullptr;
    napi_get_named_property(env, value, name, &result);
    return result;
  };
  const uint64_t minimum = GetBigInt(env, property("minimum"));
  const bool is64 = GetBoolean(env, property("is64"));
  napi_value maximum = property("maximum");
  if (IsUndefined(env, maximum)) return WasmEdge_LimitCreate(minimum, is64);
  return WasmEdge_LimitCreateWithMax(minimum, GetBigInt(env, maximum), is64,
                                     GetBoolean(env, property("shared")));
}

}  // namespace plugkit
