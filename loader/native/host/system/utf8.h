// utf8.h: whether bytes are UTF-8, as the WebAssembly standard wants names to be.
#pragma once

#include <cstdint>
#include <string_view>

namespace plugkit {

/// True for well-formed UTF-8: shortest form, no surrogates, nothing above U+10FFFF.
inline bool IsUtf8(std::string_view Text) {
  const auto Byte = [Text](size_t I) { return static_cast<uint8_t>(Text[I]); };
  for (size_t I = 0; I < Text.size();) {
    const uint8_t Lead = Byte(I++);
    if (Lead < 0x80) continue;
    const unsigned Following = Lead >= 0xf0 ? 3 : Lead >= 0xe0 ? 2 : 1;
    if (Lead < 0xc2 || Lead > 0xf4 || Text.size() - I < Following) return false;
    uint32_t Character = Lead & (0x3f >> Following);
    for (unsigned Left = Following; Left > 0; --Left, ++I) {
      if ((Byte(I) & 0xc0) != 0x80) return false;
      Character = Character << 6 | (Byte(I) & 0x3f);
    }
    constexpr uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
    const bool Surrogate = Character >= 0xd800 && Character <= 0xdfff;
    if (Character < kSmallest[Following] || Character > 0x10ffff || Surrogate) return false;
  }
  return true;
}

}  // namespace plugkit
