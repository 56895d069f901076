// Symbols that a plug-in takes and no library has, found out once the system refuses to resolve all
// of them. Functions that are looked up when they are first called may be missing.
#pragma once

#include "host/image/image.h"
#include "host/system/dynamic_library.h"

namespace plugkit {

/// The missing symbols of a library that only opened lazily after Problem; with that, at least one.
[[gnu::cold]] Warning WarnOfMissingSymbols(void* library, const OpenProblem& problem,
                                           const ByteReader& bytes);

/// The first function that the library takes from the host library, and that is not there; "" when
/// none is.
std::string FindMissingHostFunction(const Image& library);

}  // namespace plugkit
