// Where plug-ins are looked for when no path is given. The rules are a pure
// function of an environment, so that every platform's are tested on any; loader/default-paths.ts
// holds the same function, and test/fixtures/default-paths.json is the table both must agree with.
#pragma once

#include <string>
#include <vector>

namespace plugkit {

/// What the rules depend on; an empty string is an absent one.
struct PathEnvironment {
  bool windows = false;
  std::string pluginPath;         // WASMEDGE_PLUGIN_PATH
  std::string wasmEdgeDirectory;  // WASMEDGE_DIR
  std::string homeDirectory;
  std::string workingDirectory;
  std::string hostLibrary;  // the file of the host library, or of the stock one in use
  std::string triplet;      // of Debian's library directories, such as x86_64-linux-gnu
};

// The rules, in the order of their directories.
inline constexpr char kRuleVariable[] = "WASMEDGE_PLUGIN_PATH";
inline constexpr char kRuleInstallation[] = "installation";  // plugin/ of the installation prefix
inline constexpr char kRuleSystem[] = "system";              // wasmedge/ of a library directory
inline constexpr char kRuleLibrary[] = "library";            // Windows: beside the host library
inline constexpr char kRuleHome[] = "home";  // .wasmedge/plugin of the home directory

struct DefaultPath {
  std::string path;
  const char* rule;
};

/// The paths to search, in order, each once, absolute and without a trailing separator. A path of
/// kRuleVariable may be a file.
std::vector<DefaultPath> DefaultPaths(const PathEnvironment& environment);

/// Path seen from the working directory, without empty and "." parts. ".." stays: what it means
/// depends on symbolic links.
std::string AbsolutePath(const std::string& path, const PathEnvironment& environment);

/// Path seen from this process's working directory.
std::string FullPath(const std::string& path);

/// The environment of this process, as it is now (default_paths_posix.cc, default_paths_win.cc).
PathEnvironment CurrentPathEnvironment();

}  // namespace plugkit
