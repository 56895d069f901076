#include "words.h"

#include <stdbool.h>

static bool is_space(uint8_t byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

uint32_t count_words(const uint8_t* text, size_t length) {
  uint32_t count = 0;
  bool within = false;
  for (size_t i = 0; i < length; i++) {
    const bool outside = is_space(text[i]);
    if (!outside && !within) count++;
    within = !outside;
  }
  return count;
}
