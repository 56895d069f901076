#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "../library_path.h"

namespace plugkit {

namespace {

bool HoldsHost(const char* path) {
  constexpr const char* kSeparators = ":\n";  // as musl has it
  for (path += std::strspn(path, kSeparators); *path != '\0';
       path += std::strspn(path, kSeparators)) {
    const size_t length = std::strcspn(path, kSeparators);
    const std::string file = std::string(path, length) + "/libwasmedge.so.0";
    if (access(file.c_str(), F_OK) == 0) return true;
    path += length;
  }
  return false;
}

}  // namespace

// musl keeps a pointer to the variable as the process got it, and searches there before any run
// path. For the moment of the search it is empty.
HiddenPath HideLibraryPath() {
  char* path = std::getenv("LD_LIBRARY_PATH");
  if (path == nullptr || !HoldsHost(path)) return {nullptr, 0};
  const HiddenPath hidden = {path, *path};
  *path = '\0';
  return hidden;
}

}  // namespace plugkit
