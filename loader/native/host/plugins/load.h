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
  bool IsDirectory = false;
  Check Why;  // set when refused
  std::vector<Warning> Warnings;
};

/// Checks, opens and registers the library at an absolute path. OpenAtOnce: nothing can be there
/// whose opening does anything, so that no look at it is needed first.
Outcome LoadFile(const std::string& Path, bool OpenAtOnce);

}  // namespace plugkit
