// Windows gives a number for why, and not the name of what is missing.
#include "open_failure.h"

#include "host/image/library_file.h"
#include "host/system/wide_string_win.h"
#include "missing_symbols.h"

namespace plugkit {
namespace {

// The first of the needed libraries that is neither loaded nor found; "" when all are. Each is
// asked for in turn.
std::string FindMissingLibrary(const std::string& path,
                               const std::vector<std::string_view>& needed) {
  const std::string directory = path.substr(0, path.find_last_of("\\/"));
  for (const std::string_view view : needed) {
    const WideString name = Widen(std::string(view));
    const WideString beside = Widen(Join({directory, "\\", view}));
    if (view.empty() || GetModuleHandleW(name.data())) continue;
    if (GetFileAttributesW(beside.data()) != INVALID_FILE_ATTRIBUTES) continue;
    HMODULE found = LoadLibraryExW(name.data(), nullptr, LOAD_LIBRARY_AS_DATAFILE);
    if (!found) return std::string(view);
    FreeLibrary(found);
  }
  return {};
}

Refusal MissingLibrary(const std::string& path, const std::string& words, const Image& plugin) {
  const std::string missing = FindMissingLibrary(path, plugin.needed);
  if (missing.empty()) {
    return {kLibraryOpenFailed,
            Join({"a library that it needs, needs another that the system does not find: ", words}),
            "Put all libraries beside the plug-in; plugkit audit lists what each needs"};
  }
  return {kLibraryOpenFailed,
          Join({"it needs the library ", missing, ", which the system does not find: ", words}),
          Join({"Install ", missing, " or put it beside the plug-in"})};
}

}  // namespace

Check CheckCLibrary(const Image&) { return {}; }

Refusal ExplainOpenFailure(const std::string& path, const OpenProblem& problem,
                           const ByteReader& bytes) {
  Image plugin;
  static_cast<void>(CheckLibrary(bytes, CurrentPlatform(), Detail::Full, plugin));
  const auto because = [problem](const char* cause, const char* hint) {
    return Refusal{kLibraryOpenFailed, Join({cause, ": ", problem.words}), hint};
  };
  switch (problem.code) {
    case ERROR_MOD_NOT_FOUND:
      return MissingLibrary(path, problem.words, plugin);
    case ERROR_PROC_NOT_FOUND:
    case ERROR_INVALID_ORDINAL:
      if (const std::string function = FindMissingHostFunction(plugin); !function.empty()) {
        return LacksHostFunction(function);
      }
      return because("a library that it needs lacks a function that it takes from there",
                     "Replace that library by the version that the plug-in was built with");
    case ERROR_BAD_EXE_FORMAT:
      return because("a library that it needs is for another processor, or damaged",
                     "Replace that library; plugkit audit lists what the plug-in needs");
    case ERROR_DLL_INIT_FAILED:
      return because("its own start-up failed, or that of a library that it needs",
                     "See what the plug-in needs to start, such as a device or a driver");
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_COMMITMENT_LIMIT:
      return because("the system has no memory left for it",
                     "Free memory, or enlarge the page file");
    case ERROR_ACCESS_DENIED:
    case ERROR_ACCESS_DISABLED_BY_POLICY:
    case ERROR_VIRUS_INFECTED:
    case ERROR_INVALID_IMAGE_HASH:
      return because("a rule of the system's security forbids to run its code",
                     "Allow it where this system's rules are kept (virus scanner, AppLocker, code "
                     "integrity)");
    default:
      return because("the system refused to open it",
                     "Look for a build of the plug-in that fits this system");
  }
}

}  // namespace plugkit
