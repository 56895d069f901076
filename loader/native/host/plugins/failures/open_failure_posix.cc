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
  const std::string& Path;
  const std::string& Words;
  const Image& Plugin;

  bool Says(const char* Text) const { return Words.find(Text) != std::string::npos; }
  // What stands between two texts; "" when one is not there.
  std::string Between(const char* Before, const char* After) const {
    const size_t At = Words.find(Before);
    if (At == std::string::npos) return {};
    const size_t Start = At + std::strlen(Before), End = Words.find(After, Start);
    return End == std::string::npos ? std::string() : Words.substr(Start, End - Start);
  }
  // glibc: the library that the words are about.
  std::string Subject() const { return Words.substr(0, Words.find(": ")); }
};

Refusal Because(const Failure& It, const std::string& Cause, const std::string& Hint) {
  return {kLibraryOpenFailed, Join({Cause, ": ", It.Words}), Hint};
}

Check TooManyFiles(const Failure& It) {
  if (!It.Says(std::strerror(EMFILE)) && !It.Says(std::strerror(ENFILE))) return {};
  return Because(It, "as many files are open as may be",
                 "Raise the limit of open files (ulimit -n), or close some");
}

Check MissingLibrary(const Failure& It) {
  std::string Name, NeededBy;
  if (It.Says(": cannot open shared object file")) {
    Name = It.Subject();
  } else if (It.Says("Error loading shared library ")) {
    Name = It.Between("Error loading shared library ", ": ");
    NeededBy = It.Between("(needed by ", ")");
  } else if (It.Says("Library not loaded: ")) {
    Name = It.Between("Library not loaded: ", "\n");
  }
  if (Name.empty() || Name == It.Path) return {};
  if (NeededBy == It.Path) NeededBy.clear();
  return LacksLibrary(Name, NeededBy, It.Path, It.Plugin, It.Words);
}

Check OtherCLibrary(const Failure& It) {
  const CLibrary Made = CLibraryOf(It.Plugin.Needed), Own = OwnCLibrary();
  if (Made == CLibrary::Unknown || Own == CLibrary::Unknown || Made == Own) return {};
  return Because(
      It,
      Join({"it is built for the C library ", NameOf(Made), ", expected one for ", NameOf(Own)}),
      Join(
          {"Take the build of the plug-in for ", (Own == CLibrary::Musl ? "linuxmusl" : "linux")}));
}

Check NewerVersion(const Failure& It) {
  const std::string Version = It.Between("version `", "'");
  if (Version.empty() || !It.Says("not found (required by")) return {};
  const std::string By = It.Between("(required by ", ")");
  const std::string Who =
      By.empty() || By == It.Path ? "it needs " : Join({"it needs ", By, ", and that needs "});
  const auto Begins = [&](const char* With) {
    return Version.compare(0, std::strlen(With), With) == 0;
  };
  std::string Cause = Join({Who, "version ", Version, " of ", It.Subject()});
  if (Begins("WASMEDGE_")) {
    return Because(It, Cause, "The plug-in was built for a newer WasmEdge: build it against 0.17");
  }
#if defined(__GLIBC__)
  if (Begins("GLIBC_")) Cause += std::string(", and this system has ") + gnu_get_libc_version();
#endif
  return Because(It, Cause,
                 "Take a build of the plug-in for an older system (plugkit audit names the symbols "
                 "that need the new version), or update this one");
}

Check MissingSymbol(const Failure& It) {
  if (!It.Says("undefined symbol") && !It.Says("symbol not found") &&
      !It.Says("Symbol not found")) {
    return {};
  }
  const std::string Function = FindMissingHostFunction(It.Plugin);
  if (!Function.empty()) return LacksHostFunction(Function);
  return Because(It, "it needs a symbol that no library has",
                 "Link the library that has the symbol: all symbols that are not only called, and "
                 "with -z now all, must be there when the plug-in is opened");
}

Check StaticThreadData(const Failure& It) {
  if (!It.Says("static TLS block")) return {};
  return Because(
      It, "no room is left for thread-local data of the initial-exec model",
      Join({"Start the process with LD_PRELOAD=", It.Subject(),
            " or a larger GLIBC_TUNABLES=glibc.rtld.optional_static_tls, or build without "
            "-ftls-model=initial-exec"}));
}

