// text.h: cutting and copying UTF-8 text. Knows nothing of WasmEdge; called by host_functions.c.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// The length in bytes of the longest beginning of `text` (UTF-8, `length` bytes) that fits into
// `capacity` bytes without cutting a character in two.
size_t text_prefix(const char* text, size_t length, size_t capacity);

// Copies `length` bytes of `text` to `to`, the letters a to z as A to Z when `upper` is set.
void text_copy(char* to, const char* text, size_t length, bool upper);
