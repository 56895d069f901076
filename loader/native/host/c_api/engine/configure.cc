// Setters and getters of configurations, and which proposals build on which.
#include "configure.h"

#include <wasmedge/wasmedge_deprecated.h>

namespace {

constexpr uint32_t Bit(WasmEdge_Proposal proposal) { return 1u << proposal; }

const uint32_t kWasm1 = Bit(WasmEdge_Proposal_ImportExportMutGlobals);
const uint32_t kWasm2 = kWasm1 | Bit(WasmEdge_Proposal_NonTrapFloatToIntConversions) |
                        Bit(WasmEdge_Proposal_SignExtensionOperators) |
                        Bit(WasmEdge_Proposal_MultiValue) |
                        Bit(WasmEdge_Proposal_BulkMemoryOperations) |
                        Bit(WasmEdge_Proposal_ReferenceTypes) | Bit(WasmEdge_Proposal_SIMD);
const uint32_t kWasm3 = kWasm2 | Bit(WasmEdge_Proposal_TailCall) |
                        Bit(WasmEdge_Proposal_ExtendedConst) |
                        Bit(WasmEdge_Proposal_FunctionReferences) | Bit(WasmEdge_Proposal_GC) |
                        Bit(WasmEdge_Proposal_MultiMemories) | Bit(WasmEdge_Proposal_RelaxSIMD) |
                        Bit(WasmEdge_Proposal_ExceptionHandling) | Bit(WasmEdge_Proposal_Memory64);

// What must be on for a proposal to be on.
uint32_t Needs(WasmEdge_Proposal proposal) {
  switch (proposal) {
    case WasmEdge_Proposal_FunctionReferences:
      return Bit(WasmEdge_Proposal_ReferenceTypes);
    case WasmEdge_Proposal_GC:
      return Bit(WasmEdge_Proposal_ReferenceTypes) | Bit(WasmEdge_Proposal_FunctionReferences);
    default:
      return 0;
  }
}

// Whether another proposal that is on keeps this one.
bool IsNeeded(uint32_t proposals, WasmEdge_Proposal proposal) {
  for (int other = 0; other <= WasmEdge_Proposal_Component; ++other) {
    if (!(proposals >> other & 1)) continue;
    if (Needs(static_cast<WasmEdge_Proposal>(other)) & Bit(proposal)) return true;
  }
  return false;
}

bool IsProposal(WasmEdge_Proposal proposal) {
  return static_cast<uint32_t>(proposal) <= WasmEdge_Proposal_Component;
}

}  // namespace

WasmEdge_ConfigureContext::WasmEdge_ConfigureContext() : proposals(kWasm3) {}

