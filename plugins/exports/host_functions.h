// host_functions.h: the module `exports`. Used by descriptor.c.
#pragma once

#include <wasmedge/wasmedge.h>

// Makes an instance of the module, which belongs to the caller, or returns NULL. Each instance has
// a memory, a table and a counter of its own.
WasmEdge_ModuleInstanceContext* create_exports_module(const char* name);
