// Values and types on their way between the call frame, the C API and JavaScript.
#pragma once

#include <wasmedge/wasmedge.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace plugkit {

// The call frame's layout, shared with loader/wasm/adapter.ts: the number of the binding, then the
// values, 8 bytes each (v128: 16), integers zero-extended.
constexpr size_t kFrameValues = 16;
constexpr size_t kFrameSize = 65536;

// How a value is carried.
enum class Carrier : uint8_t { kWord, kVector, kFunction, kExternal };

struct Field {
  WasmEdge_ValType type;
  Carrier carrier;
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

// Bytes the values take in the frame.
size_t FrameBytes(const Fields& fields);

void LoadValues(const uint8_t* frame, const Fields& fields, WasmEdge_Value* values);
void StoreValues(uint8_t* frame, const Fields& fields, const WasmEdge_Value* values);

}  // namespace plugkit
