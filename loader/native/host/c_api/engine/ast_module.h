// A parsed module. This library parses none, so every pointer to one that a program
// can have is NULL; the functions that take one answer as the stock library answers NULL.
#pragma once

#include <wasmedge/wasmedge_ast.h>

struct WasmEdge_ASTModuleContext {};
struct WasmEdge_ImportTypeContext {};
struct WasmEdge_ExportTypeContext {};
