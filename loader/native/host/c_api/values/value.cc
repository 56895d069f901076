// Making and reading values.
#include "value.h"

#include <cstring>

#include "result.h"
#include "value_type.h"

namespace {

template <class Number>
WasmEdge_Value FromNumber(Number Bits, WasmEdge_TypeCode Code) {
  uint64_t Words[2] = {0, 0};
  std::memcpy(Words, &Bits, sizeof(Bits));
  WasmEdge_Value Made;
  plugkit::StoreValue(&Made, plugkit::NumberType(Code), Words[0], Words[1]);
  return Made;
}

template <class Number>
Number ToNumber(const WasmEdge_Value& Value) {
  Number Bits;
  std::memcpy(&Bits, &Value.Value, sizeof(Bits));
  return Bits;
}

WasmEdge_Value FromPointer(const void* Pointer, WasmEdge_TypeCode Heap) {
  WasmEdge_Value Made = plugkit::DefaultValue(plugkit::NullableReference(Heap));
  std::memcpy(reinterpret_cast<char*>(&Made.Value) + 8, &Pointer, sizeof(Pointer));
  return Made;
}

}  // namespace

namespace plugkit {

WasmEdge_Value DefaultValue(WasmEdge_ValType Type) {
  WasmEdge_Value Made = {0, Type};
  if (IsReference(Type)) std::memcpy(&Made.Value, &Type, sizeof(Type));
  return Made;
}

void* ReferencePointer(const WasmEdge_Value& Value) {
  void* Pointer;
  std::memcpy(&Pointer, reinterpret_cast<const char*>(&Value.Value) + 8, sizeof(Pointer));
  return Pointer;
}

bool IsNullWhereNoneMayBe(const WasmEdge_Value& Value) {
  return IsReference(Value.Type) && !WasmEdge_ValTypeIsRefNull(Value.Type) &&
         ReferencePointer(Value) == nullptr;
}

WasmEdge_Result CheckReference(WasmEdge_ValType Type, const WasmEdge_Value& Value) {
  if (WasmEdge_ValTypeIsFuncRef(Type) != WasmEdge_ValTypeIsFuncRef(Value.Type)) {
    return Failure(WasmEdge_ErrCode_RefTypeMismatch);
  }
  if (!WasmEdge_ValTypeIsRefNull(Type) && ReferencePointer(Value) == nullptr) {
    return Failure(WasmEdge_ErrCode_NonNullRequired);
  }
  return WasmEdge_Result_Success;
}

}  // namespace plugkit

extern "C" {

WasmEdge_Value WasmEdge_ValueGenI32(const int32_t Val) {
  return FromNumber(Val, WasmEdge_TypeCode_I32);
}
WasmEdge_Value WasmEdge_ValueGenI64(const int64_t Val) {
  return FromNumber(Val, WasmEdge_TypeCode_I64);
}
WasmEdge_Value WasmEdge_ValueGenF32(const float Val) {
  return FromNumber(Val, WasmEdge_TypeCode_F32);
}
WasmEdge_Value WasmEdge_ValueGenF64(const double Val) {
  return FromNumber(Val, WasmEdge_TypeCode_F64);
}
WasmEdge_Value WasmEdge_ValueGenV128(const int128_t Val) {
  return FromNumber(Val, WasmEdge_TypeCode_V128);
}
WasmEdge_Value WasmEdge_ValueGenFuncRef(const WasmEdge_FunctionInstanceContext* Cxt) {
  return FromPointer(Cxt, WasmEdge_TypeCode_FuncRef);
}
WasmEdge_Value WasmEdge_ValueGenExternRef(void* Ref) {
  return FromPointer(Ref, WasmEdge_TypeCode_ExternRef);
}

int32_t WasmEdge_ValueGetI32(const WasmEdge_Value Val) { return ToNumber<int32_t>(Val); }
int64_t WasmEdge_ValueGetI64(const WasmEdge_Value Val) { return ToNumber<int64_t>(Val); }
float WasmEdge_ValueGetF32(const WasmEdge_Value Val) { return ToNumber<float>(Val); }
double WasmEdge_ValueGetF64(const WasmEdge_Value Val) { return ToNumber<double>(Val); }
int128_t WasmEdge_ValueGetV128(const WasmEdge_Value Val) { return ToNumber<int128_t>(Val); }

bool WasmEdge_ValueIsNullRef(const WasmEdge_Value Val) {
  return plugkit::ReferencePointer(Val) == nullptr;
}
const WasmEdge_FunctionInstanceContext* WasmEdge_ValueGetFuncRef(const WasmEdge_Value Val) {
  return static_cast<const WasmEdge_FunctionInstanceContext*>(plugkit::ReferencePointer(Val));
}
void* WasmEdge_ValueGetExternRef(const WasmEdge_Value Val) {
  return plugkit::ReferencePointer(Val);
}
}
