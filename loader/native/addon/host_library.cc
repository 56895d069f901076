#include "host_library.h"

#include <cstdio>

#include "embedder.h"
#include "host/system/mutex.h"
#include "loaded_library.h"

namespace plugkit {

#define PLUGKIT_DEFINE(name) decltype(&::name) name = nullptr;
PLUGKIT_HOST_FUNCTIONS(PLUGKIT_DEFINE)
#undef PLUGKIT_DEFINE

namespace {

Mutex openLock;
bool isOpen = false;

// Null for a stock libwasmedge, which does not know the name.
const plugkit_Host* HostOf(void* library) {
  const auto find = reinterpret_cast<decltype(&::WasmEdge_PluginFind)>(
      FindFunction(library, "WasmEdge_PluginFind"));
  if (find == nullptr) return nullptr;
  const WasmEdge_String name = {PLUGKIT_HOST_NAME_LENGTH, PLUGKIT_HOST_NAME};
  return reinterpret_cast<const plugkit_Host*>(find(name));
}

// The name of the first function that the library lacks.
const char* Bind(void* library) {
  const char* missing = nullptr;
#define PLUGKIT_BIND(name)                                                  \
  name = reinterpret_cast<decltype(&::name)>(FindFunction(library, #name)); \
  if (name == nullptr && missing == nullptr) missing = #name;
  PLUGKIT_HOST_FUNCTIONS(PLUGKIT_BIND)
#undef PLUGKIT_BIND
  return missing;
}

}  // namespace

HostProblem OpenHostLibrary() {
  LockGuard guard(openLock);
  if (isOpen) return {nullptr, {}};
  // Another copy of this package may have been first, and plug-ins are bound to its library.
  LoadedLibrary library = FindHostInUse();
  if (library.handle == nullptr) {
    std::string problem;
    library = OpenHostBeside(problem);
    if (library.handle == nullptr) return {"HOST_LIBRARY_FAILED", problem};
  }
  const plugkit_Host* host = HostOf(library.handle);
  if (host == nullptr) return {"HOST_LIBRARY_TAKEN", library.path};
  if (host->Version != PLUGKIT_HOST_VERSION) {
    char versions[80];
    std::snprintf(versions, sizeof versions, ": its interface has version %u, expected %u",
                  host->Version, PLUGKIT_HOST_VERSION);
    return {"LOADER_CONFLICT", library.path + versions};
  }
  if (const char* missing = Bind(library.handle)) {
    return {"HOST_LIBRARY_FAILED", library.path + " lacks the function " + missing};
  }
  isOpen = true;
  return {nullptr, {}};
}

}  // namespace plugkit
