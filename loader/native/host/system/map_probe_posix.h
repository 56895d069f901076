// Why the system did not map a library into memory: glibc says only that it did not.
#pragma once

#include <cstdint>
#include <string>

namespace plugkit {

enum class MapObstacle {
  None,
  NoExecution,     // code of this file system may not be executed
  Policy,          // a rule of the system's security forbids it
  NoAddressSpace,  // so many bytes cannot be had
};

/// Tries what the system's loader does with a file that takes Size bytes of memory.
MapObstacle ProbeMapping(const std::string& path, uint64_t size);

}  // namespace plugkit
