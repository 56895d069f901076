#include "../loaded_library.h"

#include "host/system/wide_string_win.h"

namespace plugkit {

namespace {

HMODULE OwnModule() {
  HMODULE module = nullptr;
  GetModuleHandleExW(
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
      reinterpret_cast<LPCWSTR>(&OpenHostBeside), &module);
  return module;
}

// Without the prefix by which Node asks for long paths: the host library searches its own folder.
std::string FileOf(HMODULE module) {
  WideString path(32768, L'\0');
  GetModuleFileNameW(module, path.data(), static_cast<DWORD>(path.size() - 1));
  const std::string text = Narrow(path.data());
  const bool isDrive = text.compare(0, 4, "\\\\?\\") == 0 && text.size() > 5 && text[5] == ':';
  return isDrive && text.size() < MAX_PATH ? text.substr(4) : text;
}

}  // namespace

// Plug-ins name the library by its base name and get the first one of that name.
LoadedLibrary FindHostInUse() {
  HMODULE module = GetModuleHandleW(Widen(PLUGKIT_HOST_FILE).data());
  return {module, module != nullptr ? FileOf(module) : std::string()};
}

LoadedLibrary OpenHostBeside(std::string& problem) {
  const std::string own = FileOf(OwnModule());
  const std::string path = own.substr(0, own.rfind('\\') + 1) + PLUGKIT_HOST_FILE;
  // No message box for a broken library.
  DWORD mode = 0;
  SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX, &mode);
  HMODULE module = LoadLibraryExW(Widen(path).data(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH);
  const DWORD code = GetLastError();
  SetThreadErrorMode(mode, nullptr);
  if (module == nullptr) problem = path + ": " + DescribeError(code);
  return {module, path};
}

void* FindFunction(void* library, const char* name) {
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}

}  // namespace plugkit
