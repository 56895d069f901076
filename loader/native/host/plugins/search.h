// From a path, or none, to the outcomes of the candidates found there.
#pragma once

#include "load.h"

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

/// Searches the default paths of this process. Directories that do not exist are passed over; parts
/// of WASMEDGE_PLUGIN_PATH are what someone wrote down, so those that do not exist are reported.
/// Each directory is searched once.
void LoadFromDefaultPaths(const OutcomeSink& Report);
/// The same for these paths.
void LoadFromPaths(const plugkit_DefaultPath* Paths, size_t Count, const OutcomeSink& Report);

/// Loads a file of any name, or all libraries in a directory and below. Path may be null or
/// relative.
void LoadFromPath(const char* Path, const OutcomeSink& Report);

}  // namespace plugkit
