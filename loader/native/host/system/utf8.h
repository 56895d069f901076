// utf8.h: whether bytes are UTF-8, as the WebAssembly standard wants names to be.
#pragma once

#include <cstdint>
#include <string_view>

namespace plugkit {

/// True for well-formed UTF-8: shortest form, no surrogates, nothing above U+10FFFF.
inline bool IsUtf8(std::string_view text) {
  const auto byte = [text](size_t i) { return static_cast<uint8_t>(text[i]); };
  for (size_t i = 0; i < text.size();) {
    const uint8_t lead = byte(i++);
    if (lead < 0x80) continue;
    const unsigned following = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4 || text.size() - i < following) return false;
    uint32_t character = lead & (0x3f >> following);
    for (unsigned left = following; left > 0; --left, ++i) {
      if ((byte(i) & 0xc0) != 0x80) return false;
      character = character << 6 | (byte(i) & 0x3f);
    }
    constexpr uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
    const bool surrogate = character >= 0xd800 && character <= 0xdfff;
    if (character < kSmallest[following] || character > 0x10ffff || surrogate) return false;
  }
  return true;
}

}  // namespace plugkit
