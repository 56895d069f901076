// From a path, or none, to the outcomes of the candidates found there.
#pragma once

#include "load.h"

namespace plugkit {

/// Receives outcomes in the order of the search. Called without locks held.
class OutcomeSink {
 public:
  OutcomeSink(plugkit_OnOutcome onOutcome, void* data) : onOutcome_(onOutcome), data_(data) {}
  void operator()(const Outcome& result) const;

 private:
  plugkit_OnOutcome onOutcome_;
  void* data_;
};

/// Searches the default paths of this process. Directories that do not exist are passed over; parts
/// of WASMEDGE_PLUGIN_PATH are what someone wrote down, so those that do not exist are reported.
/// Each directory is searched once.
void LoadFromDefaultPaths(const OutcomeSink& report);
/// The same for these paths.
void LoadFromPaths(const plugkit_DefaultPath* paths, size_t count, const OutcomeSink& report);

/// Loads a file of any name, or all libraries in a directory and below. Path may be null or
/// relative.
void LoadFromPath(const char* path, const OutcomeSink& report);

}  // namespace plugkit
