// int128.h: integers of 128 bits.
#ifndef WASMEDGE_INT128_H
#define WASMEDGE_INT128_H

#include <stdint.h>

#if defined(__SIZEOF_INT128__)
__extension__ typedef __int128 int128_t;
__extension__ typedef unsigned __int128 uint128_t;
#elif defined(_MSC_VER)
// A compiler without 128-bit integers gets two halves.
typedef struct __declspec(align(16)) int128_t {
  uint64_t Low;
  int64_t High;
} int128_t;
typedef struct __declspec(align(16)) uint128_t {
  uint64_t Low;
  uint64_t High;
} uint128_t;
#else
#error "A 128-bit integer type is needed"
#endif

#endif  // WASMEDGE_INT128_H
