// The functions of virtual machines that load and run WebAssembly. Loading fails for
// want of an engine; what needs a loaded module answers as the stock library does before loading.
#include <wasmedge/wasmedge_deprecated.h>

#include "async.h"
#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "vm.h"

using plugkit::AsyncFailed;
using plugkit::Failure;
using plugkit::NullGiven;

namespace {

WasmEdge_Result Load(const WasmEdge_VMContext* machine) {
  if (!machine) return NullGiven();
  plugkit::LogNoEngine("load a module");
  return Failure(WasmEdge_ErrCode_RuntimeError);
}

WasmEdge_Async* LoadAsync(const WasmEdge_VMContext* machine) {
  return machine ? AsyncFailed(Load(machine)) : nullptr;
}

}  // namespace

extern "C" {

WasmEdge_Result WasmEdge_VMRegisterModuleFromFile(WasmEdge_VMContext* cxt, const WasmEdge_String,
                                                  const char*) {
  return Load(cxt);
}

WasmEdge_Result WasmEdge_VMRunWasmFromFile(WasmEdge_VMContext* cxt, const char*,
                                           const WasmEdge_String, const WasmEdge_Value*,
                                           const uint32_t, WasmEdge_Value*, const uint32_t) {
  return Load(cxt);
}

WasmEdge_Result WasmEdge_VMLoadWasmFromFile(WasmEdge_VMContext* cxt, const char*) {
  return Load(cxt);
}

WasmEdge_Result WasmEdge_VMRegisterModuleFromBytes(WasmEdge_VMContext* cxt, const WasmEdge_String,
                                                   const WasmEdge_Bytes) {
  return Load(cxt);
}

WasmEdge_Result WasmEdge_VMRunWasmFromBytes(WasmEdge_VMContext* cxt, const WasmEdge_Bytes,
                                            const WasmEdge_String, const WasmEdge_Value*,
                                            const uint32_t, WasmEdge_Value*, const uint32_t) {
  return Load(cxt);
}

WasmEdge_Result WasmEdge_VMLoadWasmFromBytes(WasmEdge_VMContext* cxt, const WasmEdge_Bytes) {
  return Load(cxt);
}

WasmEdge_Result WasmEdge_VMRegisterModuleFromBuffer(WasmEdge_VMContext* cxt, const WasmEdge_String,
                                                    const uint8_t*, const uint32_t) {
  return Load(cxt);
}

WasmEdge_Result WasmEdge_VMRunWasmFromBuffer(WasmEdge_VMContext* cxt, const uint8_t*,
                                             const uint32_t, const WasmEdge_String,
                                             const WasmEdge_Value*, const uint32_t, WasmEdge_Value*,
                                             const uint32_t) {
  return Load(cxt);
}

WasmEdge_Result WasmEdge_VMLoadWasmFromBuffer(WasmEdge_VMContext* cxt, const uint8_t*,
                                              const uint32_t) {
  return Load(cxt);
}

// A parsed module is NULL here, since nothing makes one.
WasmEdge_Result WasmEdge_VMRegisterModuleFromASTModule(WasmEdge_VMContext*, const WasmEdge_String,
                                                       const WasmEdge_ASTModuleContext*) {
  return NullGiven();
}

WasmEdge_Result WasmEdge_VMRunWasmFromASTModule(WasmEdge_VMContext*,
                                                const WasmEdge_ASTModuleContext*,
                                                const WasmEdge_String, const WasmEdge_Value*,
                                                const uint32_t, WasmEdge_Value*, const uint32_t) {
  return NullGiven();
}

WasmEdge_Result WasmEdge_VMLoadWasmFromASTModule(WasmEdge_VMContext*,
                                                 const WasmEdge_ASTModuleContext*) {
  return NullGiven();
}

WasmEdge_Async* WasmEdge_VMAsyncRunWasmFromFile(WasmEdge_VMContext* cxt, const char*,
                                                const WasmEdge_String, const WasmEdge_Value*,
                                                const uint32_t) {
  return LoadAsync(cxt);
}

WasmEdge_Async* WasmEdge_VMAsyncRunWasmFromBytes(WasmEdge_VMContext* cxt, const WasmEdge_Bytes,
                                                 const WasmEdge_String, const WasmEdge_Value*,
                                                 const uint32_t) {
  return LoadAsync(cxt);
}

WasmEdge_Async* WasmEdge_VMAsyncRunWasmFromBuffer(WasmEdge_VMContext* cxt, const uint8_t*,
                                                  const uint32_t, const WasmEdge_String,
                                                  const WasmEdge_Value*, const uint32_t) {
  return LoadAsync(cxt);
}

WasmEdge_Async* WasmEdge_VMAsyncRunWasmFromASTModule(WasmEdge_VMContext*,
                                                     const WasmEdge_ASTModuleContext*,
                                                     const WasmEdge_String, const WasmEdge_Value*,
                                                     const uint32_t) {
  return nullptr;
}

WasmEdge_Result WasmEdge_VMValidate(WasmEdge_VMContext*) {
  return Failure(WasmEdge_ErrCode_WrongVMWorkflow);
}

WasmEdge_Result WasmEdge_VMInstantiate(WasmEdge_VMContext*) {
  return Failure(WasmEdge_ErrCode_WrongVMWorkflow);
}

WasmEdge_Result WasmEdge_VMExecute(WasmEdge_VMContext* cxt, const WasmEdge_String,
                                   const WasmEdge_Value*, const uint32_t, WasmEdge_Value*,
                                   const uint32_t) {
  return cxt ? Failure(WasmEdge_ErrCode_WrongInstanceAddress) : NullGiven();
}

WasmEdge_Async* WasmEdge_VMAsyncExecute(WasmEdge_VMContext* cxt, const WasmEdge_String,
                                        const WasmEdge_Value*, const uint32_t) {
  return cxt ? AsyncFailed(Failure(WasmEdge_ErrCode_WrongInstanceAddress)) : nullptr;
}

// There is never an instantiated module to look into.
const WasmEdge_FunctionTypeContext* WasmEdge_VMGetFunctionType(const WasmEdge_VMContext*,
                                                               const WasmEdge_String) {
  return nullptr;
}

uint32_t WasmEdge_VMGetFunctionListLength(const WasmEdge_VMContext*) { return 0; }

uint32_t WasmEdge_VMGetFunctionList(const WasmEdge_VMContext*, WasmEdge_String*,
                                    const WasmEdge_FunctionTypeContext**, const uint32_t) {
  return 0;
}

const WasmEdge_ModuleInstanceContext* WasmEdge_VMGetActiveModule(const WasmEdge_VMContext*) {
  return nullptr;
}

// For the process plug-in, which would read the list when it runs; without it the stock library
// does nothing either.
void WasmEdge_ModuleInstanceInitWasmEdgeProcess(const char* const*, const uint32_t, const bool) {}
}
