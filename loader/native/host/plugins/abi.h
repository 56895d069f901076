// The C functions that mean something else to a plug-in built for an older API
// version: it gets the form it knows, or is refused. Facts:
// "abiChanges" and "upToApi4" of facts/c-api.json; why so: docs/decisions/api-versions.md.
#pragma once

#include "host/image/image.h"
#include "host/system/dynamic_library.h"

namespace plugkit {

inline constexpr uint32_t kCurrentApiVersion = 5;
inline constexpr uint32_t kOldestApiVersion = 3;

/// Refuses a plug-in that asks for a form of a function which its API version does not have, or for
/// none where that cannot be known.
Check CheckAbi(uint32_t apiVersion, const Image& library, SymbolBinding binding);
/// Makes the calls of an opened plug-in of an older version go to the forms it knows. Bytes are
/// those of its file, LoadedAt is LoadAddress(). Refuses it when it uses one in a way that cannot
/// be changed.
Check BindOldForms(uint32_t apiVersion, const ByteReader& bytes, uintptr_t loadedAt);

}  // namespace plugkit
