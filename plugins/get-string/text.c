// text.c: see text.h.
#include "text.h"

// All bytes of a UTF-8 character but the first have the form 10xxxxxx.
static bool is_continuation(char byte) { return ((unsigned char)byte & 0xC0u) == 0x80u; }

static char to_upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

size_t text_prefix(const char* text, size_t length, size_t capacity) {
  if (capacity >= length) return length;
  size_t end = capacity;
  while (end > 0 && is_continuation(text[end])) end -= 1;
  return end;
}

void text_copy(char* to, const char* text, size_t length, bool upper) {
  for (size_t i = 0; i < length; i += 1) to[i] = upper ? to_upper(text[i]) : text[i];
}
