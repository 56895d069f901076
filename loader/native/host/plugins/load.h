// One candidate, from its path to its outcome. Any thread; one at a time loads.
#pragma once

#include <string>
#include <vector>

#include "registry.h"

namespace plugkit {

/// What became of one candidate.
struct Outcome {
  std::string Path;
  const WasmEdge_PluginContext* Plugin = nullptr;
  bool AlreadyLoaded = false;
  bool IsPlugin = false;  // it exports a descriptor, whatever else may be wrong with it
  Check Why;              // set when refused
  std::vector<Warning> Warnings;
};

/// Checks, opens and registers the library at an absolute path. IsFile: there is a regular file, so
/// that it can be opened without a look at it.
Outcome LoadFile(const std::string& Path, bool IsFile);

}  // namespace plugkit
