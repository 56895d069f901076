// Making and asking value types.
#include "value_type.h"

#include <cstring>

using plugkit::IsReference;
using plugkit::NullableReference;
using plugkit::NumberType;

namespace {

bool IsCode(WasmEdge_ValType type, WasmEdge_TypeCode code) { return type.Data[2] == code; }
bool IsHeap(WasmEdge_ValType type, WasmEdge_TypeCode code) { return type.Data[3] == code; }

}  // namespace

namespace plugkit {

bool ParameterTakes(WasmEdge_ValType parameter, WasmEdge_ValType given) {
  if (WasmEdge_ValTypeIsEqual(parameter, given)) return true;
  if (!IsReference(parameter) || !IsReference(given)) return false;
  if (IsCode(given, WasmEdge_TypeCode_Ref) && !IsCode(parameter, WasmEdge_TypeCode_Ref)) {
    return false;
  }
  if (IsHeap(given, WasmEdge_TypeCode_FuncRef)) return WasmEdge_ValTypeIsFuncRef(parameter);
  if (IsHeap(given, WasmEdge_TypeCode_ExternRef)) return WasmEdge_ValTypeIsExternRef(parameter);
  return std::memcmp(&parameter.Data[3], &given.Data[3], 5) == 0;
}

}  // namespace plugkit

extern "C" {

WasmEdge_ValType WasmEdge_ValTypeGenI32(void) { return NumberType(WasmEdge_TypeCode_I32); }
WasmEdge_ValType WasmEdge_ValTypeGenI64(void) { return NumberType(WasmEdge_TypeCode_I64); }
WasmEdge_ValType WasmEdge_ValTypeGenF32(void) { return NumberType(WasmEdge_TypeCode_F32); }
WasmEdge_ValType WasmEdge_ValTypeGenF64(void) { return NumberType(WasmEdge_TypeCode_F64); }
WasmEdge_ValType WasmEdge_ValTypeGenV128(void) { return NumberType(WasmEdge_TypeCode_V128); }
WasmEdge_ValType WasmEdge_ValTypeGenFuncRef(void) {
  return NullableReference(WasmEdge_TypeCode_FuncRef);
}
WasmEdge_ValType WasmEdge_ValTypeGenExternRef(void) {
  return NullableReference(WasmEdge_TypeCode_ExternRef);
}

bool WasmEdge_ValTypeIsEqual(const WasmEdge_ValType valType1, const WasmEdge_ValType valType2) {
  return std::memcmp(&valType1.Data[2], &valType2.Data[2], 6) == 0;
}

bool WasmEdge_ValTypeIsI32(const WasmEdge_ValType valType) {
  return IsCode(valType, WasmEdge_TypeCode_I32);
}
bool WasmEdge_ValTypeIsI64(const WasmEdge_ValType valType) {
  return IsCode(valType, WasmEdge_TypeCode_I64);
}
bool WasmEdge_ValTypeIsF32(const WasmEdge_ValType valType) {
  return IsCode(valType, WasmEdge_TypeCode_F32);
}
bool WasmEdge_ValTypeIsF64(const WasmEdge_ValType valType) {
  return IsCode(valType, WasmEdge_TypeCode_F64);
}
bool WasmEdge_ValTypeIsV128(const WasmEdge_ValType valType) {
  return IsCode(valType, WasmEdge_TypeCode_V128);
}

// A defined type counts as a function: the API has no references to defined structures or arrays.
bool WasmEdge_ValTypeIsFuncRef(const WasmEdge_ValType valType) {
  return IsHeap(valType, WasmEdge_TypeCode_FuncRef) ||
         IsHeap(valType, WasmEdge_TypeCode_NullFuncRef) ||
         IsHeap(valType, WasmEdge_TypeCode_TypeIndex);
}
bool WasmEdge_ValTypeIsExternRef(const WasmEdge_ValType valType) {
  return IsHeap(valType, WasmEdge_TypeCode_ExternRef) ||
         IsHeap(valType, WasmEdge_TypeCode_NullExternRef);
}
bool WasmEdge_ValTypeIsRef(const WasmEdge_ValType valType) { return IsReference(valType); }
bool WasmEdge_ValTypeIsRefNull(const WasmEdge_ValType valType) {
  return IsCode(valType, WasmEdge_TypeCode_RefNull);
}
}
