#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "default_paths.h"
#include "host/system/dynamic_library.h"

namespace plugkit {
namespace {

std::string Variable(const char* Name) {
  const char* Value = getenv(Name);
  return Value ? Value : std::string();
}

std::string HomeDirectory() {
  if (const char* Home = getenv("HOME")) return Home;
  passwd Entry;
  passwd* Found = nullptr;
  char Buffer[4096];
  getpwuid_r(getuid(), &Entry, Buffer, sizeof Buffer, &Found);
  return Found && Found->pw_dir ? Found->pw_dir : std::string();
}

std::string WorkingDirectory() {
  char* Path = getcwd(nullptr, 0);
  std::string Result = Path ? Path : "/";
  free(Path);
  return Result;
}

}  // namespace

std::string FullPath(const std::string& Path) {
  PathEnvironment Environment;
  if (Path[0] != '/') Environment.WorkingDirectory = WorkingDirectory();
  return AbsolutePath(Path, Environment);
}

PathEnvironment CurrentPathEnvironment() {
  PathEnvironment Result;
  Result.PluginPath = Variable("WASMEDGE_PLUGIN_PATH");
  Result.WasmEdgeDirectory = Variable("WASMEDGE_DIR");
  Result.HomeDirectory = HomeDirectory();
  Result.WorkingDirectory = WorkingDirectory();
  Result.HostLibrary = OwnPath();
#if defined(__linux__)
#if defined(__x86_64__)
  Result.Triplet = "x86_64-linux-";
#else
  Result.Triplet = "aarch64-linux-";
#endif
#if defined(__GLIBC__)
  Result.Triplet += "gnu";
#else
  Result.Triplet += "musl";
#endif
#endif
  return Result;
}

}  // namespace plugkit
