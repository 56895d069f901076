// wasmedge_value.h: value types and the values passed between host functions and WebAssembly.
// Values are copied; only references point at something, and never own it.
#ifndef WASMEDGE_WASMEDGE_VALUE_H
#define WASMEDGE_WASMEDGE_VALUE_H

#include <wasmedge/wasmedge_basic.h>

#ifdef __cplusplus
extern "C" {
#endif

// A value type, opaque: made and asked by the functions below.
typedef struct WasmEdge_ValType {
  uint8_t Data[8];
} WasmEdge_ValType;

// A value with its type, opaque: made and read by the functions below.
typedef struct WasmEdge_Value {
  uint128_t Value;
  WasmEdge_ValType Type;
} WasmEdge_Value;

// --- Value types -------------------------------------------------------------------------------

// The type i32.
WASMEDGE_CAPI_EXPORT WasmEdge_ValType WasmEdge_ValTypeGenI32(void);

// The type i64.
WASMEDGE_CAPI_EXPORT WasmEdge_ValType WasmEdge_ValTypeGenI64(void);

// The type f32.
WASMEDGE_CAPI_EXPORT WasmEdge_ValType WasmEdge_ValTypeGenF32(void);

// The type f64.
WASMEDGE_CAPI_EXPORT WasmEdge_ValType WasmEdge_ValTypeGenF64(void);

// The type v128.
WASMEDGE_CAPI_EXPORT WasmEdge_ValType WasmEdge_ValTypeGenV128(void);

// The type funcref (nullable).
WASMEDGE_CAPI_EXPORT WasmEdge_ValType WasmEdge_ValTypeGenFuncRef(void);

// The type externref (nullable).
WASMEDGE_CAPI_EXPORT WasmEdge_ValType WasmEdge_ValTypeGenExternRef(void);

// Whether two types are the same.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsEqual(const WasmEdge_ValType ValType1,
                                                  const WasmEdge_ValType ValType2);

// Whether the type is i32.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsI32(const WasmEdge_ValType ValType);

// Whether the type is i64.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsI64(const WasmEdge_ValType ValType);

// Whether the type is f32.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsF32(const WasmEdge_ValType ValType);

// Whether the type is f64.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsF64(const WasmEdge_ValType ValType);

// Whether the type is v128.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsV128(const WasmEdge_ValType ValType);

// Whether the type is a reference to functions, nullable or not.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsFuncRef(const WasmEdge_ValType ValType);

// Whether the type is a reference to host objects, nullable or not.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsExternRef(const WasmEdge_ValType ValType);

// Whether the type is a reference of any kind.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsRef(const WasmEdge_ValType ValType);

// Whether the type is a nullable reference.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValTypeIsRefNull(const WasmEdge_ValType ValType);

// --- Values ------------------------------------------------------------------------------------
// Those of numbers are inlined where the compiler can: see inline_values.h.

// An i32 value.
WASMEDGE_CAPI_EXPORT_INLINED WasmEdge_Value WasmEdge_ValueGenI32(const int32_t Val);

// An i64 value.
WASMEDGE_CAPI_EXPORT_INLINED WasmEdge_Value WasmEdge_ValueGenI64(const int64_t Val);

// An f32 value; the bits are kept.
WASMEDGE_CAPI_EXPORT_INLINED WasmEdge_Value WasmEdge_ValueGenF32(const float Val);

// An f64 value; the bits are kept.
WASMEDGE_CAPI_EXPORT_INLINED WasmEdge_Value WasmEdge_ValueGenF64(const double Val);

// A v128 value.
WASMEDGE_CAPI_EXPORT_INLINED WasmEdge_Value WasmEdge_ValueGenV128(const int128_t Val);

// A reference to a function, or the null reference for NULL. The function stays with its owner and
// must outlive the value.
WASMEDGE_CAPI_EXPORT WasmEdge_Value
WasmEdge_ValueGenFuncRef(const WasmEdge_FunctionInstanceContext* Cxt);

// A reference to an object of the host, which stays with the host.
WASMEDGE_CAPI_EXPORT WasmEdge_Value WasmEdge_ValueGenExternRef(void* Ref);

// Reads the value as i32, whatever its type.
WASMEDGE_CAPI_EXPORT_INLINED int32_t WasmEdge_ValueGetI32(const WasmEdge_Value Val);

// Reads the value as i64, whatever its type.
WASMEDGE_CAPI_EXPORT_INLINED int64_t WasmEdge_ValueGetI64(const WasmEdge_Value Val);

// Reads the value as f32, whatever its type.
WASMEDGE_CAPI_EXPORT_INLINED float WasmEdge_ValueGetF32(const WasmEdge_Value Val);

// Reads the value as f64, whatever its type.
WASMEDGE_CAPI_EXPORT_INLINED double WasmEdge_ValueGetF64(const WasmEdge_Value Val);

// Reads the value as v128, whatever its type.
WASMEDGE_CAPI_EXPORT_INLINED int128_t WasmEdge_ValueGetV128(const WasmEdge_Value Val);

// Whether a reference is null. Means nothing for other types.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ValueIsNullRef(const WasmEdge_Value Val);

// The function referred to, or NULL. It belongs to its module or creator.
WASMEDGE_CAPI_EXPORT const WasmEdge_FunctionInstanceContext* WasmEdge_ValueGetFuncRef(
    const WasmEdge_Value Val);

// The host object referred to. It belongs to the host.
WASMEDGE_CAPI_EXPORT void* WasmEdge_ValueGetExternRef(const WasmEdge_Value Val);

#ifdef __cplusplus
}  // extern "C"
#endif

#include <wasmedge/inline_values.h>

#endif  // WASMEDGE_WASMEDGE_VALUE_H
