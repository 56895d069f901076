#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "../address_space.h"

namespace plugkit {

// mincore fails for a page that nothing is mapped to, whatever the others allow. msync would tell
// of the whole range at once, but memory checkers take that for an access.
bool IsReserved(const void* from, uint64_t size) {
  constexpr uint64_t kStep = uint64_t{256} << 20;
  const auto pageSize = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  if (from == nullptr || size < pageSize) return false;
  auto* start = const_cast<char*>(static_cast<const char*>(from));
  const uint64_t last = size - pageSize;
  for (uint64_t at = 0;; at = std::min(at + kStep, last)) {
    unsigned char resident;
    if (mincore(start + at, pageSize, &resident) != 0) return false;
    if (at == last) return true;
  }
}

}  // namespace plugkit
