// host_functions.h: the module `arith`. Used by descriptor.c.
#pragma once

#include <wasmedge/wasmedge.h>

// Makes an instance of the module, which belongs to the caller, or returns NULL. Each instance has
// an accumulator of its own, which starts at 0 and is freed with the instance.
WasmEdge_ModuleInstanceContext* create_arith_module(const char* name);
