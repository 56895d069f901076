// What the eight opaque bytes of a value type hold.
//
// Byte 2 is the type code; for references it is Ref or RefNull and byte 3 is the heap type (0 for a
// defined type, whose index follows in bytes 4 to 7). For number types byte 3 is Epsilon.
#pragma once

#include <wasmedge/wasmedge_value.h>

namespace plugkit {

inline WasmEdge_ValType NumberType(WasmEdge_TypeCode code) {
  return WasmEdge_ValType{
      {0, 0, static_cast<uint8_t>(code), WasmEdge_TypeCode_Epsilon, 0, 0, 0, 0}};
}

inline WasmEdge_ValType NullableReference(WasmEdge_TypeCode heap) {
  return WasmEdge_ValType{
      {0, 0, WasmEdge_TypeCode_RefNull, static_cast<uint8_t>(heap), 0, 0, 0, 0}};
}

inline bool IsReference(WasmEdge_ValType type) {
  return type.Data[2] == WasmEdge_TypeCode_Ref || type.Data[2] == WasmEdge_TypeCode_RefNull;
}

// Whether a host function takes a value of this type as a parameter. A value made by this API says
// funcref or externref even where the parameter is narrower, so the parameter's type has to be the
// same or a narrower one: as in the stock library, the reverse of what WebAssembly asks for.
bool ParameterTakes(WasmEdge_ValType parameter, WasmEdge_ValType given);

}  // namespace plugkit
