// dladdr and dlvsym are GNU and BSD extensions.
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include "dynamic_library.h"
#include "memory_probe.h"

namespace plugkit {
namespace {

// An address inside this library.
const void* Self() { return reinterpret_cast<const void*>(&OwnPath); }

// This library once more, with its symbols added to the global ones; null before that, and where it
// is not a library of its own (linked into a program).
void* Shared = nullptr;

}  // namespace

SymbolBinding HostSymbolBinding() {
#if defined(__GLIBC__)
  return SymbolBinding::Versioned;
#else
  return SymbolBinding::Newest;
#endif
}

void* OpenLibrary(const std::string& Path, std::string& Problem) {
  void* Library = dlopen(Path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!Library) {
    const char* Text = dlerror();
    Problem = Text ? Text : "no reason given";
  }
  return Library;
}

void CloseLibrary(void* Library) { dlclose(Library); }

void* FindSymbol(void* Library, const char* Name) { return dlsym(Library, Name); }

std::string FindMissingLibrary(const std::string&, const std::string& Problem,
                               const std::vector<std::string_view>& Needed) {
  // How glibc, musl and macOS put it.
  const bool Missing = Problem.find("cannot open shared object file") != std::string::npos ||
                       Problem.find("Error loading shared library") != std::string::npos ||
                       Problem.find("Library not loaded") != std::string::npos;
  if (!Missing) return {};
  for (const std::string_view Name : Needed) {
    if (!Name.empty() && Problem.find(Name) != std::string::npos) return std::string(Name);
  }
  return {};
}

std::string OwnPath() {
  Dl_info Info;
  return dladdr(Self(), &Info) && Info.dli_fname ? Info.dli_fname : std::string();
}

void ShareOwnSymbols() {
  if (Shared) return;
  const std::string Path = OwnPath();
  // The count this adds keeps the library loaded, which the plug-ins need anyway.
  if (!Path.empty()) Shared = dlopen(Path.c_str(), RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
}

bool ExportsSymbol(const std::string& Name, const std::string& Version) {
  void* Library = Shared ? Shared : RTLD_DEFAULT;
  void* Found;
#if defined(__GLIBC__)
  Found = Version.empty() ? dlsym(Library, Name.c_str())
                          : dlvsym(Library, Name.c_str(), Version.c_str());
#else
  static_cast<void>(Version);
  Found = dlsym(Library, Name.c_str());
#endif
  return Found != nullptr;
}

bool ReplacePointers(const void* Inside, const std::vector<uint64_t>& Slots, const void* Value) {
  Dl_info Info;
  if (!dladdr(Inside, &Info)) return false;
  const auto PageSize = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  for (const uint64_t Slot : Slots) {
    auto* At = static_cast<char*>(Info.dli_fbase) + Slot;
    // A pointer is aligned, so it lies in one page. Constants are all that is write-protected.
    if (CopyChecked(At, At, sizeof Value)) {
      std::memcpy(At, &Value, sizeof Value);
      continue;
    }
    char* Page = At - reinterpret_cast<uintptr_t>(At) % PageSize;
    if (mprotect(Page, PageSize, PROT_READ | PROT_WRITE) != 0) return false;
    std::memcpy(At, &Value, sizeof Value);
    if (mprotect(Page, PageSize, PROT_READ) != 0) return false;
  }
  return true;
}

bool IsInLoadedLibrary(const void* Address) {
  Dl_info Info;
  return dladdr(Address, &Info) != 0;
}

}  // namespace plugkit
