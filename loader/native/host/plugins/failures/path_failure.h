// Why nothing can be loaded from a path, in words, with what to do about it.
#pragma once

#include "host/refusal.h"
#include "host/system/file_system.h"

namespace plugkit {

/// Nothing for a regular file.
Check CheckKind(const std::string& path, const PathStatus& status);
/// A file or directory that is there and whose contents the system does not give.
[[gnu::cold]] Refusal CannotRead(const std::string& path, const PathProblem& problem);

}  // namespace plugkit
