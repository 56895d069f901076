// dladdr, dlinfo and dlvsym are GNU and BSD extensions.
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <locale.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#if defined(__linux__)
#include <link.h>
#endif

#include "dynamic_library.h"
#include "memory_probe.h"

namespace plugkit {
namespace {

// An address inside this library.
const void* Self() { return reinterpret_cast<const void*>(&OwnPath); }

// This library once more, with its symbols added to the global ones; null before that, and where it
// is not a library of its own (linked into a program).
void* shared = nullptr;

// What the last call of dlopen on this thread failed with. glibc translates the words when they are
// asked for, into the language of the thread.
std::string LastProblem() {
#if defined(__GLIBC__)
  const locale_t before = uselocale(newlocale(LC_ALL_MASK, "C", nullptr));
#endif
  const char* text = dlerror();
  std::string result = text ? text : "no reason given";
#if defined(__GLIBC__)
  freelocale(uselocale(before));
#endif
  return result;
}

}  // namespace

SymbolBinding HostSymbolBinding() {
#if defined(__GLIBC__)
  return SymbolBinding::Versioned;
#else
  return SymbolBinding::Newest;
#endif
}

void* OpenLibrary(const std::string& path, OpenProblem& problem) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) problem.words = LastProblem();
  return library;
}

void* OpenLibraryLazily(const std::string& path) {
  return dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
}

void* FindSymbol(void* library, const char* name) { return dlsym(library, name); }

bool FindsSymbol(void* library, const std::string& name) {
  for (void* where : {RTLD_DEFAULT, library}) {
    // A symbol may be there and have the address null.
    dlerror();
    if (dlsym(where, name.c_str()) || !dlerror()) return true;
  }
  return false;
}

uintptr_t LoadAddress([[maybe_unused]] void* library, [[maybe_unused]] const void* inside) {
#if defined(__linux__)
  // dladdr would look for the nearest of all symbols.
  link_map* map = nullptr;
  return dlinfo(library, RTLD_DI_LINKMAP, &map) == 0 ? map->l_addr : 0;
#else
  Dl_info info;
  return dladdr(inside, &info) ? reinterpret_cast<uintptr_t>(info.dli_fbase) : 0;
#endif
}

std::string OwnPath() {
  Dl_info info;
  return dladdr(Self(), &info) && info.dli_fname ? info.dli_fname : std::string();
}

void ShareOwnSymbols() {
  if (shared) return;
  const std::string path = OwnPath();
  // The count this adds keeps the library loaded, which the plug-ins need anyway.
  if (!path.empty()) shared = dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
}

bool ExportsSymbol(const std::string& name, const std::string& version) {
  void* library = shared ? shared : RTLD_DEFAULT;
  void* found;
#if defined(__GLIBC__)
  found = version.empty() ? dlsym(library, name.c_str())
                          : dlvsym(library, name.c_str(), version.c_str());
#else
  static_cast<void>(version);
  found = dlsym(library, name.c_str());
#endif
  return found != nullptr;
}

bool ReplacePointers(uintptr_t loadedAt, const std::vector<uint64_t>& slots, const void* value) {
  const auto pageSize = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  for (const uint64_t slot : slots) {
    auto* at = reinterpret_cast<char*>(loadedAt + slot);
    // A pointer is aligned, so it is in one page. Constants are all that is write-protected.
    if (CopyChecked(at, at, sizeof value)) {
      std::memcpy(at, &value, sizeof value);
      continue;
    }
    char* page = at - reinterpret_cast<uintptr_t>(at) % pageSize;
    if (mprotect(page, pageSize, PROT_READ | PROT_WRITE) != 0) return false;
    std::memcpy(at, &value, sizeof value);
    if (mprotect(page, pageSize, PROT_READ) != 0) return false;
  }
  return true;
}

bool IsInLoadedLibrary(const void* address) {
  Dl_info info;
  return dladdr(address, &info) != 0;
}

}  // namespace plugkit
