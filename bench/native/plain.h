// plain.h: the work of each host function without any binding, so that every binding does the same.
#pragma once

#include <stdint.h>
#include <string.h>

static inline int32_t plain_add_i32(int32_t a, int32_t b) {
  return (int32_t)((uint32_t)a + (uint32_t)b);
}

static inline int64_t plain_add_i64(int64_t a, int64_t b) {
  return (int64_t)((uint64_t)a + (uint64_t)b);
}

static inline double plain_add_f64(double a, double b) { return a + b; }

static inline int32_t plain_fold_16(const uint8_t* bytes) {
  uint32_t words[4];
  memcpy(words, bytes, sizeof words);
  return (int32_t)(words[0] ^ words[1] ^ words[2] ^ words[3]);
}

// FNV-1a: a multiplication for each byte.
static inline int32_t plain_digest(const uint8_t* bytes, uint32_t length) {
  uint32_t hash = 2166136261u;
  for (uint32_t i = 0; i < length; i++) hash = (hash ^ bytes[i]) * 16777619u;
  return (int32_t)hash;
}
