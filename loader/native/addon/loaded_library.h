// Libraries of this process, by operating system: loaded_library/.
#pragma once

#include <string>

namespace plugkit {

struct LoadedLibrary {
  void* handle;  // null when there is none
  std::string path;
};

// The library whose functions plug-ins would get if one was opened now.
LoadedLibrary FindHostInUse();

// Opens PLUGKIT_HOST_FILE, a path seen from the addon's folder, and shares its functions with
// plug-ins. It stays open. `problem` says why it is not.
LoadedLibrary OpenHostBeside(std::string& problem);

void* FindFunction(void* library, const char* name);

}  // namespace plugkit
