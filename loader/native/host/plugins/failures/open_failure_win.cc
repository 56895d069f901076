// Windows gives a number for why, and not the name of what is missing.
#include "open_failure.h"

#include "host/image/library_file.h"
#include "host/system/wide_string_win.h"
#include "missing_symbols.h"

namespace plugkit {
namespace {

// The first of the needed libraries that is neither loaded nor found; "" when all are. Each is
// asked for in turn.
std::string FindMissingLibrary(const std::string& Path,
                               const std::vector<std::string_view>& Needed) {
  const std::string Directory = Path.substr(0, Path.find_last_of("\\/"));
  for (const std::string_view View : Needed) {
    const WideString Name = Widen(std::string(View));
    const WideString Beside = Widen(Join({Directory, "\\", View}));
    if (View.empty() || GetModuleHandleW(Name.data())) continue;
    if (GetFileAttributesW(Beside.data()) != INVALID_FILE_ATTRIBUTES) continue;
    HMODULE Found = LoadLibraryExW(Name.data(), nullptr, LOAD_LIBRARY_AS_DATAFILE);
    if (!Found) return std::string(View);
    FreeLibrary(Found);
  }
  return {};
}

Refusal MissingLibrary(const std::string& Path, const std::string& Words, const Image& Plugin) {
  const std::string Missing = FindMissingLibrary(Path, Plugin.Needed);
  if (Missing.empty()) {
    return {kLibraryOpenFailed,
            Join({"a library that it needs, needs another that the system does not find: ", Words}),
            "Put all libraries beside the plug-in; plugkit audit lists what each needs"};
  }
  return {kLibraryOpenFailed,
          Join({"it needs the library ", Missing, ", which the system does not find: ", Words}),
          Join({"Install ", Missing, " or put it beside the plug-in"})};
}

}  // namespace

Check CheckCLibrary(const Image&) { return {}; }

Refusal ExplainOpenFailure(const std::string& Path, const OpenProblem& Problem,
                           const ByteReader& Bytes) {
  Image Plugin;
  static_cast<void>(CheckLibrary(Bytes, CurrentPlatform(), Detail::Full, Plugin));
  const auto Because = [&](const char* Cause, const char* Hint) {
    return Refusal{kLibraryOpenFailed, Join({Cause, ": ", Problem.Words}), Hint};
  };
  switch (Problem.Code) {
    case ERROR_MOD_NOT_FOUND:
      return MissingLibrary(Path, Problem.Words, Plugin);
    case ERROR_PROC_NOT_FOUND:
    case ERROR_INVALID_ORDINAL:
      if (const std::string Function = FindMissingHostFunction(Plugin); !Function.empty()) {
        return LacksHostFunction(Function);
      }
      return Because("a library that it needs lacks a function that it takes from there",
                     "Replace that library by the version that the plug-in was built with");
    case ERROR_BAD_EXE_FORMAT:
      return Because("a library that it needs is for another processor, or damaged",
                     "Replace that library; plugkit audit lists what the plug-in needs");
    case ERROR_DLL_INIT_FAILED:
      return Because("its own start-up failed, or that of a library that it needs",
                     "See what the plug-in needs to start, such as a device or a driver");
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_COMMITMENT_LIMIT:
      return Because("the system has no memory left for it",
                     "Free memory, or enlarge the page file");
    case ERROR_ACCESS_DENIED:
    case ERROR_ACCESS_DISABLED_BY_POLICY:
    case ERROR_VIRUS_INFECTED:
    case ERROR_INVALID_IMAGE_HASH:
      return Because("a rule of the system's security forbids to run its code",
                     "Allow it where this system's rules are kept (virus scanner, AppLocker, code "
                     "integrity)");
    default:
      return Because("the system refused to open it",
                     "Look for a build of the plug-in that fits this system");
  }
}

}  // namespace plugkit