extern "C" {

WasmEdge_ConfigureContext* WasmEdge_ConfigureCreate(void) { return new WasmEdge_ConfigureContext; }

void WasmEdge_ConfigureAddProposal(WasmEdge_ConfigureContext* cxt,
                                   const enum WasmEdge_Proposal prop) {
  if (cxt && IsProposal(prop)) cxt->proposals |= Bit(prop) | Needs(prop);
}

void WasmEdge_ConfigureRemoveProposal(WasmEdge_ConfigureContext* cxt,
                                      const enum WasmEdge_Proposal prop) {
  if (!cxt || !IsProposal(prop) || IsNeeded(cxt->proposals, prop)) return;
  cxt->proposals &= ~Bit(prop);
}

bool WasmEdge_ConfigureHasProposal(const WasmEdge_ConfigureContext* cxt,
                                   const enum WasmEdge_Proposal prop) {
  return cxt && IsProposal(prop) && (cxt->proposals & Bit(prop));
}

void WasmEdge_ConfigureSetWASMStandard(WasmEdge_ConfigureContext* cxt,
                                       const enum WasmEdge_Standard std) {
  if (!cxt) return;
  switch (std) {
    case WasmEdge_Standard_WASM_1:
      cxt->proposals = kWasm1;
      break;
    case WasmEdge_Standard_WASM_2:
      cxt->proposals = kWasm2;
      break;
    case WasmEdge_Standard_WASM_3:
      cxt->proposals = kWasm3;
      break;
  }
}

void WasmEdge_ConfigureAddHostRegistration(WasmEdge_ConfigureContext* cxt,
                                           const enum WasmEdge_HostRegistration host) {
  if (cxt && host == WasmEdge_HostRegistration_Wasi) cxt->wasi = true;
}

void WasmEdge_ConfigureRemoveHostRegistration(WasmEdge_ConfigureContext* cxt,
                                              const enum WasmEdge_HostRegistration host) {
  if (cxt && host == WasmEdge_HostRegistration_Wasi) cxt->wasi = false;
}

bool WasmEdge_ConfigureHasHostRegistration(const WasmEdge_ConfigureContext* cxt,
                                           const enum WasmEdge_HostRegistration host) {
  return cxt && host == WasmEdge_HostRegistration_Wasi && cxt->wasi;
}

void WasmEdge_ConfigureSetMaxMemoryPage(WasmEdge_ConfigureContext* cxt, const uint64_t page) {
  if (cxt) cxt->maxMemoryPage = page;
}
uint64_t WasmEdge_ConfigureGetMaxMemoryPage(const WasmEdge_ConfigureContext* cxt) {
  return cxt ? cxt->maxMemoryPage : 0;
}

void WasmEdge_ConfigureSetRunMode(WasmEdge_ConfigureContext* cxt,
                                  const enum WasmEdge_RunMode mode) {
  if (cxt) cxt->runMode = static_cast<uint8_t>(mode);
}
enum WasmEdge_RunMode WasmEdge_ConfigureGetRunMode(const WasmEdge_ConfigureContext* cxt) {
  return cxt ? static_cast<WasmEdge_RunMode>(cxt->runMode) : WasmEdge_RunMode_Interpreter;
}

void WasmEdge_ConfigureSetAllowAFUNIX(WasmEdge_ConfigureContext* cxt, const bool enableAfunix) {
  if (cxt) cxt->allowAfunix = enableAfunix;
}
bool WasmEdge_ConfigureIsAllowAFUNIX(const WasmEdge_ConfigureContext* cxt) {
  return cxt ? cxt->allowAfunix : false;
}

void WasmEdge_ConfigureCompilerSetOptimizationLevel(
    WasmEdge_ConfigureContext* cxt, const enum WasmEdge_CompilerOptimizationLevel level) {
  if (cxt) cxt->optimizationLevel = static_cast<uint8_t>(level);
}
enum WasmEdge_CompilerOptimizationLevel WasmEdge_ConfigureCompilerGetOptimizationLevel(
    const WasmEdge_ConfigureContext* cxt) {
  return cxt ? static_cast<WasmEdge_CompilerOptimizationLevel>(cxt->optimizationLevel)
             : WasmEdge_CompilerOptimizationLevel_O0;
}

void WasmEdge_ConfigureCompilerSetOutputFormat(WasmEdge_ConfigureContext* cxt,
                                               const enum WasmEdge_CompilerOutputFormat format) {
  if (cxt) cxt->outputFormat = static_cast<uint8_t>(format);
}
enum WasmEdge_CompilerOutputFormat WasmEdge_ConfigureCompilerGetOutputFormat(
    const WasmEdge_ConfigureContext* cxt) {
  return cxt ? static_cast<WasmEdge_CompilerOutputFormat>(cxt->outputFormat)
             : WasmEdge_CompilerOutputFormat_Wasm;
}

void WasmEdge_ConfigureCompilerSetDumpIR(WasmEdge_ConfigureContext* cxt, const bool isDump) {
  if (cxt) cxt->dumpIr = isDump;
}
bool WasmEdge_ConfigureCompilerIsDumpIR(const WasmEdge_ConfigureContext* cxt) {
  return cxt ? cxt->dumpIr : false;
}

void WasmEdge_ConfigureCompilerSetGenericBinary(WasmEdge_ConfigureContext* cxt,
                                                const bool isGeneric) {
  if (cxt) cxt->genericBinary = isGeneric;
}
bool WasmEdge_ConfigureCompilerIsGenericBinary(const WasmEdge_ConfigureContext* cxt) {
  return cxt ? cxt->genericBinary : false;
}

void WasmEdge_ConfigureCompilerSetInterruptible(WasmEdge_ConfigureContext* cxt,
                                                const bool isInterruptible) {
  if (cxt) cxt->interruptible = isInterruptible;
}
bool WasmEdge_ConfigureCompilerIsInterruptible(const WasmEdge_ConfigureContext* cxt) {
  return cxt ? cxt->interruptible : false;
}

void WasmEdge_ConfigureStatisticsSetInstructionCounting(WasmEdge_ConfigureContext* cxt,
                                                        const bool isCount) {
  if (cxt) cxt->countInstructions = isCount;
}
bool WasmEdge_ConfigureStatisticsIsInstructionCounting(const WasmEdge_ConfigureContext* cxt) {
  return cxt ? cxt->countInstructions : false;
}

void WasmEdge_ConfigureStatisticsSetCostMeasuring(WasmEdge_ConfigureContext* cxt,
                                                  const bool isMeasure) {
  if (cxt) cxt->measureCost = isMeasure;
}
bool WasmEdge_ConfigureStatisticsIsCostMeasuring(const WasmEdge_ConfigureContext* cxt) {
  return cxt ? cxt->measureCost : false;
}

void WasmEdge_ConfigureStatisticsSetTimeMeasuring(WasmEdge_ConfigureContext* cxt,
                                                  const bool isMeasure) {
  if (cxt) cxt->measureTime = isMeasure;
}
bool WasmEdge_ConfigureStatisticsIsTimeMeasuring(const WasmEdge_ConfigureContext* cxt) {
  return cxt ? cxt->measureTime : false;
}

// The older pair of functions: not forcing the interpreter never chose another mode by itself.
void WasmEdge_ConfigureSetForceInterpreter(WasmEdge_ConfigureContext* cxt,
                                           const bool isForceInterpreter) {
  if (cxt && isForceInterpreter) cxt->runMode = WasmEdge_RunMode_Interpreter;
}
bool WasmEdge_ConfigureIsForceInterpreter(const WasmEdge_ConfigureContext* cxt) {
  return cxt && cxt->runMode == WasmEdge_RunMode_Interpreter;
}

void WasmEdge_ConfigureDelete(WasmEdge_ConfigureContext* cxt) { delete cxt; }
}
