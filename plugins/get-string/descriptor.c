// descriptor.c: what the plug-in says about itself, and the storage of its options.
#include "host_functions.h"

#define DEFAULT_STRING "A string from a WasmEdge plug-in"

// Stock WasmEdge writes default values only while it parses a command line, so a program that
// embeds it would see empty options: the storage begins with the defaults.
static get_string_options options = {
    .string = {.Length = sizeof(DEFAULT_STRING) - 1, .Buf = DEFAULT_STRING}, .upper = false};
static const WasmEdge_String default_string = {.Length = sizeof(DEFAULT_STRING) - 1,
                                               .Buf = DEFAULT_STRING};
static const bool default_upper = false;

static WasmEdge_ModuleInstanceContext* create_module(const WasmEdge_ModuleDescriptor* module) {
  return create_get_string_module(module->Name, &options);
}

static WasmEdge_ModuleDescriptor modules[] = {{
    .Name = "get_string",
    .Description = "Copies a string into the memory of the caller",
    .Create = create_module,
}};

static WasmEdge_ProgramOption program_options[] = {
    {
        .Name = "string",
        .Description = "The string that get_string returns",
        .Type = WasmEdge_ProgramOptionType_String,
        .Storage = &options.string,
        .DefaultValue = &default_string,
    },
    {
        .Name = "upper",
        .Description = "Return the string in capital letters",
        .Type = WasmEdge_ProgramOptionType_Toggle,
        .Storage = &options.upper,
        .DefaultValue = &default_upper,
    },
};

static const WasmEdge_PluginDescriptor descriptor = {
    .Name = "get-string",
    .Description = "Returns a string to WebAssembly",
    .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
    .Version = {.Major = 0, .Minor = 1, .Patch = 0, .Build = 0},
    .ModuleCount = 1,
    .ProgramOptionCount = 2,
    .ModuleDescriptions = modules,
    .ProgramOptions = program_options,
};

const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) { return &descriptor; }
