#include "dynamic_library.h"

#include <cstring>

#include "wide_string_win.h"

namespace plugkit {
namespace {

HMODULE ModuleOf(const void* address) {
  HMODULE module = nullptr;
  GetModuleHandleExW(
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
      reinterpret_cast<LPCWSTR>(address), &module);
  return module;
}

HMODULE OwnModule() { return ModuleOf(reinterpret_cast<const void*>(&OwnPath)); }

}  // namespace

SymbolBinding HostSymbolBinding() { return SymbolBinding::Newest; }

void* OpenLibrary(const std::string& path, OpenProblem& problem) {
  // No message box for a broken library; the plug-in's own directory is searched for what it needs.
  DWORD oldMode = 0;
  SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX, &oldMode);
  HMODULE library = LoadLibraryExW(Widen(path).data(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH);
  const DWORD code = GetLastError();
  SetThreadErrorMode(oldMode, nullptr);
  if (!library) problem = {DescribeError(code), code};
  return library;
}

// Windows resolves everything when it opens a library.
void* OpenLibraryLazily(const std::string&) { return nullptr; }

void* FindSymbol(void* library, const char* name) {
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}

bool FindsSymbol(void*, const std::string&) { return true; }

uintptr_t LoadAddress(void* library, const void*) { return reinterpret_cast<uintptr_t>(library); }

std::string OwnPath() {
  // The longest path Windows knows.
  WideString path(32768, L'\0');
  GetModuleFileNameW(OwnModule(), path.data(), static_cast<DWORD>(path.size() - 1));
  return Narrow(path.data());
}

// A loaded library is found by its base name, wasmedge.dll.
void ShareOwnSymbols() {}

bool ExportsSymbol(const std::string& name, const std::string&) {
  return GetProcAddress(OwnModule(), name.c_str()) != nullptr;
}

bool ReplacePointers(uintptr_t loadedAt, const std::vector<uint64_t>& slots, const void* value) {
  for (const uint64_t slot : slots) {
    auto* at = reinterpret_cast<char*>(loadedAt + slot);
    DWORD before = 0;
    if (!VirtualProtect(at, sizeof value, PAGE_READWRITE, &before)) return false;
    std::memcpy(at, &value, sizeof value);
    if (!VirtualProtect(at, sizeof value, before, &before)) return false;
  }
  return true;
}

bool IsInLoadedLibrary(const void* address) { return ModuleOf(address) != nullptr; }

}  // namespace plugkit
