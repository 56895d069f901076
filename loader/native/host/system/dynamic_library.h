// Opening shared libraries, and what this library can say of itself. One
// implementation a system (dynamic_library_posix.cc, dynamic_library_win.cc).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plugkit {

/// Which form of a function whose meaning changed between versions a plug-in is given here.
enum class SymbolBinding {
  Versioned,  // glibc: the form of the version asked for, the oldest form when none is asked for
  Newest      // musl, macOS, Windows: there is one form
};
SymbolBinding HostSymbolBinding();

/// Opens a library, resolving everything now. Null with the system's words in Problem.
void* OpenLibrary(const std::string& Path, std::string& Problem);
void CloseLibrary(void* Library);
/// Null when the library does not export it.
void* FindSymbol(void* Library, const char* Name);

/// The first of these libraries that the system cannot find for a plug-in at Path that failed to
/// open with Problem, "" when that is not why.
std::string FindMissingLibrary(const std::string& Path, const std::string& Problem,
                               const std::vector<std::string_view>& Needed);

/// Where this library was loaded from, "" when the system cannot tell.
std::string OwnPath();
/// Lets plug-ins that do not name this library among those they need find its functions.
void ShareOwnSymbols();
/// Whether this library exports the function, in that symbol version ("" for none). Call
/// ShareOwnSymbols first; both on one thread at a time.
bool ExportsSymbol(const std::string& Name, const std::string& Version);
/// Writes Value over the pointers at these distances from the first byte of the loaded library that
/// holds the address Inside, though they may be in memory that is write-protected. False when the
/// system does not let it; some are then written, others not.
bool ReplacePointers(const void* Inside, const std::vector<uint64_t>& Slots, const void* Value);
/// Whether an address lies in a loaded library or program.
bool IsInLoadedLibrary(const void* Address);

}  // namespace plugkit
