// WasmEdge_String and WasmEdge_Bytes. Copies are made with malloc and are never NULL
// unless empty.
#include "text.h"

#include <cstdlib>
#include <cstring>

using plugkit::View;

namespace {

void* Copy(const void* from, uint32_t length) {
  if (!from || length == 0) return nullptr;
  void* made = std::malloc(length);
  if (!made) std::abort();
  return std::memcpy(made, from, length);
}

}  // namespace

extern "C" {

WasmEdge_String WasmEdge_StringCreateByCString(const char* str) {
  return WasmEdge_StringCreateByBuffer(str, str ? static_cast<uint32_t>(std::strlen(str)) : 0);
}

WasmEdge_String WasmEdge_StringCreateByBuffer(const char* buf, const uint32_t len) {
  char* made = static_cast<char*>(Copy(buf, len));
  return WasmEdge_String{made ? len : 0, made};
}

WasmEdge_String WasmEdge_StringWrap(const char* buf, const uint32_t len) {
  return WasmEdge_String{len, buf};
}

bool WasmEdge_StringIsEqual(const WasmEdge_String str1, const WasmEdge_String str2) {
  return str1.Length == str2.Length && View(str1) == View(str2);
}

uint32_t WasmEdge_StringCopy(const WasmEdge_String str, char* buf, const uint32_t len) {
  const uint32_t length = str.Length < len ? str.Length : len;
  if (!buf) return length;
  const uint32_t copied = str.Buf ? length : 0;
  if (copied) std::memcpy(buf, str.Buf, copied);
  if (len > copied) std::memset(buf + copied, 0, len - copied);
  return copied;
}

void WasmEdge_StringDelete(WasmEdge_String str) { std::free(const_cast<char*>(str.Buf)); }

WasmEdge_Bytes WasmEdge_BytesCreate(const uint8_t* buf, const uint32_t len) {
  uint8_t* made = static_cast<uint8_t*>(Copy(buf, len));
  return WasmEdge_Bytes{made ? len : 0, made};
}

WasmEdge_Bytes WasmEdge_BytesWrap(const uint8_t* buf, const uint32_t len) {
  return WasmEdge_Bytes{len, buf};
}

void WasmEdge_BytesDelete(WasmEdge_Bytes bytes) { std::free(const_cast<uint8_t*>(bytes.Buf)); }
}
