#include "default_paths.h"
#include "host/system/dynamic_library.h"
#include "host/system/wide_string_win.h"

namespace plugkit {
namespace {

// Not getenv: Node sets variables through Windows, and the C runtime keeps a copy of its own.
std::string Variable(const wchar_t* name) {
  WideString value(32768, L'\0');
  const DWORD length =
      GetEnvironmentVariableW(name, value.data(), static_cast<DWORD>(value.size()));
  return length != 0 && length < value.size() ? Narrow(value.data()) : std::string();
}

std::string WorkingDirectory() {
  WideString path(32768, L'\0');
  GetCurrentDirectoryW(static_cast<DWORD>(path.size()), path.data());
  return Narrow(path.data());
}

}  // namespace

std::string FullPath(const std::string& path) {
  PathEnvironment environment;
  environment.windows = true;
  environment.workingDirectory = WorkingDirectory();
  return AbsolutePath(path, environment);
}

PathEnvironment CurrentPathEnvironment() {
  PathEnvironment result;
  result.windows = true;
  result.pluginPath = Variable(L"WASMEDGE_PLUGIN_PATH");
  result.wasmEdgeDirectory = Variable(L"WASMEDGE_DIR");
  result.homeDirectory = Variable(L"USERPROFILE");
  result.workingDirectory = WorkingDirectory();
  result.hostLibrary = OwnPath();
  return result;
}

}  // namespace plugkit
