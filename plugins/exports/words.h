// words.h: 32-bit integers in the byte order of WebAssembly memories. Knows nothing of WasmEdge;
// used by host_functions.c.
#pragma once

#include <stdint.h>

#define WORD_SIZE 4

static inline int32_t load_word(const uint8_t at[WORD_SIZE]) {
  return (int32_t)((uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
                   (uint32_t)at[3] << 24);
}

static inline void store_word(uint8_t at[WORD_SIZE], int32_t word) {
  for (int i = 0; i < WORD_SIZE; i += 1) at[i] = (uint8_t)((uint32_t)word >> 8 * i);
}
