// Looks at a candidate's bytes before the system's loader does, so that a file that
// is no plug-in for this process gets a reason instead of a crash or the system's own words. Pure:
// it knows the platform only by its argument.
#pragma once

#include "image.h"

namespace plugkit {

/// The platform this library is built for.
Platform CurrentPlatform();

/// Checks format, processor, kind and completeness, reads imports and needed libraries into Result,
/// and checks that a plug-in descriptor is exported.
Check CheckLibrary(const ByteReader& bytes, Platform expected, Detail wanted, Image& result);

}  // namespace plugkit
