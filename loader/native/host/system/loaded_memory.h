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
  LoadedMemory(uintptr_t loadedAt, std::vector<Region> regions);

  /// Copies from memory of the plug-in. False when it cannot be read.
  bool Read(void* to, const void* from, size_t size) const;
  /// Copies to memory of the plug-in. False when it cannot be written; it may then be written in
  /// part.
  bool Write(void* to, const void* from, size_t size) const;
  /// Appends the text up to its NUL, or Most + 1 bytes when it has more than Most. False when it
  /// cannot be read.
  bool ReadText(const char* from, size_t most, std::string& text) const;
  /// Whether an address is in code.
  bool IsCode(const void* at) const;

 private:
  /// How many bytes from At on are known to be there; 0 when none are.
  size_t Known(const void* at) const;
  bool IsWritable(const void* at, size_t size) const;

  uintptr_t loadedAt_ = 0;
  std::vector<Region> regions_;
};

}  // namespace plugkit
