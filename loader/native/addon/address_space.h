// What the system says of addresses. One implementation a
// system.
#pragma once

#include <cstdint>

namespace plugkit {

/// Whether this address space is taken, be it accessible or not. From is the start of a page, or
/// null.
bool IsReserved(const void* from, uint64_t size);

}  // namespace plugkit
