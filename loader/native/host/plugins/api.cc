// The WasmEdge_Plugin* functions of the C API. The two that load return nothing
// there, so what became of each candidate is logged.
#include "host/c_api/values/log.h"
#include "host/c_api/values/text.h"
#include "host_interface.h"
#include "search.h"

namespace plugkit {
namespace {

void LogOutcome(void* data, const plugkit_LoadOutcome* result) {
  const auto refusalLevel = *static_cast<const WasmEdge_LogLevel*>(data);
  if (result->State == plugkit_LoadState_Refused) {
    Log(refusalLevel, "Cannot load plug-in \"%s\": %s (%s). %s", result->Path, result->Reason,
        result->Code, result->Hint);
  } else {
    Log(WasmEdge_LogLevel_Debug, "Plug-in \"%s\" from \"%s\" is %s", result->Plugin->name.c_str(),
        result->Path, result->State == plugkit_LoadState_Loaded ? "loaded" : "loaded already");
  }
  for (size_t i = 0; i < result->WarningCount; ++i) {
    const plugkit_LoadWarning& warning = result->Warnings[i];
    Log(WasmEdge_LogLevel_Warn, "Plug-in \"%s\": %s (%s). %s", result->Path, warning.Message,
        warning.Code, warning.Hint);
  }
}

const WasmEdge_ModuleDescriptor* FindModule(const WasmEdge_PluginDescriptor& plugin,
                                            std::string_view name) {
  for (uint32_t i = 0; i < plugin.ModuleCount; ++i) {
    if (plugin.ModuleDescriptions[i].Name == name) return &plugin.ModuleDescriptions[i];
  }
  return nullptr;
}

}  // namespace
}  // namespace plugkit

extern "C" {

WASMEDGE_CAPI_EXPORT void WasmEdge_PluginLoadWithDefaultPaths(void) {
  WasmEdge_LogLevel level = WasmEdge_LogLevel_Warn;
  plugkit::LoadFromDefaultPaths(plugkit::OutcomeSink(plugkit::LogOutcome, &level));
}

WASMEDGE_CAPI_EXPORT void WasmEdge_PluginLoadFromPath(const char* path) {
  WasmEdge_LogLevel level = WasmEdge_LogLevel_Error;
  plugkit::LoadFromPath(path, plugkit::OutcomeSink(plugkit::LogOutcome, &level));
}

WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListPluginsLength(void) {
  return static_cast<uint32_t>(plugkit::ListPlugins().size());
}

WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListPlugins(WasmEdge_String* names,
                                                         const uint32_t len) {
  const auto plugins = plugkit::ListPlugins();
  for (uint32_t i = 0; names && i < len && i < plugins.size(); ++i) {
    names[i] = WasmEdge_PluginGetPluginName(plugins[i]);
  }
  return static_cast<uint32_t>(plugins.size());
}

WASMEDGE_CAPI_EXPORT const WasmEdge_PluginContext* WasmEdge_PluginFind(const WasmEdge_String name) {
  const std::string_view sought = plugkit::View(name);
  if (sought == std::string_view(PLUGKIT_HOST_NAME, PLUGKIT_HOST_NAME_LENGTH)) {
    return reinterpret_cast<const WasmEdge_PluginContext*>(plugkit::HostInterface());
  }
  return plugkit::FindPlugin(sought);
}

WASMEDGE_CAPI_EXPORT WasmEdge_String
WasmEdge_PluginGetPluginName(const WasmEdge_PluginContext* cxt) {
  return cxt ? plugkit::Wrap(cxt->name) : WasmEdge_String{0, nullptr};
}

WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListModuleLength(const WasmEdge_PluginContext* cxt) {
  return cxt ? cxt->descriptor->ModuleCount : 0;
}

WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_PluginListModule(const WasmEdge_PluginContext* cxt,
                                                        WasmEdge_String* names,
                                                        const uint32_t len) {
  const uint32_t count = WasmEdge_PluginListModuleLength(cxt);
  for (uint32_t i = 0; names && i < len && i < count; ++i) {
    names[i] = plugkit::Wrap(cxt->descriptor->ModuleDescriptions[i].Name);
  }
  return count;
}

WASMEDGE_CAPI_EXPORT WasmEdge_ModuleInstanceContext* WasmEdge_PluginCreateModule(
    const WasmEdge_PluginContext* cxt, const WasmEdge_String moduleName) {
  if (!cxt) return nullptr;
  const auto* module = plugkit::FindModule(*cxt->descriptor, plugkit::View(moduleName));
  return module ? module->Create(module) : nullptr;
}

WASMEDGE_CAPI_EXPORT void WasmEdge_PluginInitWASINN(const char* const*,
                                                    const uint32_t preloadsLen) {
  if (preloadsLen == 0) return;
  plugkit::Log(
      WasmEdge_LogLevel_Error,
      "Cannot hand models to the plug-in \"wasi_nn\": it is of the C++ interface, expected "
      "one of the C interface. Run it in a stock WasmEdge");
}

}  // extern "C"
