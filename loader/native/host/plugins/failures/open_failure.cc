// What open_failure_posix.cc and open_failure_win.cc share.
#include "open_failure.h"

namespace plugkit {

Refusal LacksHostFunction(const std::string& function) {
  return {kLibraryOpenFailed,
          Join({"it needs the function ", function, ", which this host library does not have"}),
          "The plug-in was built for another WasmEdge: build it against version 0.17"};
}

}  // namespace plugkit
