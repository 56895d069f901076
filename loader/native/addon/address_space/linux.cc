#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "../address_space.h"

namespace plugkit {

// mincore fails for a page that nothing is mapped to, whatever the others allow. msync would tell
// of the whole range at once, but memory checkers take that for an access.
bool IsReserved(const void* From, uint64_t Size) {
  constexpr uint64_t kStep = uint64_t{256} << 20;
  const auto PageSize = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  if (From == nullptr || Size < PageSize) return false;
  auto* Start = const_cast<char*>(static_cast<const char*>(From));
  const uint64_t Last = Size - PageSize;
  for (uint64_t At = 0;; At = std::min(At + kStep, Last)) {
    unsigned char Resident;
    if (mincore(Start + At, PageSize, &Resident) != 0) return false;
    if (At == Last) return true;
  }
}

}  // namespace plugkit
