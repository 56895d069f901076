// The types of functions, tables, memories, tags and globals. Instances hold copies of
// them.
#pragma once

#include <wasmedge/wasmedge_ast.h>

#include <vector>

#include "limit.h"

struct WasmEdge_FunctionTypeContext {
  std::vector<WasmEdge_ValType> Params;
  std::vector<WasmEdge_ValType> Returns;
};

struct WasmEdge_TableTypeContext {
  WasmEdge_ValType Element;
  WasmEdge_LimitContext Limit;
};

struct WasmEdge_MemoryTypeContext {
  WasmEdge_LimitContext Limit;
};

struct WasmEdge_TagTypeContext {
  WasmEdge_FunctionTypeContext Function;
};

struct WasmEdge_GlobalTypeContext {
  WasmEdge_ValType Value;
  uint8_t Mutability;  // a WasmEdge_Mutability, or what a program gave for one
};

namespace plugkit {

// NULL when Element is no reference, or Limit is NULL.
WasmEdge_TableTypeContext* CreateTableType(WasmEdge_ValType Element,
                                           const WasmEdge_LimitContext* Limit);
// NULL when Limit is NULL.
WasmEdge_MemoryTypeContext* CreateMemoryType(const WasmEdge_LimitContext* Limit);
const WasmEdge_LimitContext* TableTypeLimit(const WasmEdge_TableTypeContext* Type);
const WasmEdge_LimitContext* MemoryTypeLimit(const WasmEdge_MemoryTypeContext* Type);

}  // namespace plugkit
