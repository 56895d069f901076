// Who deletes an instance: the module that it was added to, else the program. `Owner` of every kind
// of instance says so, since a program that adds one twice, or deletes what it has added, would
// free it twice.
#pragma once

#include "embedded.h"
#include "host/c_api/values/log.h"

namespace plugkit {

// The Delete functions of the API. What a module owns stays.
template <class Instance>
void DeleteUnowned(Instance* given, const char* kind) {
  if (given && given->owner) {
    Log(WasmEdge_LogLevel_Error,
        "Cannot delete a %s: a module has it, expected one that is in none", kind);
    return;
  }
  delete given;
}

}  // namespace plugkit
