// dladdr and RTLD_DEFAULT are extensions.
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <dlfcn.h>

#include "../library_path.h"
#include "../loaded_library.h"

namespace plugkit {

namespace {

std::string FileOf(const void* address) {
  Dl_info info;
  return dladdr(address, &info) != 0 && info.dli_fname != nullptr ? info.dli_fname : std::string();
}

// Of any libwasmedge; old ones know no plug-ins.
const void* FindGlobalFunction() {
  for (const char* name : {"WasmEdge_PluginFind", "WasmEdge_VersionGet"}) {
    const void* function = dlsym(RTLD_DEFAULT, name);
    if (function != nullptr) return function;
  }
  return nullptr;
}

}  // namespace

// Functions are looked for among the global ones first, whichever library a plug-in names.
LoadedLibrary FindHostInUse() {
  const void* function = FindGlobalFunction();
  if (function == nullptr) return {nullptr, {}};
  const std::string path = FileOf(function);
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD);
  // A program that has the functions in itself is no library.
  return {library != nullptr ? library : dlopen(nullptr, RTLD_NOW), path};
}

LoadedLibrary OpenHostBeside(std::string& problem) {
  const std::string own = FileOf(reinterpret_cast<const void*>(&OpenHostBeside));
  const std::string path = own.substr(0, own.rfind('/') + 1) + PLUGKIT_HOST_FILE;
  const HiddenPath hidden = HideLibraryPath();
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  ShowLibraryPath(hidden);
  if (library == nullptr) {
    const char* text = dlerror();
    problem = text != nullptr ? text : path;
  }
  return {library, path};
}

void* FindFunction(void* library, const char* name) { return dlsym(library, name); }

}  // namespace plugkit
