// What the host library calls when a plug-in touches an instance that lives in JavaScript.
#pragma once

#include "embedder.h"

namespace plugkit {

struct Environment;

// The table for one environment.
plugkit_Embedder EmbedderCallbacks(Environment& environment);

}  // namespace plugkit
