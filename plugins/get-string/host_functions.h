// host_functions.h: the module `get_string` and what its function reads. Used by descriptor.c.
#pragma once

#include <stdbool.h>
#include <wasmedge/wasmedge.h>

// What the user may choose. One for the process: the host program writes it, calls only read it.
typedef struct get_string_options {
  WasmEdge_String string;
  bool upper;
} get_string_options;

// Makes an instance of the module, which belongs to the caller, or returns NULL. `options` must
// outlive it.
WasmEdge_ModuleInstanceContext* create_get_string_module(const char* name,
                                                         const get_string_options* options);
