#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "default_paths.h"
#include "host/system/dynamic_library.h"

namespace plugkit {
namespace {

std::string Variable(const char* name) {
  const char* value = getenv(name);
  return value ? value : std::string();
}

std::string HomeDirectory() {
  if (const char* home = getenv("HOME")) return home;
  passwd entry;
  passwd* found = nullptr;
  char buffer[4096];
  getpwuid_r(getuid(), &entry, buffer, sizeof buffer, &found);
  return found && found->pw_dir ? found->pw_dir : std::string();
}

std::string WorkingDirectory() {
  char* path = getcwd(nullptr, 0);
  std::string result = path ? path : "/";
  free(path);
  return result;
}

// Whether AbsolutePath() would change nothing.
bool IsFullPath(const std::string& path) {
  if (path[0] != '/') return false;
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '/') continue;
    const char next = i + 1 < path.size() ? path[i + 1] : '/';
    const char after = i + 2 < path.size() ? path[i + 2] : '/';
    if (next == '/' || (next == '.' && after == '/')) return false;
  }
  return true;
}

}  // namespace

std::string FullPath(const std::string& path) {
  if (IsFullPath(path)) return path;
  PathEnvironment environment;
  if (path[0] != '/') environment.workingDirectory = WorkingDirectory();
  return AbsolutePath(path, environment);
}

PathEnvironment CurrentPathEnvironment() {
  PathEnvironment result;
  result.pluginPath = Variable("WASMEDGE_PLUGIN_PATH");
  result.wasmEdgeDirectory = Variable("WASMEDGE_DIR");
  result.homeDirectory = HomeDirectory();
  result.workingDirectory = WorkingDirectory();
  result.hostLibrary = OwnPath();
#if defined(__linux__)
#if defined(__x86_64__)
  result.triplet = "x86_64-linux-";
#else
  result.triplet = "aarch64-linux-";
#endif
#if defined(__GLIBC__)
  result.triplet += "gnu";
#else
  result.triplet += "musl";
#endif
#endif
  return result;
}

}  // namespace plugkit
