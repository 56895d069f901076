// The bytes of values. A number is stored at the start of the 16 bytes, the rest is zero;
// a reference holds its type in bytes 0 to 7 and its pointer in bytes 8 to 15.
#pragma once

#include <wasmedge/wasmedge_value.h>

#include <cstring>

namespace plugkit {

// Writes half a value, or a type and its padding, in one piece. A compiler copies values in halves
// of 16 bytes, and reading a half soon after it was written in smaller pieces stalls the processor:
// 10 ns a value in a host call.
inline void StoreHalf(void* to, uint64_t low, uint64_t high) {
  typedef uint64_t Half __attribute__((vector_size(16)));
  const Half both = {low, high};
  std::memcpy(to, &both, sizeof(both));
}

// Writes a whole value. Low and High are the bytes of what it holds.
inline void StoreValue(WasmEdge_Value* to, WasmEdge_ValType type, uint64_t low, uint64_t high) {
  uint64_t typeBytes;
  std::memcpy(&typeBytes, &type, sizeof(typeBytes));
  StoreHalf(&to->Value, low, high);
  StoreHalf(&to->Type, typeBytes, 0);
}

// Zero, or the null reference, of any type.
WasmEdge_Value DefaultValue(WasmEdge_ValType type);

// The pointer of a reference.
void* ReferencePointer(const WasmEdge_Value& value);

// Whether it says that it is never null and is.
bool IsNullWhereNoneMayBe(const WasmEdge_Value& value);

// Whether a global or a new table of this type takes a value, or what is wrong with it. As in the
// stock library, a reference that is no function is made of a value of any type that is none
// either, whose upper half is then the pointer.
WasmEdge_Result CheckReference(WasmEdge_ValType type, const WasmEdge_Value& value);

}  // namespace plugkit
