// Loaders and validators. They are made and deleted like in any WasmEdge; parsing needs
// an engine.
#include <wasmedge/wasmedge_deprecated.h>
#include <wasmedge/wasmedge_execution.h>

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "vm.h"

using plugkit::Failure;
using plugkit::NullGiven;

namespace {

WasmEdge_Result Parse(const void* loader, WasmEdge_ASTModuleContext** module) {
  if (!loader || !module) return NullGiven();
  plugkit::LogNoEngine("parse a module");
  return Failure(WasmEdge_ErrCode_RuntimeError);
}

}  // namespace

extern "C" {

WasmEdge_LoaderContext* WasmEdge_LoaderCreate(const WasmEdge_ConfigureContext*) {
  return new WasmEdge_LoaderContext;
}

WasmEdge_Result WasmEdge_LoaderParseFromFile(WasmEdge_LoaderContext* cxt,
                                             WasmEdge_ASTModuleContext** module, const char*) {
  return Parse(cxt, module);
}

WasmEdge_Result WasmEdge_LoaderParseFromBytes(WasmEdge_LoaderContext* cxt,
                                              WasmEdge_ASTModuleContext** module,
                                              const WasmEdge_Bytes) {
  return Parse(cxt, module);
}

WasmEdge_Result WasmEdge_LoaderParseFromBuffer(WasmEdge_LoaderContext* cxt,
                                               WasmEdge_ASTModuleContext** module, const uint8_t*,
                                               const uint32_t) {
  return Parse(cxt, module);
}

// This and validating need a parsed module, which nothing here can make.
WasmEdge_Result WasmEdge_LoaderSerializeASTModule(WasmEdge_LoaderContext*,
                                                  const WasmEdge_ASTModuleContext*,
                                                  WasmEdge_Bytes*) {
  plugkit::LogNoEngine("serialize a module");
  return NullGiven();
}

void WasmEdge_LoaderDelete(WasmEdge_LoaderContext* cxt) { delete cxt; }

WasmEdge_ValidatorContext* WasmEdge_ValidatorCreate(const WasmEdge_ConfigureContext*) {
  return new WasmEdge_ValidatorContext;
}

WasmEdge_Result WasmEdge_ValidatorValidate(WasmEdge_ValidatorContext*,
                                           const WasmEdge_ASTModuleContext*) {
  plugkit::LogNoEngine("validate a module");
  return NullGiven();
}

void WasmEdge_ValidatorDelete(WasmEdge_ValidatorContext* cxt) { delete cxt; }
}
