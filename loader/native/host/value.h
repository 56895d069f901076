// value.h: the bytes of values. A number is stored at the start of the 16 bytes, the rest is zero;
// a reference holds its type in bytes 0 to 7 and its pointer in bytes 8 to 15.
#pragma once

#include <wasmedge/value.h>

namespace plugkit {

// Zero, or the null reference, of any type.
WasmEdge_Value DefaultValue(WasmEdge_ValType Type);

// The pointer of a reference.
void* ReferencePointer(const WasmEdge_Value& Value);

}  // namespace plugkit
