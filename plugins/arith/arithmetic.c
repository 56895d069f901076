// arithmetic.c: see arithmetic.h.
#include "arithmetic.h"

// Signed overflow is undefined in C, so sums are formed on unsigned integers.
int32_t add_i32(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }
int32_t sub_i32(int32_t a, int32_t b) { return (int32_t)((uint32_t)a - (uint32_t)b); }
int64_t add_i64(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }

void add_i32x4(const uint32_t a[4], const uint32_t b[4], uint32_t sum[4]) {
  for (int lane = 0; lane < 4; lane += 1) sum[lane] = a[lane] + b[lane];
}

division_error divide(int32_t a, int32_t b, int32_t* quotient, int32_t* remainder) {
  if (b == 0) return division_error_by_zero;
  if (a == INT32_MIN && b == -1) return division_error_overflow;
  *quotient = a / b;
  *remainder = a % b;
  return division_error_none;
}

static int32_t load_i32(const uint8_t* at) {
  return (int32_t)((uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
                   (uint32_t)at[3] << 24);
}

int64_t sum_i32(const uint8_t* bytes, size_t count) {
  int64_t sum = 0;
  for (size_t i = 0; i < count; i += 1) sum = add_i64(sum, load_i32(bytes + 4 * i));
  return sum;
}
