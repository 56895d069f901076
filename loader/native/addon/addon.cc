// The addon's exports. What each does is said in loader/bridge/types.ts, which also types them.
#include <node_api.h>

#include "callers.h"
#include "dispatch.h"
#include "environment.h"
#include "host_library.h"
#include "modules.h"
#include "plugins.h"
#include "references.h"
#include "session.h"

namespace plugkit {

static napi_value Export(napi_env env, napi_value exports) {
  const HostProblem problem = OpenHostLibrary();
  if (problem.code != nullptr) {
    napi_throw_error(env, problem.code, problem.detail.c_str());
    return nullptr;
  }
  Environment::Create(env);
  const auto method = [](const char* name, napi_callback function) {
    return napi_property_descriptor{name,    nullptr, function,     nullptr,
                                    nullptr, nullptr, napi_default, nullptr};
  };
  const napi_property_descriptor properties[] = {
      method("shared", Shared),
      method("setFrame", SetFrame),
      method("home", Home),
      method("createSession", CreateSession),
      method("dispatch", Dispatch),
      method("settle", SettleCall),
      method("fastNumber", FastNumber),
      method("loadFromPaths", LoadFromPaths),
      method("loadFromPath", LoadFromPath),
      method("libraryPath", LibraryPath),
      method("describePlugin", DescribePlugin),
      method("setOption", SetOption),
      method("createModule", CreateModule),
      method("deleteModule", DeleteModule),
      method("instanceName", InstanceName),
      method("exportNames", ExportNames),
      method("describeExport", DescribeExport),
      method("readTable", ReadTable),
      method("attachMemory", AttachMemory),
      method("attachTable", AttachTable),
      method("attachGlobal", AttachGlobal),
      method("createCaller", CreateCaller),
      method("currentModule", CurrentModule),
      method("returningModule", ReturningModule),
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
