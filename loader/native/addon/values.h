// Values and types on their way between the call frame, the C API and JavaScript.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "host/c_api/values/value.h"
#include "host_library.h"

namespace plugkit {

// The call frame's layout, shared with loader/wasm/adapter.ts: the slot of a host call, then the
// values of callbacks, 8 bytes each (v128: 16), integers zero-extended; where the values of a host
// call are, its slot knows. Through the accelerator, the status is not zero after a call that did
// not simply succeed.
constexpr size_t kFrameStatus = 8;
constexpr size_t kFrameValues = 16;

// How a value is carried.
enum class Carrier : uint8_t { kWord, kVector, kFunction, kExternal };

struct Field {
  WasmEdge_ValType type;
  // As wide as the type, so that fields are aligned.
  alignas(8) Carrier carrier;
};

using Fields = std::vector<Field>;

// The byte of a type in WebAssembly's binary format; 0 for one that cannot be passed.
uint8_t TypeByte(WasmEdge_ValType type);

// One character per type, as loader/wasm/types.ts reads them.
std::string TypeString(const std::vector<WasmEdge_ValType>& types);
std::vector<WasmEdge_ValType> TypesFromString(const std::string& bytes);

// The lists of a function type; empty for NULL.
std::vector<WasmEdge_ValType> ParameterTypes(const WasmEdge_FunctionTypeContext* type);
std::vector<WasmEdge_ValType> ReturnTypes(const WasmEdge_FunctionTypeContext* type);
// Made from strings of types. The caller deletes it.
WasmEdge_FunctionTypeContext* MakeFunctionType(const std::string& params,
                                               const std::string& returns);

Fields FieldsOf(const std::vector<WasmEdge_ValType>& types);
Field FieldOf(WasmEdge_ValType type);

bool HasReferences(const std::vector<WasmEdge_ValType>& types);

// The frame's words as values; returns the end of the values.
inline WasmEdge_Value* LoadValues(const uint8_t* frame, const Fields& fields,
                                  WasmEdge_Value* values) {
  const uint8_t* at = frame + kFrameValues;
  for (const Field& field : fields) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    if (field.carrier == Carrier::kWord) {
      StoreValue(values, field.type, word, 0);
    } else if (field.carrier == Carrier::kVector) {
      at += 8;
      uint64_t high;
      std::memcpy(&high, at, 8);
      StoreValue(values, field.type, word, high);
    } else {
      // A reference holds its type, then its pointer.
      uint64_t type;
      std::memcpy(&type, &field.type, 8);
      StoreValue(values, field.type, type, word);
    }
    at += 8;
    ++values;
  }
  return values;
}

inline void StoreValues(uint8_t* frame, const Fields& fields, const WasmEdge_Value* values) {
  uint8_t* at = frame + kFrameValues;
  for (const Field& field : fields) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(&values++->Value);
    if (field.carrier == Carrier::kWord) {
      std::memcpy(at, bytes, 8);
    } else if (field.carrier == Carrier::kVector) {
      std::memcpy(at, bytes, 16);
      at += 8;
    } else {
      std::memcpy(at, bytes + 8, 8);
    }
    at += 8;
  }
}

}  // namespace plugkit
