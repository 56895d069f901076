// Why the system did not open a library that passed all checks, in words, with what to do about it.
// One implementation a system (open_failure_posix.cc, open_failure_win.cc).
#pragma once

#include "host/image/image.h"
#include "host/system/dynamic_library.h"

namespace plugkit {

/// Refuses a library that is made for another C library than this process uses, where opening it
/// would bring that in, too: two in one process end it.
Check CheckCLibrary(const Image& library);

/// Bytes are the library's.
[[gnu::cold]] Refusal ExplainOpenFailure(const std::string& path, const OpenProblem& problem,
                                         const ByteReader& bytes);

/// The same whatever the system.
[[gnu::cold]] Refusal LacksHostFunction(const std::string& function);

}  // namespace plugkit
