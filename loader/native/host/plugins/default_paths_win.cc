#include "default_paths.h"
#include "host/system/dynamic_library.h"
#include "host/system/wide_string_win.h"

namespace plugkit {
namespace {

// Not getenv: Node sets variables through Windows, and the C runtime keeps a copy of its own.
std::string Variable(const wchar_t* Name) {
  WideString Value(32768, L'\0');
  const DWORD Length =
      GetEnvironmentVariableW(Name, Value.data(), static_cast<DWORD>(Value.size()));
  return Length != 0 && Length < Value.size() ? Narrow(Value.data()) : std::string();
}

std::string WorkingDirectory() {
  WideString Path(32768, L'\0');
  GetCurrentDirectoryW(static_cast<DWORD>(Path.size()), Path.data());
  return Narrow(Path.data());
}

}  // namespace

std::string FullPath(const std::string& Path) {
  PathEnvironment Environment;
  Environment.Windows = true;
  Environment.WorkingDirectory = WorkingDirectory();
  return AbsolutePath(Path, Environment);
}

PathEnvironment CurrentPathEnvironment() {
  PathEnvironment Result;
  Result.Windows = true;
  Result.PluginPath = Variable(L"WASMEDGE_PLUGIN_PATH");
  Result.WasmEdgeDirectory = Variable(L"WASMEDGE_DIR");
  Result.HomeDirectory = Variable(L"USERPROFILE");
  Result.WorkingDirectory = WorkingDirectory();
  Result.HostLibrary = OwnPath();
  return Result;
}

}  // namespace plugkit
