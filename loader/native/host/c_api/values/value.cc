// Making and reading values.
#include "value.h"

#include <cstring>

#include "result.h"
#include "value_type.h"

namespace {

template <class Number>
WasmEdge_Value FromNumber(Number bits, WasmEdge_TypeCode code) {
  uint64_t words[2] = {0, 0};
  std::memcpy(words, &bits, sizeof(bits));
  WasmEdge_Value made;
  plugkit::StoreValue(&made, plugkit::NumberType(code), words[0], words[1]);
  return made;
}

template <class Number>
Number ToNumber(const WasmEdge_Value& value) {
  Number bits;
  std::memcpy(&bits, &value.Value, sizeof(bits));
  return bits;
}

WasmEdge_Value FromPointer(const void* pointer, WasmEdge_TypeCode heap) {
  WasmEdge_Value made = plugkit::DefaultValue(plugkit::NullableReference(heap));
  std::memcpy(reinterpret_cast<char*>(&made.Value) + 8, &pointer, sizeof(pointer));
  return made;
}

}  // namespace

namespace plugkit {

WasmEdge_Value DefaultValue(WasmEdge_ValType type) {
  WasmEdge_Value made = {0, type};
  if (IsReference(type)) std::memcpy(&made.Value, &type, sizeof(type));
  return made;
}

void* ReferencePointer(const WasmEdge_Value& value) {
  void* pointer;
  std::memcpy(&pointer, reinterpret_cast<const char*>(&value.Value) + 8, sizeof(pointer));
  return pointer;
}

bool IsNullWhereNoneMayBe(const WasmEdge_Value& value) {
  return IsReference(value.Type) && !WasmEdge_ValTypeIsRefNull(value.Type) &&
         ReferencePointer(value) == nullptr;
}

WasmEdge_Result CheckReference(WasmEdge_ValType type, const WasmEdge_Value& value) {
  if (WasmEdge_ValTypeIsFuncRef(type) != WasmEdge_ValTypeIsFuncRef(value.Type)) {
    return Failure(WasmEdge_ErrCode_RefTypeMismatch);
  }
  if (!WasmEdge_ValTypeIsRefNull(type) && ReferencePointer(value) == nullptr) {
    return Failure(WasmEdge_ErrCode_NonNullRequired);
  }
  return WasmEdge_Result_Success;
}

}  // namespace plugkit

extern "C" {

WasmEdge_Value WasmEdge_ValueGenI32(const int32_t val) {
  return FromNumber(val, WasmEdge_TypeCode_I32);
}
WasmEdge_Value WasmEdge_ValueGenI64(const int64_t val) {
  return FromNumber(val, WasmEdge_TypeCode_I64);
}
WasmEdge_Value WasmEdge_ValueGenF32(const float val) {
  return FromNumber(val, WasmEdge_TypeCode_F32);
}
WasmEdge_Value WasmEdge_ValueGenF64(const double val) {
  return FromNumber(val, WasmEdge_TypeCode_F64);
}
WasmEdge_Value WasmEdge_ValueGenV128(const int128_t val) {
  return FromNumber(val, WasmEdge_TypeCode_V128);
}
WasmEdge_Value WasmEdge_ValueGenFuncRef(const WasmEdge_FunctionInstanceContext* cxt) {
  return FromPointer(cxt, WasmEdge_TypeCode_FuncRef);
}
WasmEdge_Value WasmEdge_ValueGenExternRef(void* ref) {
  return FromPointer(ref, WasmEdge_TypeCode_ExternRef);
}

int32_t WasmEdge_ValueGetI32(const WasmEdge_Value val) { return ToNumber<int32_t>(val); }
int64_t WasmEdge_ValueGetI64(const WasmEdge_Value val) { return ToNumber<int64_t>(val); }
float WasmEdge_ValueGetF32(const WasmEdge_Value val) { return ToNumber<float>(val); }
double WasmEdge_ValueGetF64(const WasmEdge_Value val) { return ToNumber<double>(val); }
int128_t WasmEdge_ValueGetV128(const WasmEdge_Value val) { return ToNumber<int128_t>(val); }

bool WasmEdge_ValueIsNullRef(const WasmEdge_Value val) {
  return plugkit::ReferencePointer(val) == nullptr;
}
const WasmEdge_FunctionInstanceContext* WasmEdge_ValueGetFuncRef(const WasmEdge_Value val) {
  return static_cast<const WasmEdge_FunctionInstanceContext*>(plugkit::ReferencePointer(val));
}
void* WasmEdge_ValueGetExternRef(const WasmEdge_Value val) {
  return plugkit::ReferencePointer(val);
}
}
