#include <windows.h>

#include "../address_space.h"

namespace plugkit {

// In one reservation.
bool IsReserved(const void* From, uint64_t Size) {
  const auto* At = static_cast<const char*>(From);
  const auto* End = At + Size;
  const void* Reservation = nullptr;
  while (At < End) {
    MEMORY_BASIC_INFORMATION Info;
    if (VirtualQuery(At, &Info, sizeof Info) == 0 || Info.State == MEM_FREE) return false;
    if (Reservation != nullptr && Info.AllocationBase != Reservation) return false;
    Reservation = Info.AllocationBase;
    At = static_cast<const char*>(Info.BaseAddress) + Info.RegionSize;
  }
  return true;
}

}  // namespace plugkit
