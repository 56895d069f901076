// The WasmEdge_Plugin* functions of the C API. The two that load return nothing
// there, so what became of each candidate is logged.
#include "host/c_api/values/log.h"
#include "host/c_api/values/text.h"
#include "host_interface.h"
#include "search.h"

namespace plugkit {
namespace {

void LogOutcome(void* Data, const plugkit_LoadOutcome* Result) {
  const auto RefusalLevel = *static_cast<const WasmEdge_LogLevel*>(Data);
  if (Result->State == plugkit_LoadState_Refused) {
    Log(RefusalLevel, "Cannot load plug-in \"%s\": %s (%s). %s", Result->Path, Result->Reason,
        Result->Code, Result->Hint);
  } else {
    Log(WasmEdge_LogLevel_Debug, "Plug-in \"%s\" from \"%s\" is %s", Result->Plugin->Name.c_str(),
        Result->Path, Result->State == plugkit_LoadState_Loaded ? "loaded" : "loaded already");
  }
  for (size_t I = 0; I < Result->WarningCount; ++I) {
    const plugkit_LoadWarning& Warning = Result->Warnings[I];
    Log(WasmEdge_LogLevel_Warn, "Plug-in \"%s\": %s (%s). %s", Result->Path, Warning.Message,
        Warning.Code, Warning.Hint);
  }
}

const WasmEdge_ModuleDescriptor* FindModule(const WasmEdge_PluginDescriptor& Plugin,
                                            std::string_view Name) {
  for (uint32_t I = 0; I < Plugin.ModuleCount; ++I) {
    if (Plugin.ModuleDescriptions[I].Name == Name) return &Plugin.ModuleDescriptions[I];
  }
  return nullptr;
}

}  // namespace
}  // namespace plugkit

extern "C" {

WASMEDGE_CAPI_EXPORT void WasmEdge_PluginLoadWithDefaultPaths(void) {
  WasmEdge_LogLevel Level = WasmEdge_LogLevel_Warn;
  plugkit::LoadFromDefaultPaths(plugkit::OutcomeSink(plugkit::LogOutcome, &Level));
}

WASMEDGE_CAPI_EXPORT void WasmEdge_PluginLoadFromPath(const char* Path) {
  WasmEdge_LogLevel Level = WasmEdge_LogLevel_Error;
  plugkit::LoadFromPath(Path, plugkit::OutcomeSink(plugkit::LogOutcome, &Level));
}

WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListPluginsLength(void) {
  return static_cast<uint32_t>(plugkit::ListPlugins().size());
}

WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListPlugins(WasmEdge_String* Names,
                                                         const uint32_t Len) {
  const auto Plugins = plugkit::ListPlugins();
  for (uint32_t I = 0; Names && I < Len && I < Plugins.size(); ++I) {
    Names[I] = WasmEdge_PluginGetPluginName(Plugins[I]);
  }
  return static_cast<uint32_t>(Plugins.size());
}

WASMEDGE_CAPI_EXPORT const WasmEdge_PluginContext* WasmEdge_PluginFind(const WasmEdge_String Name) {
  const std::string_view Sought = plugkit::View(Name);
  if (Sought == std::string_view(PLUGKIT_HOST_NAME, PLUGKIT_HOST_NAME_LENGTH)) {
    return reinterpret_cast<const WasmEdge_PluginContext*>(plugkit::HostInterface());
  }
  return plugkit::FindPlugin(Sought);
}

WASMEDGE_CAPI_EXPORT WasmEdge_String
WasmEdge_PluginGetPluginName(const WasmEdge_PluginContext* Cxt) {
  return Cxt ? plugkit::Wrap(Cxt->Name) : WasmEdge_String{0, nullptr};
}

WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListModuleLength(const WasmEdge_PluginContext* Cxt) {
  return Cxt ? Cxt->Descriptor->ModuleCount : 0;
}

WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListModule(const WasmEdge_PluginContext* Cxt,
                                                        WasmEdge_String* Names,
                                                        const uint32_t Len) {
  const uint32_t Count = WasmEdge_PluginListModuleLength(Cxt);
  for (uint32_t I = 0; Names && I < Len && I < Count; ++I) {
    Names[I] = plugkit::Wrap(Cxt->Descriptor->ModuleDescriptions[I].Name);
  }
  return Count;
}

WASMEDGE_CAPI_EXPORT WasmEdge_ModuleInstanceContext* WasmEdge_PluginCreateModule(
    const WasmEdge_PluginContext* Cxt, const WasmEdge_String ModuleName) {
  if (!Cxt) return nullptr;
  const auto* Module = plugkit::FindModule(*Cxt->Descriptor, plugkit::View(ModuleName));
  return Module ? Module->Create(Module) : nullptr;
}

WASMEDGE_CAPI_EXPORT void WasmEdge_PluginInitWASINN(const char* const*,
                                                    const uint32_t PreloadsLen) {
  if (PreloadsLen == 0) return;
  plugkit::Log(
      WasmEdge_LogLevel_Error,
      "Cannot hand models to the plug-in \"wasi_nn\": it is of the C++ interface, expected "
      "one of the C interface. Run it in a stock WasmEdge");
}

}  // extern "C"
