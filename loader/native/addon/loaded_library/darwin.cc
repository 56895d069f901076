#include <dlfcn.h>
#include <mach-o/dyld.h>

#include <cstring>

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

bool IsHostName(const char* path) {
  const char* slash = std::strrchr(path, '/');
  return std::strncmp(slash != nullptr ? slash + 1 : path, "libwasmedge.", 12) == 0;
}

}  // namespace

// Plug-ins that name the library get the first one of that name, the others the first global
// function.
LoadedLibrary FindHostInUse() {
  for (uint32_t i = 0; i < _dyld_image_count(); ++i) {
    const char* path = _dyld_get_image_name(i);
    if (path == nullptr || !IsHostName(path)) continue;
    void* library = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (library != nullptr) return {library, path};
  }
  const void* function = FindGlobalFunction();
  if (function == nullptr) return {nullptr, {}};
  const std::string path = FileOf(function);
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD);
  // A program that has the functions in itself is no library.
  return {library != nullptr ? library : dlopen(nullptr, RTLD_NOW), path};
}

// A file of this name in $DYLD_LIBRARY_PATH is opened in place of the one that the path says.
LoadedLibrary OpenHostBeside(std::string& problem) {
  const std::string own = FileOf(reinterpret_cast<const void*>(&OpenHostBeside));
  const std::string path = own.substr(0, own.rfind('/') + 1) + PLUGKIT_HOST_FILE;
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) {
    const char* text = dlerror();
    problem = text != nullptr ? text : path;
    return {nullptr, path};
  }
  const void* function = dlsym(library, "WasmEdge_PluginFind");
  return {library, function != nullptr ? FileOf(function) : path};
}

void* FindFunction(void* library, const char* name) { return dlsym(library, name); }

}  // namespace plugkit
