// Memory that a plug-in points to, and that may not be there. What is within the library that was
// opened is known to be there; of anything else the system is asked (memory_probe.h), which costs
// some microseconds.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/image/image.h"

namespace plugkit {

class LoadedMemory {
 public:
  LoadedMemory() = default;
  /// LoadedAt: see LoadAddress(); 0 when it is not known.
  LoadedMemory(uintptr_t LoadedAt, std::vector<Region> Regions);

  /// Copies from memory of the plug-in. False when it cannot be read.
  bool Read(void* To, const void* From, size_t Size) const;
  /// Copies to memory of the plug-in. False when it cannot be written; it may then be written in
  /// part.
  bool Write(void* To, const void* From, size_t Size) const;
  /// Appends the text up to its NUL, or Most + 1 bytes when it has more than Most. False when it
  /// cannot be read.
  bool ReadText(const char* From, size_t Most, std::string& Text) const;
  /// Whether an address lies in code.
  bool IsCode(const void* At) const;

 private:
  /// How many bytes from At on are known to be there; 0 when none are.
  size_t Known(const void* At) const;
  bool IsWritable(const void* At, size_t Size) const;

  uintptr_t LoadedAt_ = 0;
  std::vector<Region> Regions_;
};

}  // namespace plugkit
