#include "../library_path.h"

namespace plugkit {

// A library is known by its SONAME, and the path that it is opened by is all that counts.
HiddenPath HideLibraryPath() { return {nullptr, 0}; }

}  // namespace plugkit
