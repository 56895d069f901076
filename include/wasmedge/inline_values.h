// inline_values.h: the functions that make and read numbers, once more as code that the compiler
// puts in place of the call, where it is GCC or Clang. Included by wasmedge_value.h, which declares
// and documents them. A function's address, and everything under WASMEDGE_NO_INLINE_VALUES, is the
// runtime's: generators of bindings define it.
//
// What a plug-in gets here is what runtimes of its version of the plug-in API make themselves:
// docs/decisions/inline-values.md.
#ifndef WASMEDGE_INLINE_VALUES_H
#define WASMEDGE_INLINE_VALUES_H

#include <wasmedge/wasmedge_value.h>

#if defined(__GNUC__) && !defined(WASMEDGE_COMPILE_LIBRARY) && !defined(WASMEDGE_NO_INLINE_VALUES)

#ifdef __cplusplus
extern "C" {
#endif

// Compilers copy values in halves, and to read a half soon after it was written in pieces stalls
// the processor: so both are written whole.
typedef uint64_t WasmEdge_ValueHalf __attribute__((vector_size(16)));

#define WASMEDGE_INLINE_VALUE extern inline __attribute__((__gnu_inline__, __always_inline__))

// The first half holds the number and zeros, the second one the type: its code in the third byte,
// 0x40 in the fourth.
#define WASMEDGE_INLINE_NUMBER(Name, Number, TypeCode)                             \
  WASMEDGE_INLINE_VALUE WasmEdge_Value WasmEdge_ValueGen##Name(const Number Val) { \
    WasmEdge_ValueHalf First = {0, 0};                                             \
    const WasmEdge_ValueHalf Second = {0x40000000u | TypeCode << 16, 0};           \
    WasmEdge_Value Made;                                                           \
    __builtin_memcpy(&First, &Val, sizeof(Val));                                   \
    __builtin_memcpy((char*)&Made, &First, 16);                                    \
    __builtin_memcpy((char*)&Made + 16, &Second, 16);                              \
    return Made;                                                                   \
  }                                                                                \
  WASMEDGE_INLINE_VALUE Number WasmEdge_ValueGet##Name(const WasmEdge_Value Val) { \
    Number Read;                                                                   \
    __builtin_memcpy(&Read, &Val, sizeof(Read));                                   \
    return Read;                                                                   \
  }

WASMEDGE_INLINE_NUMBER(I32, int32_t, WasmEdge_TypeCode_I32)
WASMEDGE_INLINE_NUMBER(I64, int64_t, WasmEdge_TypeCode_I64)
WASMEDGE_INLINE_NUMBER(F32, float, WasmEdge_TypeCode_F32)
WASMEDGE_INLINE_NUMBER(F64, double, WasmEdge_TypeCode_F64)
WASMEDGE_INLINE_NUMBER(V128, int128_t, WasmEdge_TypeCode_V128)

#undef WASMEDGE_INLINE_NUMBER
#undef WASMEDGE_INLINE_VALUE

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // inlining
#endif  // WASMEDGE_INLINE_VALUES_H
