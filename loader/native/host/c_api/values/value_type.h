// What the eight opaque bytes of a value type hold.
//
// Byte 2 is the type code; for references it is Ref or RefNull and byte 3 is the heap type (0 for a
// defined type, whose index follows in bytes 4 to 7). For number types byte 3 is Epsilon.
#pragma once

#include <wasmedge/wasmedge_value.h>

namespace plugkit {

inline WasmEdge_ValType NumberType(WasmEdge_TypeCode Code) {
  return WasmEdge_ValType{
      {0, 0, static_cast<uint8_t>(Code), WasmEdge_TypeCode_Epsilon, 0, 0, 0, 0}};
}

inline WasmEdge_ValType NullableReference(WasmEdge_TypeCode Heap) {
  return WasmEdge_ValType{
      {0, 0, WasmEdge_TypeCode_RefNull, static_cast<uint8_t>(Heap), 0, 0, 0, 0}};
}

inline bool IsReference(WasmEdge_ValType Type) {
  return Type.Data[2] == WasmEdge_TypeCode_Ref || Type.Data[2] == WasmEdge_TypeCode_RefNull;
}

// Whether a host function takes a value of this type as a parameter. A value made by this API says
// funcref or externref even where the parameter is narrower, so the parameter's type has to be the
// same or a narrower one: as in the stock library, the reverse of what WebAssembly asks for.
bool ParameterTakes(WasmEdge_ValType Parameter, WasmEdge_ValType Given);

}  // namespace plugkit
