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
void* Shared = nullptr;

// What the last call of dlopen on this thread failed with. glibc translates the words when they are
// asked for, into the language of the thread.
std::string LastProblem() {
#if defined(__GLIBC__)
  const locale_t Before = uselocale(newlocale(LC_ALL_MASK, "C", nullptr));
#endif
  const char* Text = dlerror();
  std::string Result = Text ? Text : "no reason given";
#if defined(__GLIBC__)
  freelocale(uselocale(Before));
#endif
  return Result;
}

}  // namespace

SymbolBinding HostSymbolBinding() {
#if defined(__GLIBC__)
  return SymbolBinding::Versioned;
#else
  return SymbolBinding::Newest;
#endif
}

void* OpenLibrary(const std::string& Path, OpenProblem& Problem) {
  void* Library = dlopen(Path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!Library) Problem.Words = LastProblem();
  return Library;
}

void* OpenLibraryLazily(const std::string& Path) {
  return dlopen(Path.c_str(), RTLD_LAZY | RTLD_LOCAL);
}

void* FindSymbol(void* Library, const char* Name) { return dlsym(Library, Name); }

bool FindsSymbol(void* Library, const std::string& Name) {
  for (void* Where : {RTLD_DEFAULT, Library}) {
    // A symbol may be there and have the address null.
    dlerror();
    if (dlsym(Where, Name.c_str()) || !dlerror()) return true;
  }
  return false;
}

uintptr_t LoadAddress([[maybe_unused]] void* Library, [[maybe_unused]] const void* Inside) {
#if defined(__linux__)
  // dladdr would look for the nearest of all symbols.
  link_map* Map = nullptr;
  return dlinfo(Library, RTLD_DI_LINKMAP, &Map) == 0 ? Map->l_addr : 0;
#else
  Dl_info Info;
  return dladdr(Inside, &Info) ? reinterpret_cast<uintptr_t>(Info.dli_fbase) : 0;
#endif
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

bool ReplacePointers(uintptr_t LoadedAt, const std::vector<uint64_t>& Slots, const void* Value) {
  const auto PageSize = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  for (const uint64_t Slot : Slots) {
    auto* At = reinterpret_cast<char*>(LoadedAt + Slot);
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
