#include "dynamic_library.h"

#include <cstring>

#include "wide_string_win.h"

namespace plugkit {
namespace {

HMODULE ModuleOf(const void* Address) {
  HMODULE Module = nullptr;
  GetModuleHandleExW(
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
      reinterpret_cast<LPCWSTR>(Address), &Module);
  return Module;
}

HMODULE OwnModule() { return ModuleOf(reinterpret_cast<const void*>(&OwnPath)); }

}  // namespace

SymbolBinding HostSymbolBinding() { return SymbolBinding::Newest; }

void* OpenLibrary(const std::string& Path, OpenProblem& Problem) {
  // No message box for a broken library; the plug-in's own directory is searched for what it needs.
  DWORD OldMode = 0;
  SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX, &OldMode);
  HMODULE Library = LoadLibraryExW(Widen(Path).data(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH);
  const DWORD Code = GetLastError();
  SetThreadErrorMode(OldMode, nullptr);
  if (!Library) Problem = {DescribeError(Code), Code};
  return Library;
}

// Windows resolves everything when it opens a library.
void* OpenLibraryLazily(const std::string&) { return nullptr; }

void* FindSymbol(void* Library, const char* Name) {
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(Library), Name));
}

bool FindsSymbol(void*, const std::string&) { return true; }

uintptr_t LoadAddress(void* Library, const void*) { return reinterpret_cast<uintptr_t>(Library); }

std::string OwnPath() {
  // The longest path Windows knows.
  WideString Path(32768, L'\0');
  GetModuleFileNameW(OwnModule(), Path.data(), static_cast<DWORD>(Path.size() - 1));
  return Narrow(Path.data());
}

// A loaded library is found by its base name, wasmedge.dll.
void ShareOwnSymbols() {}

bool ExportsSymbol(const std::string& Name, const std::string&) {
  return GetProcAddress(OwnModule(), Name.c_str()) != nullptr;
}

bool ReplacePointers(uintptr_t LoadedAt, const std::vector<uint64_t>& Slots, const void* Value) {
  for (const uint64_t Slot : Slots) {
    auto* At = reinterpret_cast<char*>(LoadedAt + Slot);
    DWORD Before = 0;
    if (!VirtualProtect(At, sizeof Value, PAGE_READWRITE, &Before)) return false;
    std::memcpy(At, &Value, sizeof Value);
    if (!VirtualProtect(At, sizeof Value, Before, &Before)) return false;
  }
  return true;
}

bool IsInLoadedLibrary(const void* Address) { return ModuleOf(Address) != nullptr; }

}  // namespace plugkit
