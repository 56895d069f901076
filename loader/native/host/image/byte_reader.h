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
  const uint8_t* end = nullptr;  // of what is there
  /// Fetches all others to where they belong.
  void (*complete)(ByteSource& source) = nullptr;
};

class ByteReader {
 public:
  ByteReader() = default;
  /// Source: null when all bytes are there.
  ByteReader(const uint8_t* data, uint64_t size, ByteSource* source = nullptr)
      : data_(data), size_(size), source_(source) {}

  uint64_t Size() const { return size_; }
  bool Contains(uint64_t offset, uint64_t length) const {
    return offset <= size_ && length <= size_ - offset;
  }

  uint8_t U8(uint64_t offset) const { return static_cast<uint8_t>(Number(offset, 1)); }
  uint16_t U16(uint64_t offset) const { return static_cast<uint16_t>(Number(offset, 2)); }
  uint32_t U32(uint64_t offset) const { return static_cast<uint32_t>(Number(offset, 4)); }
  uint64_t U64(uint64_t offset) const { return Number(offset, 8); }
  uint32_t U32BigEndian(uint64_t offset) const {
    const uint32_t value = U32(offset);
    return value << 24 | (value & 0xff00) << 8 | (value >> 8 & 0xff00) | value >> 24;
  }

  /// The NUL-terminated string at Offset, without its NUL; "" when it has no end within reason.
  std::string_view String(uint64_t offset) const {
    constexpr uint64_t kLongest = 4096;
    if (offset >= size_) return {};
    const uint64_t limit = size_ - offset < kLongest ? size_ - offset : kLongest;
    const auto* begin = reinterpret_cast<const char*>(data_) + offset;
    const char* end = nullptr;
    if (source_ && data_ + offset < source_->end) {
      const auto there = static_cast<uint64_t>(source_->end - (data_ + offset));
      end = static_cast<const char*>(std::memchr(begin, 0, there < limit ? there : limit));
    }
    if (!end) {
      Require(offset, limit);
      end = static_cast<const char*>(std::memchr(begin, 0, limit));
    }
    return end ? std::string_view(begin, static_cast<size_t>(end - begin)) : std::string_view();
  }

  /// Whether Text stands at Offset.
  bool Begins(uint64_t offset, std::string_view text) const {
    if (!Contains(offset, text.size())) return false;
    Require(offset, text.size());
    return std::memcmp(data_ + offset, text.data(), text.size()) == 0;
  }

  /// Part of these bytes; empty when it is not within them.
  ByteReader Part(uint64_t offset, uint64_t length) const {
    return Contains(offset, length) ? ByteReader(data_ + offset, length, source_) : ByteReader();
  }

  std::string_view View() const {
    Require(0, size_);
    return {reinterpret_cast<const char*>(data_), size_};
  }

 private:
  // Sees to it that bytes within these are there.
  void Require(uint64_t offset, uint64_t length) const {
    if (source_ && data_ + offset + length > source_->end) source_->complete(*source_);
  }
  uint64_t Number(uint64_t offset, unsigned bytes) const {
    uint64_t value = 0;
    if (!Contains(offset, bytes)) return value;
    Require(offset, bytes);
    std::memcpy(&value, data_ + offset, bytes);  // every target is little-endian
    return value;
  }

  const uint8_t* data_ = nullptr;
  uint64_t size_ = 0;
  ByteSource* source_ = nullptr;
};

}  // namespace plugkit
