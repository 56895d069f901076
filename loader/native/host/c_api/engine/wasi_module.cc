// WASI modules. This library has no WASI functions of its own (Node's node:wasi
// does that job): a WASI module carries its name and nothing else, and says so once it is made.
#include "host/c_api/instances/module_instance.h"
#include "host/c_api/values/log.h"

namespace {

const char kWasiName[] = "wasi_snapshot_preview1";

WasmEdge_ModuleInstanceContext* Make() {
  plugkit::Log(
      WasmEdge_LogLevel_Warn,
      "The WASI module made here has no functions: this host library offers none, expected "
      "an embedder that does");
  auto* made = WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap(kWasiName, sizeof(kWasiName) - 1));
  made->isWasi = true;
  return made;
}

}  // namespace

extern "C" {

WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreateWASI(
    const char* const*, const uint32_t, const char* const*, const uint32_t, const char* const*,
    const uint32_t) {
  return Make();
}

WasmEdge_ModuleInstanceContext* WasmEdge_ModuleInstanceCreateWASIWithFds(
    const char* const*, const uint32_t, const char* const*, const uint32_t, const char* const*,
    const uint32_t, const int32_t, const int32_t, const int32_t) {
  return Make();
}

// Nothing runs in a WASI module here, so there is nothing to set up, no exit code but success, and
// no file descriptor but unknown ones.
void WasmEdge_ModuleInstanceInitWASI(WasmEdge_ModuleInstanceContext*, const char* const*,
                                     const uint32_t, const char* const*, const uint32_t,
                                     const char* const*, const uint32_t) {}

void WasmEdge_ModuleInstanceInitWASIWithFds(WasmEdge_ModuleInstanceContext*, const char* const*,
                                            const uint32_t, const char* const*, const uint32_t,
                                            const char* const*, const uint32_t, const int32_t,
                                            const int32_t, const int32_t) {}

uint32_t WasmEdge_ModuleInstanceWASIGetExitCode(const WasmEdge_ModuleInstanceContext* cxt) {
  return cxt && cxt->isWasi ? 0 : 1;
}

uint32_t WasmEdge_ModuleInstanceWASIGetNativeHandler(const WasmEdge_ModuleInstanceContext* cxt,
                                                     int32_t, uint64_t*) {
  return cxt ? 2 : 1;
}
}
