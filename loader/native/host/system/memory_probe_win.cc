#include <windows.h>

#include <cstring>

#include "memory_probe.h"

namespace plugkit {
namespace {

// Whether every page of the range has one of these protections.
bool HasProtection(const void* Address, size_t Size, DWORD Allowed) {
  const auto* At = static_cast<const char*>(Address);
  const auto* End = At + Size;
  if (End < At) return false;  // past the end of the address space
  while (At < End) {
    MEMORY_BASIC_INFORMATION Info;
    if (VirtualQuery(At, &Info, sizeof Info) == 0 || Info.State != MEM_COMMIT) return false;
    if ((Info.Protect & PAGE_GUARD) || !(Info.Protect & Allowed)) return false;
    At = static_cast<const char*>(Info.BaseAddress) + Info.RegionSize;
  }
  return true;
}

}  // namespace

bool CopyChecked(void* To, const void* From, size_t Size) {
  constexpr DWORD kWritable =
      PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;
  constexpr DWORD kReadable = kWritable | PAGE_READONLY | PAGE_EXECUTE_READ;
  if (!HasProtection(From, Size, kReadable) || !HasProtection(To, Size, kWritable)) return false;
  std::memcpy(To, From, Size);
  return true;
}

}  // namespace plugkit
