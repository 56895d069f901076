// What $LD_LIBRARY_PATH does to a library that is opened by its path: library_path/.
#pragma once

namespace plugkit {

// The variable while it is hidden; null when it is not.
struct HiddenPath {
  char* at;
  char first;
};

// Keeps the libraries that an opened library needs from being searched for in $LD_LIBRARY_PATH,
// where the host library's name is there. musl knows a library by the name that it was searched by,
// so the host library needs itself by name, and must find itself.
HiddenPath HideLibraryPath();

inline void ShowLibraryPath(HiddenPath path) {
  if (path.at != nullptr) *path.at = path.first;
}

}  // namespace plugkit
