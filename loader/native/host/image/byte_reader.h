// Reads little-endian numbers and strings out of bytes that may be hostile. Nothing
// it is asked for can read outside them: a bad request gives zero, "" or an empty reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace plugkit {

/// Bytes of which only the first are there until others are asked for.
struct ByteSource {
  const uint8_t* End = nullptr;  // of what is there
  /// Fetches all others to where they belong.
  void (*Complete)(ByteSource& Source) = nullptr;
};

class ByteReader {
 public:
  ByteReader() = default;
  /// Source: null when all bytes are there.
  ByteReader(const uint8_t* Data, uint64_t Size, ByteSource* Source = nullptr)
      : Data_(Data), Size_(Size), Source_(Source) {}

  uint64_t Size() const { return Size_; }
  bool Contains(uint64_t Offset, uint64_t Length) const {
    return Offset <= Size_ && Length <= Size_ - Offset;
  }

  uint8_t U8(uint64_t Offset) const { return static_cast<uint8_t>(Number(Offset, 1)); }
  uint16_t U16(uint64_t Offset) const { return static_cast<uint16_t>(Number(Offset, 2)); }
  uint32_t U32(uint64_t Offset) const { return static_cast<uint32_t>(Number(Offset, 4)); }
  uint64_t U64(uint64_t Offset) const { return Number(Offset, 8); }
  uint32_t U32BigEndian(uint64_t Offset) const {
    const uint32_t Value = U32(Offset);
    return Value << 24 | (Value & 0xff00) << 8 | (Value >> 8 & 0xff00) | Value >> 24;
  }

  /// The NUL-terminated string at Offset, without its NUL; "" when it has no end within reason.
  std::string_view String(uint64_t Offset) const {
    constexpr uint64_t kLongest = 4096;
    if (Offset >= Size_) return {};
    const uint64_t Limit = Size_ - Offset < kLongest ? Size_ - Offset : kLongest;
    const auto* Begin = reinterpret_cast<const char*>(Data_) + Offset;
    const char* End = nullptr;
    if (Source_ && Data_ + Offset < Source_->End) {
      const auto There = static_cast<uint64_t>(Source_->End - (Data_ + Offset));
      End = static_cast<const char*>(std::memchr(Begin, 0, There < Limit ? There : Limit));
    }
    if (!End) {
      Require(Offset, Limit);
      End = static_cast<const char*>(std::memchr(Begin, 0, Limit));
    }
    return End ? std::string_view(Begin, static_cast<size_t>(End - Begin)) : std::string_view();
  }

  /// Whether Text stands at Offset.
  bool Begins(uint64_t Offset, std::string_view Text) const {
    if (!Contains(Offset, Text.size())) return false;
    Require(Offset, Text.size());
    return std::memcmp(Data_ + Offset, Text.data(), Text.size()) == 0;
  }

  /// Part of these bytes; empty when it is not within them.
  ByteReader Part(uint64_t Offset, uint64_t Length) const {
    return Contains(Offset, Length) ? ByteReader(Data_ + Offset, Length, Source_) : ByteReader();
  }

  std::string_view View() const {
    Require(0, Size_);
    return {reinterpret_cast<const char*>(Data_), Size_};
  }

 private:
  // Sees to it that bytes within these are there.
  void Require(uint64_t Offset, uint64_t Length) const {
    if (Source_ && Data_ + Offset + Length > Source_->End) Source_->Complete(*Source_);
  }
  uint64_t Number(uint64_t Offset, unsigned Bytes) const {
    uint64_t Value = 0;
    if (!Contains(Offset, Bytes)) return Value;
    Require(Offset, Bytes);
    std::memcpy(&Value, Data_ + Offset, Bytes);  // every target is little-endian
    return Value;
  }

  const uint8_t* Data_ = nullptr;
  uint64_t Size_ = 0;
  ByteSource* Source_ = nullptr;
};

}  // namespace plugkit
