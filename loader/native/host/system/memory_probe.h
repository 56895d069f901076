// Copies bytes that may not be there. A descriptor may hold wild pointers; asking
// the system to copy gives an error where a plain read would end the process. One implementation a
// system.
#pragma once

#include <cstddef>

namespace plugkit {

/// Copies Size bytes. False when From cannot be read or To cannot be written; To may then be
/// written in part.
bool CopyChecked(void* to, const void* from, size_t size);

}  // namespace plugkit
