#include "default_paths.h"

#include <algorithm>

namespace plugkit {
namespace {

std::vector<std::string> Split(const std::string& text, const char* separators) {
  std::vector<std::string> parts;
  for (size_t start = 0; start <= text.size();) {
    const size_t end = std::min(text.find_first_of(separators, start), text.size());
    if (end > start) parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool IsLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool HasDrive(const std::string& path) {
  return path.size() >= 2 && IsLetter(path[0]) && path[1] == ':';
}

bool IsSlash(char c) { return c == '\\' || c == '/'; }

bool SameDrive(const std::string& a, const std::string& b) {
  return HasDrive(a) && HasDrive(b) && (a[0] | 0x20) == (b[0] | 0x20);
}

// Windows: what Path means from the working directory; a path may lack its drive, or have only
// that.
std::string FromWorkingDirectory(const std::string& path, const std::string& directory) {
  if (!path.empty() && IsSlash(path[0])) {
    const bool network = path.size() > 1 && IsSlash(path[1]);
    return network || !HasDrive(directory) ? path : directory.substr(0, 2) + path;
  }
  if (!HasDrive(path)) return directory + "\\" + path;
  if (path.size() > 2 && IsSlash(path[2])) return path;
  if (SameDrive(path, directory)) return directory + "\\" + path.substr(2);
  return path.substr(0, 2) + "\\" + path.substr(2);
}

// "" for a path directly under the root.
std::string Parent(const std::string& path) { return path.substr(0, path.find_last_of("\\/")); }

// The prefix of an installation that holds this library in a library directory, else "".
std::string PrefixOf(const std::string& library, const PathEnvironment& environment) {
  std::string directory = Parent(library);
  const std::string& triplet = environment.triplet;
  if (!triplet.empty() && EndsWith(directory, "/lib/" + triplet)) directory = Parent(directory);
  const bool isLibraryDirectory =
      environment.windows ? EndsWith(directory, "\\lib") || EndsWith(directory, "\\bin")
                          : EndsWith(directory, "/lib") || EndsWith(directory, "/lib64");
  if (!isLibraryDirectory) return {};
  const std::string prefix = Parent(directory);
  return prefix.empty() ? "/" : prefix;
}

}  // namespace

std::string AbsolutePath(const std::string& path, const PathEnvironment& environment) {
  const std::string& directory = environment.workingDirectory;
  const char* separator = environment.windows ? "\\" : "/";
  std::string full;
  if (environment.windows) {
    full = FromWorkingDirectory(path, directory);
  } else {
    full = !path.empty() && path[0] == '/' ? path : directory + "/" + path;
  }
  const std::vector<std::string> parts = Split(full, environment.windows ? "\\/" : "/");
  std::string result;
  if (environment.windows && full.size() > 1 && IsSlash(full[0]) && IsSlash(full[1])) result = "\\";
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == ".") continue;
    if (!(environment.windows && i == 0 && HasDrive(parts[i]))) result += separator;
    result += parts[i];
  }
  // A root is nothing but its separator.
  if (result.empty() || (environment.windows && result.size() == 2 && HasDrive(result))) {
    result += separator;
  }
  return result;
}

std::vector<DefaultPath> DefaultPaths(const PathEnvironment& environment) {
  std::vector<DefaultPath> result;
  const std::string separator = environment.windows ? "\\" : "/";
  const auto add = [&](const std::string& path, const char* rule) {
    std::string full = AbsolutePath(path, environment);
    for (const DefaultPath& known : result) {
      if (known.path == full) return;
    }
    result.push_back({std::move(full), rule});
  };

  for (const std::string& part : Split(environment.pluginPath, environment.windows ? ";" : ":")) {
    add(part, kRuleVariable);
  }

  const std::string library =
      environment.hostLibrary.empty() ? "" : AbsolutePath(environment.hostLibrary, environment);
  const std::string libraryPrefix = library.empty() ? "" : PrefixOf(library, environment);
  const std::string prefix = environment.wasmEdgeDirectory.empty()
                                 ? libraryPrefix
                                 : AbsolutePath(environment.wasmEdgeDirectory, environment);

  // A library under /usr/lib may be seen as one under /lib, a link to it.
  const bool system = prefix == "/" || prefix == "/usr" || prefix == "/usr/local";
  if (system && !environment.windows) {
    add("/usr/lib/wasmedge", kRuleSystem);
    add("/usr/lib64/wasmedge", kRuleSystem);
    if (!environment.triplet.empty()) {
      add("/usr/lib/" + environment.triplet + "/wasmedge", kRuleSystem);
    }
    add("/usr/local/lib/wasmedge", kRuleSystem);
    // Such as /usr/local/lib64.
    if (libraryPrefix == prefix && prefix != "/") add(Parent(library) + "/wasmedge", kRuleSystem);
  } else if (!prefix.empty()) {
    add(prefix + separator + "plugin", kRuleInstallation);
  }
  if (environment.windows && !library.empty()) add(Parent(library), kRuleLibrary);
  const std::string& home = environment.homeDirectory;
  if (!home.empty() && (environment.windows || prefix.empty())) {
    add(home + separator + ".wasmedge" + separator + "plugin", kRuleHome);
  }
  return result;
}

}  // namespace plugkit
