// arithmetic.h: arithmetic as WebAssembly defines it. Knows nothing of WasmEdge; called by
// host_functions.c.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum division_error {
  division_error_none,
  division_error_by_zero,
  division_error_overflow
} division_error;

// Sums and differences wrap around, as they do in WebAssembly.
int32_t add_i32(int32_t a, int32_t b);
int32_t sub_i32(int32_t a, int32_t b);
int64_t add_i64(int64_t a, int64_t b);

// Adds four lanes of 32 bits, each wrapping around for itself.
void add_i32x4(const uint32_t a[4], const uint32_t b[4], uint32_t sum[4]);

// Rounds towards zero, so the remainder has the sign of `a`. Writes nothing on an error.
division_error divide(int32_t a, int32_t b, int32_t* quotient, int32_t* remainder);

// The sum of `count` 32-bit integers stored little-endian at `bytes`, at any alignment.
int64_t sum_i32(const uint8_t* bytes, size_t count);
