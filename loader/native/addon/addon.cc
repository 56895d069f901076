// The addon's exports. What each does is said in loader/bridge/types.ts, which also types them.
#include <node_api.h>

#include "callers.h"
#include "dispatch.h"
#include "environment.h"
#include "modules.h"
#include "plugins.h"
#include "references.h"

namespace plugkit {

static napi_value Export(napi_env env, napi_value exports) {
  if (Host() == nullptr || Host()->Version != PLUGKIT_HOST_VERSION) {
    napi_throw_error(env, nullptr,
                     "another libwasmedge is in its place: a stock one, or of another version");
    return nullptr;
  }
  Environment::Create(env);
  const auto method = [](const char* name, napi_callback function) {
    return napi_property_descriptor{name,    nullptr, function,     nullptr,
                                    nullptr, nullptr, napi_default, nullptr};
  };
  const napi_property_descriptor properties[] = {
      method("initialise", Initialise),
      method("dispatch", Dispatch),
      method("settle", SettleCall),
      method("doNothing", DoNothing),
      method("fastNumber", FastNumber),
      method("loadFromPaths", LoadFromPaths),
      method("loadFromPath", LoadFromPath),
      method("libraryPath", LibraryPath),
      method("describePlugin", DescribePlugin),
      method("setOption", SetOption),
      method("createModule", CreateModule),
      method("deleteModule", DeleteModule),
      method("listExports", ListExports),
      method("readTable", ReadTable),
      method("attachMemory", AttachMemory),
      method("attachTable", AttachTable),
      method("attachGlobal", AttachGlobal),
      method("createCaller", CreateCaller),
      method("currentModule", CurrentModule),
      method("bindFunction", BindFunction),
      method("addFunction", AddFunction),
      method("addMemory", AddMemory),
      method("addTable", AddTable),
      method("addGlobal", AddGlobal),
      method("setMemory", SetMemory),
      method("clearMemory", ClearMemory),
      method("beginLoan", BeginLoan),
      method("createFunction", CreateFunction),
      method("describeFunction", DescribeFunctionAt),
  };
  napi_define_properties(env, exports, sizeof properties / sizeof *properties, properties);
  return exports;
}

}  // namespace plugkit

// Context-aware: Node calls it once per environment.
NAPI_MODULE_INIT() { return plugkit::Export(env, exports); }
