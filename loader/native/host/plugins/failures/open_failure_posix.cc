// On Linux and macOS the system says why in words only: here they are taken apart. docs/errors.md
// lists the causes.
#include "open_failure.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "c_library.h"
#include "host/image/library_file.h"
#include "host/system/map_probe_posix.h"
#include "missing_library_posix.h"
#include "missing_symbols.h"

#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

namespace plugkit {
namespace {

struct Failure {
  const std::string& path;
  const std::string& words;
  const Image& plugin;

  bool Says(const char* text) const { return words.find(text) != std::string::npos; }
  // What stands between two texts; "" when one is not there.
  std::string Between(const char* before, const char* after) const {
    const size_t at = words.find(before);
    if (at == std::string::npos) return {};
    const size_t start = at + std::strlen(before), end = words.find(after, start);
    return end == std::string::npos ? std::string() : words.substr(start, end - start);
  }
  // glibc: the library that the words are about.
  std::string Subject() const { return words.substr(0, words.find(": ")); }
};

Refusal Because(const Failure& it, const std::string& cause, const std::string& hint) {
  return {kLibraryOpenFailed, Join({cause, ": ", it.words}), hint};
}

Check TooManyFiles(const Failure& it) {
  if (!it.Says(std::strerror(EMFILE)) && !it.Says(std::strerror(ENFILE))) return {};
  return Because(it, "as many files are open as may be",
                 "Raise the limit of open files (ulimit -n), or close some");
}

Check MissingLibrary(const Failure& it) {
  std::string name, neededBy;
  if (it.Says(": cannot open shared object file")) {
    name = it.Subject();
  } else if (it.Says("Error loading shared library ")) {
    name = it.Between("Error loading shared library ", ": ");
    neededBy = it.Between("(needed by ", ")");
  } else if (it.Says("Library not loaded: ")) {
    name = it.Between("Library not loaded: ", "\n");
  }
  if (name.empty() || name == it.path) return {};
  if (neededBy == it.path) neededBy.clear();
  return LacksLibrary(name, neededBy, it.path, it.plugin, it.words);
}

Check OtherCLibrary(const Failure& it) {
  const CLibrary made = CLibraryOf(it.plugin.needed), own = OwnCLibrary();
  if (made == CLibrary::Unknown || own == CLibrary::Unknown || made == own) return {};
  return Because(
      it,
      Join({"it is built for the C library ", NameOf(made), ", expected one for ", NameOf(own)}),
      Join(
          {"Take the build of the plug-in for ", (own == CLibrary::Musl ? "linuxmusl" : "linux")}));
}

Check NewerVersion(const Failure& it) {
  const std::string version = it.Between("version `", "'");
  if (version.empty() || !it.Says("not found (required by")) return {};
  const std::string by = it.Between("(required by ", ")");
  const std::string who =
      by.empty() || by == it.path ? "it needs " : Join({"it needs ", by, ", and that needs "});
  const auto begins = [version](const char* with) {
    return version.compare(0, std::strlen(with), with) == 0;
  };
  std::string cause = Join({who, "version ", version, " of ", it.Subject()});
  if (begins("WASMEDGE_")) {
    return Because(it, cause, "The plug-in was built for a newer WasmEdge: build it against 0.17");
  }
#if defined(__GLIBC__)
  if (begins("GLIBC_")) cause += std::string(", and this system has ") + gnu_get_libc_version();
#endif
  return Because(it, cause,
                 "Take a build of the plug-in for an older system (plugkit audit names the symbols "
                 "that need the new version), or update this one");
}

Check MissingSymbol(const Failure& it) {
  if (!it.Says("undefined symbol") && !it.Says("symbol not found") &&
      !it.Says("Symbol not found")) {
    return {};
  }
  const std::string function = FindMissingHostFunction(it.plugin);
  if (!function.empty()) return LacksHostFunction(function);
  return Because(it, "it needs a symbol that no library has",
                 "Link the library that has the symbol: all symbols that are not only called, and "
                 "with -z now all, must be there when the plug-in is opened");
}

Check StaticThreadData(const Failure& it) {
  if (!it.Says("static TLS block")) return {};
  return Because(
      it, "no room is left for thread-local data of the initial-exec model",
      Join({"Start the process with LD_PRELOAD=", it.Subject(),
            " or a larger GLIBC_TUNABLES=glibc.rtld.optional_static_tls, or build without "
            "-ftls-model=initial-exec"}));
}

Check NotMapped(const Failure& it) {
  // The second group is musl's, which says no more than the system's error.
  if (!it.Says("failed to map segment") && !it.Says("cannot map zero-fill pages") &&
      !it.Says("cannot allocate") && !it.Says("Cannot allocate memory") &&
      !it.Says("Out of memory") && !it.Says("Operation not permitted") &&
      !it.Says("Permission denied")) {
    return {};
  }
  uint64_t size = 0;
  for (const Region& part : it.plugin.memory) size = std::max(size, part.start + part.size);
  std::string file = it.path;
  if (const std::string other = it.Subject(); it.Says("failed to map segment") && other != file) {
    const std::string found = FindNeededFile(other, it.path, it.plugin);
    if (!found.empty()) {
      file = found;
      size = 0;
    }
  }
  const std::string what =
      file == it.path ? "it" : Join({"the library ", file, ", which it needs,"});
  switch (ProbeMapping(file, size)) {
    case MapObstacle::NoExecution:
      return Because(it,
                     Join({what, " is on a file system whose code may not be executed (noexec)"}),
                     "Put it on another file system, or mount this one with the option exec");
    case MapObstacle::Policy:
      return Because(it, Join({what, " may not be executed by a rule of the system's security"}),
                     "Give it a label that may be executed (SELinux: chcon -t lib_t)");
    case MapObstacle::NoAddressSpace:
      return Because(
          it,
          size ? Join({what, " takes ", Decimal(size),
                       " bytes of address space, and fewer are left"})
               : Join({what, " takes more address space than is left"}),
          "Raise the limit of the process's address space (ulimit -v), or let it use less");
    case MapObstacle::None:
      return {};
  }
  return {};
}

Check ForbiddenMemory(const Failure& it) {
  if (it.Says("executable stack")) {
    return Because(it, "it asks for an executable stack, which the system does not give",
                   "Link it with -z noexecstack");
  }
  if (it.Says("writable for relocation") || it.Says("restore segment prot after reloc")) {
    return Because(it, "its code must be changed when it is loaded, which the system forbids",
                   "Compile it with -fPIC");
  }
  if (it.Says("code signature")) {
    return Because(
        it, "its code signature is missing or not accepted",
        "Sign it (codesign --force --sign - <file>), and take it out of quarantine (xattr -d "
        "com.apple.quarantine <file>)");
  }
  return {};
}

Check DamagedLibrary(const Failure& it) {
  const std::string file = it.Subject();
  const bool damaged = it.Says("invalid ELF header") || it.Says("wrong ELF class") ||
                       it.Says("file too short") || it.Says("ELF file");
  if (!damaged || file == it.path || file == it.words) return {};
  return Because(it,
                 Join({"it needs the library ", file, ", and that file is none for this process"}),
                 "Replace the file, or let another of that name be found first");
}

}  // namespace

Check CheckCLibrary(const Image& library) {
  if (OwnCLibrary() != CLibrary::Glibc || CLibraryOf(library.needed) != CLibrary::Musl) return {};
  return Refusal{kLibraryOpenFailed, "it is built for the C library musl, expected one for glibc",
                 "Take the build of the plug-in for linux, not for linuxmusl"};
}

Refusal ExplainOpenFailure(const std::string& path, const OpenProblem& problem,
                           const ByteReader& bytes) {
  Image plugin;
  static_cast<void>(CheckLibrary(bytes, CurrentPlatform(), Detail::Full, plugin));
  const Failure it{path, problem.words, plugin};
  for (const auto explain :
       {TooManyFiles, OtherCLibrary, MissingLibrary, NewerVersion, MissingSymbol, StaticThreadData,
        ForbiddenMemory, NotMapped, DamagedLibrary}) {
    if (Check found = explain(it)) return *found;
  }
  return {kLibraryOpenFailed, Join({"the system refused to open it: ", problem.words}),
          "Look for a build of the plug-in that fits this system"};
}

}  // namespace plugkit
