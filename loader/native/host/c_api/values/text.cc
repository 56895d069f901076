// WasmEdge_String and WasmEdge_Bytes. Copies are made with malloc and are never NULL
// unless empty.
#include "text.h"

#include <cstdlib>
#include <cstring>

using plugkit::View;

namespace {

void* Copy(const void* From, uint32_t Length) {
  if (!From || Length == 0) return nullptr;
  void* Made = std::malloc(Length);
  if (!Made) std::abort();
  return std::memcpy(Made, From, Length);
}

}  // namespace

extern "C" {

WasmEdge_String WasmEdge_StringCreateByCString(const char* Str) {
  return WasmEdge_StringCreateByBuffer(Str, Str ? static_cast<uint32_t>(std::strlen(Str)) : 0);
}

WasmEdge_String WasmEdge_StringCreateByBuffer(const char* Buf, const uint32_t Len) {
  char* Made = static_cast<char*>(Copy(Buf, Len));
  return WasmEdge_String{Made ? Len : 0, Made};
}

WasmEdge_String WasmEdge_StringWrap(const char* Buf, const uint32_t Len) {
  return WasmEdge_String{Len, Buf};
}

bool WasmEdge_StringIsEqual(const WasmEdge_String Str1, const WasmEdge_String Str2) {
  return Str1.Length == Str2.Length && View(Str1) == View(Str2);
}

uint32_t WasmEdge_StringCopy(const WasmEdge_String Str, char* Buf, const uint32_t Len) {
  const uint32_t Length = Str.Length < Len ? Str.Length : Len;
  if (!Buf) return Length;
  const uint32_t Copied = Str.Buf ? Length : 0;
  if (Copied) std::memcpy(Buf, Str.Buf, Copied);
  if (Len > Copied) std::memset(Buf + Copied, 0, Len - Copied);
  return Copied;
}

void WasmEdge_StringDelete(WasmEdge_String Str) { std::free(const_cast<char*>(Str.Buf)); }

WasmEdge_Bytes WasmEdge_BytesCreate(const uint8_t* Buf, const uint32_t Len) {
  uint8_t* Made = static_cast<uint8_t*>(Copy(Buf, Len));
  return WasmEdge_Bytes{Made ? Len : 0, Made};
}

WasmEdge_Bytes WasmEdge_BytesWrap(const uint8_t* Buf, const uint32_t Len) {
  return WasmEdge_Bytes{Len, Buf};
}

void WasmEdge_BytesDelete(WasmEdge_Bytes Bytes) { std::free(const_cast<uint8_t*>(Bytes.Buf)); }
}
