// One candidate, from its path to its outcome. Any thread; one at a time loads.
#pragma once

#include <string>
#include <vector>

#include "registry.h"

namespace plugkit {

/// What became of one candidate.
struct Outcome {
  std::string path;
  const WasmEdge_PluginContext* plugin = nullptr;
  bool alreadyLoaded = false;
  bool isPlugin = false;  // it exports a descriptor, whatever else may be wrong with it
  bool isDirectory = false;
  Check why;  // set when refused
  std::vector<Warning> warnings;
};

/// Checks, opens and registers the library at an absolute path. OpenAtOnce: nothing can be there
/// whose opening does anything, so that no look at it is needed first.
Outcome LoadFile(const std::string& path, bool openAtOnce);

}  // namespace plugkit
