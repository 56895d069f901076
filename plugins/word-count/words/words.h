// Counting words in UTF-8 text.
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>
#include <stdint.h>

// How many runs of bytes other than ASCII white space there are.
uint32_t count_words(const uint8_t* text, size_t length);

#endif