Check NotMapped(const Failure& It) {
  // The second group is musl's, which says no more than the system's error.
  if (!It.Says("failed to map segment") && !It.Says("cannot map zero-fill pages") &&
      !It.Says("cannot allocate") && !It.Says("Cannot allocate memory") &&
      !It.Says("Out of memory") && !It.Says("Operation not permitted") &&
      !It.Says("Permission denied")) {
    return {};
  }
  uint64_t Size = 0;
  for (const Region& Part : It.Plugin.Memory) Size = std::max(Size, Part.Start + Part.Size);
  std::string File = It.Path;
  if (const std::string Other = It.Subject(); It.Says("failed to map segment") && Other != File) {
    const std::string Found = FindNeededFile(Other, It.Path, It.Plugin);
    if (!Found.empty()) {
      File = Found;
      Size = 0;
    }
  }
  const std::string What =
      File == It.Path ? "it" : Join({"the library ", File, ", which it needs,"});
  switch (ProbeMapping(File, Size)) {
    case MapObstacle::NoExecution:
      return Because(It,
                     Join({What, " is on a file system whose code may not be executed (noexec)"}),
                     "Put it on another file system, or mount this one with the option exec");
    case MapObstacle::Policy:
      return Because(It, Join({What, " may not be executed by a rule of the system's security"}),
                     "Give it a label that may be executed (SELinux: chcon -t lib_t)");
    case MapObstacle::NoAddressSpace:
      return Because(
          It,
          Size ? Join({What, " takes ", Decimal(Size),
                       " bytes of address space, and fewer are left"})
               : Join({What, " takes more address space than is left"}),
          "Raise the limit of the process's address space (ulimit -v), or let it use less");
    case MapObstacle::None:
      return {};
  }
  return {};
}

Check ForbiddenMemory(const Failure& It) {
  if (It.Says("executable stack")) {
    return Because(It, "it asks for an executable stack, which the system does not give",
                   "Link it with -z noexecstack");
  }
  if (It.Says("writable for relocation") || It.Says("restore segment prot after reloc")) {
    return Because(It, "its code must be changed when it is loaded, which the system forbids",
                   "Compile it with -fPIC");
  }
  if (It.Says("code signature")) {
    return Because(
        It, "its code signature is missing or not accepted",
        "Sign it (codesign --force --sign - <file>), and take it out of quarantine (xattr -d "
        "com.apple.quarantine <file>)");
  }
  return {};
}

Check DamagedLibrary(const Failure& It) {
  const std::string File = It.Subject();
  const bool Damaged = It.Says("invalid ELF header") || It.Says("wrong ELF class") ||
                       It.Says("file too short") || It.Says("ELF file");
  if (!Damaged || File == It.Path || File == It.Words) return {};
  return Because(It,
                 Join({"it needs the library ", File, ", and that file is none for this process"}),
                 "Replace the file, or let another of that name be found first");
}

}  // namespace

Check CheckCLibrary(const Image& Library) {
  if (OwnCLibrary() != CLibrary::Glibc || CLibraryOf(Library.Needed) != CLibrary::Musl) return {};
  return Refusal{kLibraryOpenFailed, "it is built for the C library musl, expected one for glibc",
                 "Take the build of the plug-in for linux, not for linuxmusl"};
}

Refusal ExplainOpenFailure(const std::string& Path, const OpenProblem& Problem,
                           const ByteReader& Bytes) {
  Image Plugin;
  static_cast<void>(CheckLibrary(Bytes, CurrentPlatform(), Detail::Full, Plugin));
  const Failure It{Path, Problem.Words, Plugin};
  for (const auto Explain :
       {TooManyFiles, OtherCLibrary, MissingLibrary, NewerVersion, MissingSymbol, StaticThreadData,
        ForbiddenMemory, NotMapped, DamagedLibrary}) {
    if (Check Found = Explain(It)) return *Found;
  }
  return {kLibraryOpenFailed, Join({"the system refused to open it: ", Problem.Words}),
          "Look for a build of the plug-in that fits this system"};
}

}  // namespace plugkit
