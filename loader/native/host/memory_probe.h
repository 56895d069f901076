// memory_probe.h: asks the system about addresses. A descriptor may hold wild pointers; asking the
// system to copy gives an error where a plain read would end the process. One implementation a
// system.
#pragma once

#include <cstddef>
#include <cstdint>

namespace plugkit {

/// Copies Size bytes. False when From cannot be read or To cannot be written; To may then be
/// written in part.
bool CopyChecked(void* To, const void* From, size_t Size);

/// Whether all of this address space is taken, be it accessible or not. From lies at the start of a
/// page.
bool IsReserved(const void* From, uint64_t Size);

}  // namespace plugkit
