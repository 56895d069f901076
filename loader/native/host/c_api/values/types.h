// The types of functions, tables, memories, tags and globals. Instances hold copies of
// them.
#pragma once

#include <wasmedge/wasmedge_ast.h>

#include <vector>

#include "limit.h"

struct WasmEdge_FunctionTypeContext {
  std::vector<WasmEdge_ValType> params;
  std::vector<WasmEdge_ValType> returns;
};

struct WasmEdge_TableTypeContext {
  WasmEdge_ValType element;
  WasmEdge_LimitContext limit;
};

struct WasmEdge_MemoryTypeContext {
  WasmEdge_LimitContext limit;
};

struct WasmEdge_TagTypeContext {
  WasmEdge_FunctionTypeContext function;
};

struct WasmEdge_GlobalTypeContext {
  WasmEdge_ValType value;
  uint8_t mutability;  // a WasmEdge_Mutability, or what a program gave for one
};

namespace plugkit {

// NULL when Element is no reference, or Limit is NULL.
WasmEdge_TableTypeContext* CreateTableType(WasmEdge_ValType element,
                                           const WasmEdge_LimitContext* limit);
// NULL when Limit is NULL.
WasmEdge_MemoryTypeContext* CreateMemoryType(const WasmEdge_LimitContext* limit);
const WasmEdge_LimitContext* TableTypeLimit(const WasmEdge_TableTypeContext* type);
const WasmEdge_LimitContext* MemoryTypeLimit(const WasmEdge_MemoryTypeContext* type);

}  // namespace plugkit
