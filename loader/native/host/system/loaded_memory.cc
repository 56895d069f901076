#include "loaded_memory.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "dynamic_library.h"
#include "memory_probe.h"

namespace plugkit {
namespace {

// How many bytes a region has from this address on; 0 when it does not hold it.
uint64_t Rest(const Region& part, uint64_t address) {
  return address >= part.start && address - part.start < part.size
             ? part.size - (address - part.start)
             : 0;
}

}  // namespace

LoadedMemory::LoadedMemory(uintptr_t loadedAt, std::vector<Region> regions) : loadedAt_(loadedAt) {
  if (loadedAt != 0) regions_ = std::move(regions);
}

size_t LoadedMemory::Known(const void* at) const {
  const uint64_t address = reinterpret_cast<uintptr_t>(at) - loadedAt_;
  uint64_t most = 0;
  for (const Region& part : regions_) most = std::max(most, Rest(part, address));
  return static_cast<size_t>(most);
}

bool LoadedMemory::IsWritable(const void* at, size_t size) const {
  const uint64_t address = reinterpret_cast<uintptr_t>(at) - loadedAt_;
  bool writable = false;
  for (const Region& part : regions_) {
    if (part.writable) {
      writable |= Rest(part, address) >= size;
    } else if (Rest(part, address) != 0 || (part.start >= address && part.start - address < size)) {
      return false;  // a part of a writable one may be made read-only once it is loaded
    }
  }
  return writable;
}

bool LoadedMemory::IsCode(const void* at) const {
  const uint64_t address = reinterpret_cast<uintptr_t>(at) - loadedAt_;
  for (const Region& part : regions_) {
    if (part.executable && Rest(part, address) != 0) return true;
  }
  return IsInLoadedLibrary(at);
}

bool LoadedMemory::Read(void* to, const void* from, size_t size) const {
  if (Known(from) < size) return CopyChecked(to, from, size);
  std::memcpy(to, from, size);
  return true;
}

bool LoadedMemory::Write(void* to, const void* from, size_t size) const {
  if (!IsWritable(to, size)) return CopyChecked(to, from, size);
  std::memcpy(to, from, size);
  return true;
}

bool LoadedMemory::ReadText(const char* from, size_t most, std::string& text) const {
  if (const size_t length = std::min(Known(from), most + 1); length > 0) {
    const void* end = std::memchr(from, 0, length);
    if (end || length > most) {
      text.append(from, end ? static_cast<size_t>(static_cast<const char*>(end) - from) : length);
      return true;
    }
  }
  constexpr uintptr_t kBlock = 256;
  for (size_t read = 0; read <= most;) {
    // Never across the end of a block, so never into a page that the text does not reach.
    char block[kBlock];
    const char* at = from + read;
    const size_t length = kBlock - reinterpret_cast<uintptr_t>(at) % kBlock;
    if (!CopyChecked(block, at, length)) return false;
    const void* end = std::memchr(block, 0, length);
    text.append(block, end ? static_cast<size_t>(static_cast<const char*>(end) - block) : length);
    if (end) break;
    read += length;
  }
  return true;
}

}  // namespace plugkit
