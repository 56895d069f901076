// The libraries that were opened as candidates, loaded or refused. They stay open, so a file that
// is asked for again gets the answer it got, and its constructors do not run twice. One thread at a
// time.
#pragma once

#include <string>
#include <vector>

#include "host/refusal.h"
#include "host/system/file_system.h"
#include "registry.h"

namespace plugkit {

struct OpenedLibrary {
  std::string path;
  FileIdentity file;
  FileVersion version;
  const WasmEdge_PluginContext* plugin = nullptr;  // null when refused
  Check why;                                       // set when refused
  std::vector<Warning> warnings;
};

/// Keeps what became of a library. Handle is what the system calls it.
const OpenedLibrary& KeepOpened(void* handle, OpenedLibrary library);

/// The library of this file, else the library opened from this path when another file was there;
/// null when there is none.
const OpenedLibrary* FindOpened(const std::string& path, const FileIdentity& file);
/// The library that the system gave this handle for.
const OpenedLibrary* FindOpened(void* handle);

/// Says that a file is not what it was when its library was opened; nothing when it is.
std::vector<Warning> WarnOfChange(const OpenedLibrary& library, const FileIdentity& file,
                                  const FileVersion& version);

}  // namespace plugkit
