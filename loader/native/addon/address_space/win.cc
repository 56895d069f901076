#include <windows.h>

#include "../address_space.h"

namespace plugkit {

// In one reservation.
bool IsReserved(const void* from, uint64_t size) {
  const auto* at = static_cast<const char*>(from);
  const auto* end = at + size;
  const void* reservation = nullptr;
  while (at < end) {
    MEMORY_BASIC_INFORMATION info;
    if (VirtualQuery(at, &info, sizeof info) == 0 || info.State == MEM_FREE) return false;
    if (reservation != nullptr && info.AllocationBase != reservation) return false;
    reservation = info.AllocationBase;
    at = static_cast<const char*>(info.BaseAddress) + info.RegionSize;
  }
  return true;
}

}  // namespace plugkit
