// wasmedge_plugin.h: what a plug-in exports, and how a program loads plug-ins and makes their
// modules.
#ifndef WASMEDGE_WASMEDGE_PLUGIN_H
#define WASMEDGE_WASMEDGE_PLUGIN_H

#include <wasmedge/wasmedge_instance.h>

#ifdef __cplusplus
extern "C" {
#endif

// The C type a plug-in option is stored in.
typedef enum WasmEdge_ProgramOptionType {
  WasmEdge_ProgramOptionType_None = 0,
  WasmEdge_ProgramOptionType_Toggle = 1,
  WasmEdge_ProgramOptionType_Int8 = 2,
  WasmEdge_ProgramOptionType_Int16 = 3,
  WasmEdge_ProgramOptionType_Int32 = 4,
  WasmEdge_ProgramOptionType_Int64 = 5,
  WasmEdge_ProgramOptionType_UInt8 = 6,
  WasmEdge_ProgramOptionType_UInt16 = 7,
  WasmEdge_ProgramOptionType_UInt32 = 8,
  WasmEdge_ProgramOptionType_UInt64 = 9,
  WasmEdge_ProgramOptionType_Float = 10,
  WasmEdge_ProgramOptionType_Double = 11,
  WasmEdge_ProgramOptionType_String = 12
} WasmEdge_ProgramOptionType;

// One option of a plug-in. Storage belongs to the plug-in and is written by the program that loads
// it; DefaultValue points to the same C type, or is NULL.
typedef struct WasmEdge_ProgramOption {
  const char* Name;
  const char* Description;
  WasmEdge_ProgramOptionType Type;
  void* Storage;
  const void* DefaultValue;
} WasmEdge_ProgramOption;

// One module of a plug-in. Create makes an instance that belongs to the caller, or returns NULL.
typedef struct WasmEdge_ModuleDescriptor {
  const char* Name;
  const char* Description;
  WasmEdge_ModuleInstanceContext* (*Create)(const struct WasmEdge_ModuleDescriptor*);
} WasmEdge_ModuleDescriptor;

// The version of a plug-in, chosen by its author.
typedef struct WasmEdge_PluginVersionData {
  uint32_t Major;
  uint32_t Minor;
  uint32_t Patch;
  uint32_t Build;
} WasmEdge_PluginVersionData;

// What a plug-in says about itself. It and all it points to live as long as the plug-in is loaded,
// which is until the process ends.
typedef struct WasmEdge_PluginDescriptor {
  const char* Name;
  const char* Description;
  uint32_t APIVersion;
  WasmEdge_PluginVersionData Version;
  uint32_t ModuleCount;
  uint32_t ProgramOptionCount;
  WasmEdge_ModuleDescriptor* ModuleDescriptions;
  WasmEdge_ProgramOption* ProgramOptions;
} WasmEdge_PluginDescriptor;

// Written by the plug-in, called by the host library: returns the descriptor, which stays the
// property of the plug-in.
WASMEDGE_CAPI_PLUGIN_EXPORT const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void);

// --- Loading. A plug-in stays loaded until the process ends ------------------------------------

// Loads every plug-in found in the default paths.
WASMEDGE_CAPI_EXPORT void WasmEdge_PluginLoadWithDefaultPaths(void);

// Loads a plug-in file, or every plug-in below a directory.
WASMEDGE_CAPI_EXPORT void WasmEdge_PluginLoadFromPath(const char* Path);

// The number of loaded plug-ins.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListPluginsLength(void);

// Writes up to Len names, which belong to the plug-ins, and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListPlugins(WasmEdge_String* Names,
                                                         const uint32_t Len);

// The loaded plug-in of this name, or NULL. Valid until the process ends.
WASMEDGE_CAPI_EXPORT const WasmEdge_PluginContext* WasmEdge_PluginFind(const WasmEdge_String Name);

// The name. Belongs to the plug-in.
WASMEDGE_CAPI_EXPORT WasmEdge_String
WasmEdge_PluginGetPluginName(const WasmEdge_PluginContext* Cxt);

// The number of modules the plug-in offers.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListModuleLength(const WasmEdge_PluginContext* Cxt);

// Writes up to Len names, which belong to the plug-in, and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListModule(const WasmEdge_PluginContext* Cxt,
                                                        WasmEdge_String* Names, const uint32_t Len);

// Makes an instance of a module, or returns NULL. The caller frees it with ModuleInstanceDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_ModuleInstanceContext* WasmEdge_PluginCreateModule(
    const WasmEdge_PluginContext* Cxt, const WasmEdge_String ModuleName);

// Hands models to the WASI-NN plug-in, when that is loaded. The lists are copied.
WASMEDGE_CAPI_EXPORT void WasmEdge_PluginInitWASINN(const char* const* NNPreloads,
                                                    const uint32_t PreloadsLen);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_PLUGIN_H
