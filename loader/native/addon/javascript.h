// Short forms of the Node-API calls the addon makes most. A failing call leaves its result empty,
// and Node-API refuses empty values, so a worker being terminated falls through without harm.
#pragma once

#include <node_api.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "host_library.h"

namespace plugkit {

template <size_t N>
struct Arguments {
  napi_value values[N] = {};
  Arguments(napi_env env, napi_callback_info info) {
    size_t count = N;
    napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  }
  napi_value operator[](size_t index) const { return values[index]; }
};

napi_value MakeString(napi_env env, std::string_view text);
// A plug-in's name for something. Bytes that are not UTF-8 become lone surrogates from U+DC80 on,
// so that different names are different strings, and GetName finds the bytes again. False: no name
// gives this string.
napi_value MakeName(napi_env env, std::string_view name);
bool GetName(napi_env env, napi_value value, std::string& name);
napi_value MakeTypes(napi_env env, const std::string& bytes);
napi_value MakeNumber(napi_env env, double number);
napi_value MakeBoolean(napi_env env, bool value);
napi_value MakePointer(napi_env env, const void* pointer);
napi_value MakeObject(napi_env env,
                      std::initializer_list<std::pair<const char*, napi_value>> properties);
napi_value MakeArray(napi_env env);
void Append(napi_env env, napi_value array, napi_value item);

std::string GetString(napi_env env, napi_value value);
// Types as MakeTypes writes them.
std::string GetTypes(napi_env env, napi_value value);
uint32_t GetNumber(napi_env env, napi_value value);
bool GetBoolean(napi_env env, napi_value value);
uint64_t GetBigInt(napi_env env, napi_value value);
bool IsUndefined(napi_env env, napi_value value);

template <typename T>
T* GetPointer(napi_env env, napi_value value) {
  return reinterpret_cast<T*>(static_cast<uintptr_t>(GetBigInt(env, value)));
}

// { minimum, maximum?, shared, is64 }. The caller deletes what GetLimits returns.
napi_value MakeLimits(napi_env env, const WasmEdge_LimitContext* limits, uint64_t minimum);
WasmEdge_LimitContext* GetLimits(napi_env env, napi_value value);

inline std::string_view View(WasmEdge_String text) { return {text.Buf, text.Length}; }
inline WasmEdge_String Wrap(const std::string& text) {
  return WasmEdge_StringWrap(text.data(), static_cast<uint32_t>(text.size()));
}

}  // namespace plugkit
