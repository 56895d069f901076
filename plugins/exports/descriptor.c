// descriptor.c: what the plug-in says about itself.
#include <stddef.h>

#include "host_functions.h"

static WasmEdge_ModuleInstanceContext* create_module(const WasmEdge_ModuleDescriptor* module) {
  return create_exports_module(module->Name);
}

static WasmEdge_ModuleDescriptor modules[] = {{
    .Name = "exports",
    .Description = "A memory, a table, a global, and functions that use them",
    .Create = create_module,
}};

static const WasmEdge_PluginDescriptor descriptor = {
    .Name = "exports",
    .Description = "Exports more than functions to WebAssembly",
    .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
    .Version = {.Major = 0, .Minor = 1, .Patch = 0, .Build = 0},
    .ModuleCount = 1,
    .ProgramOptionCount = 0,
    .ModuleDescriptions = modules,
    .ProgramOptions = NULL,
};

const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) { return &descriptor; }
