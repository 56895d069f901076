// The ahead-of-time compiler and the command-line tools, which this library has not.
#include <wasmedge/wasmedge_compiler.h>
#include <wasmedge/wasmedge_deprecated.h>
#include <wasmedge/wasmedge_tools.h>

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"

struct WasmEdge_CompilerContext {};

namespace {

WasmEdge_Result Compile(const WasmEdge_CompilerContext* compiler) {
  if (!compiler) return plugkit::NullGiven();
  plugkit::LogNoEngine("compile a module");
  return plugkit::Failure(WasmEdge_ErrCode_AOTDisabled);
}

int RunTool(const char* operation) {
  plugkit::LogNoEngine(operation);
  return 1;
}

}  // namespace

extern "C" {

WasmEdge_CompilerContext* WasmEdge_CompilerCreate(const WasmEdge_ConfigureContext*) {
  return new WasmEdge_CompilerContext;
}

WasmEdge_Result WasmEdge_CompilerCompile(WasmEdge_CompilerContext* cxt, const char*, const char*) {
  return Compile(cxt);
}

WasmEdge_Result WasmEdge_CompilerCompileFromBytes(WasmEdge_CompilerContext* cxt,
                                                  const WasmEdge_Bytes, const char*) {
  return Compile(cxt);
}

WasmEdge_Result WasmEdge_CompilerCompileFromBuffer(WasmEdge_CompilerContext* cxt, const uint8_t*,
                                                   const uint64_t, const char*) {
  return Compile(cxt);
}

void WasmEdge_CompilerDelete(WasmEdge_CompilerContext* cxt) { delete cxt; }

int WasmEdge_Driver_Compiler(int, const char*[]) { return RunTool("run the compiler tool"); }
int WasmEdge_Driver_Tool(int, const char*[]) { return RunTool("run the runtime tool"); }
int WasmEdge_Driver_UniTool(int, const char*[]) { return RunTool("run the WasmEdge tool"); }
}
