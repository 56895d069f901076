#include "loaded_memory.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "dynamic_library.h"
#include "memory_probe.h"

namespace plugkit {
namespace {

// How many bytes a region has from this address on; 0 when it does not hold it.
uint64_t Rest(const Region& Part, uint64_t Address) {
  return Address >= Part.Start && Address - Part.Start < Part.Size
             ? Part.Size - (Address - Part.Start)
             : 0;
}

}  // namespace

LoadedMemory::LoadedMemory(uintptr_t LoadedAt, std::vector<Region> Regions) : LoadedAt_(LoadedAt) {
  if (LoadedAt != 0) Regions_ = std::move(Regions);
}

size_t LoadedMemory::Known(const void* At) const {
  const uint64_t Address = reinterpret_cast<uintptr_t>(At) - LoadedAt_;
  uint64_t Most = 0;
  for (const Region& Part : Regions_) Most = std::max(Most, Rest(Part, Address));
  return static_cast<size_t>(Most);
}

bool LoadedMemory::IsWritable(const void* At, size_t Size) const {
  const uint64_t Address = reinterpret_cast<uintptr_t>(At) - LoadedAt_;
  bool Writable = false;
  for (const Region& Part : Regions_) {
    if (Part.Writable) {
      Writable |= Rest(Part, Address) >= Size;
    } else if (Rest(Part, Address) != 0 || (Part.Start >= Address && Part.Start - Address < Size)) {
      return false;  // a part of a writable one may be made read-only once it is loaded
    }
  }
  return Writable;
}

bool LoadedMemory::IsCode(const void* At) const {
  const uint64_t Address = reinterpret_cast<uintptr_t>(At) - LoadedAt_;
  for (const Region& Part : Regions_) {
    if (Part.Executable && Rest(Part, Address) != 0) return true;
  }
  return IsInLoadedLibrary(At);
}

bool LoadedMemory::Read(void* To, const void* From, size_t Size) const {
  if (Known(From) < Size) return CopyChecked(To, From, Size);
  std::memcpy(To, From, Size);
  return true;
}

bool LoadedMemory::Write(void* To, const void* From, size_t Size) const {
  if (!IsWritable(To, Size)) return CopyChecked(To, From, Size);
  std::memcpy(To, From, Size);
  return true;
}

bool LoadedMemory::ReadText(const char* From, size_t Most, std::string& Text) const {
  if (const size_t Length = std::min(Known(From), Most + 1); Length > 0) {
    const void* End = std::memchr(From, 0, Length);
    if (End || Length > Most) {
      Text.append(From, End ? static_cast<size_t>(static_cast<const char*>(End) - From) : Length);
      return true;
    }
  }
  constexpr uintptr_t kBlock = 256;
  for (size_t Read = 0; Read <= Most;) {
    // Never across the end of a block, so never into a page that the text does not reach.
    char Block[kBlock];
    const char* At = From + Read;
    const size_t Length = kBlock - reinterpret_cast<uintptr_t>(At) % kBlock;
    if (!CopyChecked(Block, At, Length)) return false;
    const void* End = std::memchr(Block, 0, Length);
    Text.append(Block, End ? static_cast<size_t>(static_cast<const char*>(End) - Block) : Length);
    if (End) break;
    Read += Length;
  }
  return true;
}

}  // namespace plugkit
