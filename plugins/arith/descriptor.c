// descriptor.c: what the plug-in says about itself.
#include <stddef.h>

#include "host_functions.h"

static WasmEdge_ModuleInstanceContext* create_module(const WasmEdge_ModuleDescriptor* module) {
  return create_arith_module(module->Name);
}

static WasmEdge_ModuleDescriptor modules[] = {{
    .Name = "arith",
    .Description = "Arithmetic on every type of value, failures and callbacks",
    .Create = create_module,
}};

static const WasmEdge_PluginDescriptor descriptor = {
    .Name = "arith",
    .Description = "Passes every type of value between WebAssembly and C",
    .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
    .Version = {.Major = 0, .Minor = 1, .Patch = 0, .Build = 0},
    .ModuleCount = 1,
    .ProgramOptionCount = 0,
    .ModuleDescriptions = modules,
    .ProgramOptions = NULL,
};

const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) { return &descriptor; }
