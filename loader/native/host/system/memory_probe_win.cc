#include <windows.h>

#include <cstring>

#include "memory_probe.h"

namespace plugkit {
namespace {

// Whether every page of the range has one of these protections.
bool HasProtection(const void* address, size_t size, DWORD allowed) {
  const auto* at = static_cast<const char*>(address);
  const auto* end = at + size;
  if (end < at) return false;  // past the end of the address space
  while (at < end) {
    MEMORY_BASIC_INFORMATION info;
    if (VirtualQuery(at, &info, sizeof info) == 0 || info.State != MEM_COMMIT) return false;
    if ((info.Protect & PAGE_GUARD) || !(info.Protect & allowed)) return false;
    at = static_cast<const char*>(info.BaseAddress) + info.RegionSize;
  }
  return true;
}

}  // namespace

bool CopyChecked(void* to, const void* from, size_t size) {
  constexpr DWORD kWritable =
      PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;
  constexpr DWORD kReadable = kWritable | PAGE_READONLY | PAGE_EXECUTE_READ;
  if (!HasProtection(from, size, kReadable) || !HasProtection(to, size, kWritable)) return false;
  std::memcpy(to, from, size);
  return true;
}

}  // namespace plugkit
