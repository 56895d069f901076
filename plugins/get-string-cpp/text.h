// text.h: cutting and copying UTF-8 text. Knows nothing of WasmEdge; used by host_functions.cc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace get_string {

// The longest beginning of `text` (UTF-8) that fits into `capacity` bytes without cutting a
// character in two.
constexpr std::string_view prefix(std::string_view text, std::size_t capacity) noexcept {
  if (capacity >= text.size()) return text;
  // All bytes of a UTF-8 character but the first have the form 10xxxxxx.
  const char* end = text.data() + capacity;
  while (end != text.data() && (static_cast<unsigned char>(*end) & 0xC0u) == 0x80u) --end;
  return {text.data(), static_cast<std::size_t>(end - text.data())};
}

// Copies `text` to `to`, the letters a to z as A to Z when `upper` is set.
inline void copy(std::string_view text, char* to, bool upper) noexcept {
  std::transform(text.begin(), text.end(), to, [upper](char letter) {
    const bool small = letter >= 'a' && letter <= 'z';
    return upper && small ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
}

}  // namespace get_string
