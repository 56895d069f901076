// descriptor.cc: what the plug-in says about itself, and the storage of its options.
#include <string_view>

#include "host_functions.h"

namespace {

using namespace std::string_view_literals;

constexpr auto DefaultText = "A string from a WasmEdge plug-in in C++"sv;
constexpr WasmEdge_String DefaultString{static_cast<std::uint32_t>(DefaultText.size()),
                                        DefaultText.data()};
constexpr bool DefaultUpper = false;

// Stock WasmEdge writes default values only while it parses a command line, so a program that
// embeds it would see empty options: the storage begins with the defaults.
get_string::Options options{DefaultString, DefaultUpper};

WasmEdge_ModuleDescriptor modules[] = {{
    "get_string_cpp",
    "Copies a string into the memory of the caller",
    [](const WasmEdge_ModuleDescriptor* module) noexcept {
      return get_string::create_module(module->Name, options);
    },
}};

WasmEdge_ProgramOption program_options[] = {
    {"string", "The string that get_string returns", WasmEdge_ProgramOptionType_String,
     &options.string, &DefaultString},
    {"upper", "Return the string in capital letters", WasmEdge_ProgramOptionType_Toggle,
     &options.upper, &DefaultUpper},
};

constexpr WasmEdge_PluginDescriptor Descriptor{
    "get-string-cpp",
    "Returns a string to WebAssembly, in C++",
    WasmEdge_Plugin_CurrentAPIVersion,
    {0, 1, 0, 0},
    1,
    2,
    modules,
    program_options,
};

}  // namespace

const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor() { return &Descriptor; }
