// From a path, or none, to the outcomes of the candidates found there.
#pragma once

#include "registry.h"

namespace plugkit {

/// Receives outcomes in the order of the search. Called without locks held.
class OutcomeSink {
 public:
  OutcomeSink(plugkit_OnOutcome OnOutcome, void* Data) : OnOutcome_(OnOutcome), Data_(Data) {}
  void operator()(const Outcome& Result) const;

 private:
  plugkit_OnOutcome OnOutcome_;
  void* Data_;
};

/// Searches the default paths. Directories that do not exist are passed over; parts of
/// WASMEDGE_PLUGIN_PATH are what someone wrote down, so those that do not exist are reported.
void LoadFromDefaultPaths(const OutcomeSink& Report);

/// Loads a file of any name, or all libraries in a directory and below. Path may be null or
/// relative.
void LoadFromPath(const char* Path, const OutcomeSink& Report);

}  // namespace plugkit
