// Making and asking value types.
#include "value_type.h"

#include <cstring>

using plugkit::IsReference;
using plugkit::NullableReference;
using plugkit::NumberType;

namespace {

bool IsCode(WasmEdge_ValType Type, WasmEdge_TypeCode Code) { return Type.Data[2] == Code; }
bool IsHeap(WasmEdge_ValType Type, WasmEdge_TypeCode Code) { return Type.Data[3] == Code; }

}  // namespace

namespace plugkit {

bool ParameterTakes(WasmEdge_ValType Parameter, WasmEdge_ValType Given) {
  if (WasmEdge_ValTypeIsEqual(Parameter, Given)) return true;
  if (!IsReference(Parameter) || !IsReference(Given)) return false;
  if (IsCode(Given, WasmEdge_TypeCode_Ref) && !IsCode(Parameter, WasmEdge_TypeCode_Ref)) {
    return false;
  }
  if (IsHeap(Given, WasmEdge_TypeCode_FuncRef)) return WasmEdge_ValTypeIsFuncRef(Parameter);
  if (IsHeap(Given, WasmEdge_TypeCode_ExternRef)) return WasmEdge_ValTypeIsExternRef(Parameter);
  return std::memcmp(&Parameter.Data[3], &Given.Data[3], 5) == 0;
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

bool WasmEdge_ValTypeIsEqual(const WasmEdge_ValType ValType1, const WasmEdge_ValType ValType2) {
  return std::memcmp(&ValType1.Data[2], &ValType2.Data[2], 6) == 0;
}

bool WasmEdge_ValTypeIsI32(const WasmEdge_ValType ValType) {
  return IsCode(ValType, WasmEdge_TypeCode_I32);
}
bool WasmEdge_ValTypeIsI64(const WasmEdge_ValType ValType) {
  return IsCode(ValType, WasmEdge_TypeCode_I64);
}
bool WasmEdge_ValTypeIsF32(const WasmEdge_ValType ValType) {
  return IsCode(ValType, WasmEdge_TypeCode_F32);
}
bool WasmEdge_ValTypeIsF64(const WasmEdge_ValType ValType) {
  return IsCode(ValType, WasmEdge_TypeCode_F64);
}
bool WasmEdge_ValTypeIsV128(const WasmEdge_ValType ValType) {
  return IsCode(ValType, WasmEdge_TypeCode_V128);
}

// A defined type counts as a function: the API has no references to defined structures or arrays.
bool WasmEdge_ValTypeIsFuncRef(const WasmEdge_ValType ValType) {
  return IsHeap(ValType, WasmEdge_TypeCode_FuncRef) ||
         IsHeap(ValType, WasmEdge_TypeCode_NullFuncRef) ||
         IsHeap(ValType, WasmEdge_TypeCode_TypeIndex);
}
bool WasmEdge_ValTypeIsExternRef(const WasmEdge_ValType ValType) {
  return IsHeap(ValType, WasmEdge_TypeCode_ExternRef) ||
         IsHeap(ValType, WasmEdge_TypeCode_NullExternRef);
}
bool WasmEdge_ValTypeIsRef(const WasmEdge_ValType ValType) { return IsReference(ValType); }
bool WasmEdge_ValTypeIsRefNull(const WasmEdge_ValType ValType) {
  return IsCode(ValType, WasmEdge_TypeCode_RefNull);
}
}
