// A library that a plug-in needs and that the system does not find.
#pragma once

#include "host/image/image.h"

namespace plugkit {

/// Where a library of this name is that the plug-in at Path needs, as far as its own directory, its
/// run paths and LD_LIBRARY_PATH say; "" when in none of them.
std::string FindNeededFile(const std::string& name, const std::string& path, const Image& plugin);

/// NeededBy: the library that asked for it, "" when the system does not say.
[[gnu::cold]] Refusal LacksLibrary(const std::string& name, const std::string& neededBy,
                                   const std::string& path, const Image& plugin,
                                   const std::string& words);

}  // namespace plugkit
