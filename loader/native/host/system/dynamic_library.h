// Opening shared libraries, and what this library can say of itself. One
// implementation a system (dynamic_library_posix.cc, dynamic_library_win.cc). There is no closing:
// a library that has been opened may have started threads, set thread keys, registered handlers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plugkit {

/// Which form of a function whose meaning changed between versions a plug-in is given here.
enum class SymbolBinding {
  Versioned,  // glibc: the form of the version asked for, the oldest form when none is asked for
  Newest      // musl, macOS, Windows: there is one form
};
SymbolBinding HostSymbolBinding();

/// Why a library could not be opened.
struct OpenProblem {
  std::string words;  // the system's, in English on Linux and macOS
  uint32_t code = 0;  // Windows: its error code
};

/// Opens a library, resolving every symbol now. Null with why in Problem: then none of its code has
/// run.
void* OpenLibrary(const std::string& path, OpenProblem& problem);
/// The same, resolving functions when they are first called, where the system can do that and the
/// library lets it.
void* OpenLibraryLazily(const std::string& path);
/// Null when the library does not export it.
void* FindSymbol(void* library, const char* name);
/// Whether a library that was opened finds this symbol, in itself, in what it needs or in what all
/// libraries share.
bool FindsSymbol(void* library, const std::string& name);

/// Where the addresses of a loaded library are counted from (image.h). Inside is an address in it.
uintptr_t LoadAddress(void* library, const void* inside);

/// Where this library was loaded from, "" when the system cannot tell.
std::string OwnPath();
/// Lets plug-ins that do not name this library among those they need find its functions.
void ShareOwnSymbols();
/// Whether this library exports the function, in that symbol version ("" for none). Call
/// ShareOwnSymbols first; both on one thread at a time.
bool ExportsSymbol(const std::string& name, const std::string& version);
/// Writes Value over the pointers at these addresses, though they may be in memory that is
/// write-protected. False when the system does not let it; some are then written, others not.
bool ReplacePointers(uintptr_t loadedAt, const std::vector<uint64_t>& slots, const void* value);
/// Whether an address is in a loaded library or program.
bool IsInLoadedLibrary(const void* address);

}  // namespace plugkit
