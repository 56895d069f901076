// Setters and getters of configurations, and which proposals build on which.
#include "configure.h"

#include <wasmedge/wasmedge_deprecated.h>

namespace {

constexpr uint32_t Bit(WasmEdge_Proposal Proposal) { return 1u << Proposal; }

const uint32_t Wasm1 = Bit(WasmEdge_Proposal_ImportExportMutGlobals);
const uint32_t Wasm2 = Wasm1 | Bit(WasmEdge_Proposal_NonTrapFloatToIntConversions) |
                       Bit(WasmEdge_Proposal_SignExtensionOperators) |
                       Bit(WasmEdge_Proposal_MultiValue) |
                       Bit(WasmEdge_Proposal_BulkMemoryOperations) |
                       Bit(WasmEdge_Proposal_ReferenceTypes) | Bit(WasmEdge_Proposal_SIMD);
const uint32_t Wasm3 = Wasm2 | Bit(WasmEdge_Proposal_TailCall) |
                       Bit(WasmEdge_Proposal_ExtendedConst) |
                       Bit(WasmEdge_Proposal_FunctionReferences) | Bit(WasmEdge_Proposal_GC) |
                       Bit(WasmEdge_Proposal_MultiMemories) | Bit(WasmEdge_Proposal_RelaxSIMD) |
                       Bit(WasmEdge_Proposal_ExceptionHandling) | Bit(WasmEdge_Proposal_Memory64);

// What must be on for a proposal to be on.
uint32_t Needs(WasmEdge_Proposal Proposal) {
  switch (Proposal) {
    case WasmEdge_Proposal_FunctionReferences:
      return Bit(WasmEdge_Proposal_ReferenceTypes);
    case WasmEdge_Proposal_GC:
      return Bit(WasmEdge_Proposal_ReferenceTypes) | Bit(WasmEdge_Proposal_FunctionReferences);
    default:
      return 0;
  }
}

// Whether another proposal that is on keeps this one.
bool IsNeeded(uint32_t Proposals, WasmEdge_Proposal Proposal) {
  for (int Other = 0; Other <= WasmEdge_Proposal_Component; ++Other) {
    if (!(Proposals >> Other & 1)) continue;
    if (Needs(static_cast<WasmEdge_Proposal>(Other)) & Bit(Proposal)) return true;
  }
  return false;
}

bool IsProposal(WasmEdge_Proposal Proposal) {
  return static_cast<uint32_t>(Proposal) <= WasmEdge_Proposal_Component;
}

}  // namespace

WasmEdge_ConfigureContext::WasmEdge_ConfigureContext() : Proposals(Wasm3) {}

extern "C" {

WasmEdge_ConfigureContext* WasmEdge_ConfigureCreate(void) { return new WasmEdge_ConfigureContext; }

void WasmEdge_ConfigureAddProposal(WasmEdge_ConfigureContext* Cxt,
                                   const enum WasmEdge_Proposal Prop) {
  if (Cxt && IsProposal(Prop)) Cxt->Proposals |= Bit(Prop) | Needs(Prop);
}

void WasmEdge_ConfigureRemoveProposal(WasmEdge_ConfigureContext* Cxt,
                                      const enum WasmEdge_Proposal Prop) {
  if (!Cxt || !IsProposal(Prop) || IsNeeded(Cxt->Proposals, Prop)) return;
  Cxt->Proposals &= ~Bit(Prop);
}

bool WasmEdge_ConfigureHasProposal(const WasmEdge_ConfigureContext* Cxt,
                                   const enum WasmEdge_Proposal Prop) {
  return Cxt && IsProposal(Prop) && (Cxt->Proposals & Bit(Prop));
}

void WasmEdge_ConfigureSetWASMStandard(WasmEdge_ConfigureContext* Cxt,
                                       const enum WasmEdge_Standard Std) {
  if (!Cxt) return;
  switch (Std) {
    case WasmEdge_Standard_WASM_1:
      Cxt->Proposals = Wasm1;
      break;
    case WasmEdge_Standard_WASM_2:
      Cxt->Proposals = Wasm2;
      break;
    case WasmEdge_Standard_WASM_3:
      Cxt->Proposals = Wasm3;
      break;
  }
}

void WasmEdge_ConfigureAddHostRegistration(WasmEdge_ConfigureContext* Cxt,
                                           const enum WasmEdge_HostRegistration Host) {
  if (Cxt && Host == WasmEdge_HostRegistration_Wasi) Cxt->Wasi = true;
}

void WasmEdge_ConfigureRemoveHostRegistration(WasmEdge_ConfigureContext* Cxt,
                                              const enum WasmEdge_HostRegistration Host) {
  if (Cxt && Host == WasmEdge_HostRegistration_Wasi) Cxt->Wasi = false;
}

bool WasmEdge_ConfigureHasHostRegistration(const WasmEdge_ConfigureContext* Cxt,
                                           const enum WasmEdge_HostRegistration Host) {
  return Cxt && Host == WasmEdge_HostRegistration_Wasi && Cxt->Wasi;
}

void WasmEdge_ConfigureSetMaxMemoryPage(WasmEdge_ConfigureContext* Cxt, const uint64_t Page) {
  if (Cxt) Cxt->MaxMemoryPage = Page;
}
uint64_t WasmEdge_ConfigureGetMaxMemoryPage(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? Cxt->MaxMemoryPage : 0;
}

void WasmEdge_ConfigureSetRunMode(WasmEdge_ConfigureContext* Cxt,
                                  const enum WasmEdge_RunMode Mode) {
  if (Cxt) Cxt->RunMode = static_cast<uint8_t>(Mode);
}
enum WasmEdge_RunMode WasmEdge_ConfigureGetRunMode(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? static_cast<WasmEdge_RunMode>(Cxt->RunMode) : WasmEdge_RunMode_Interpreter;
}

void WasmEdge_ConfigureSetAllowAFUNIX(WasmEdge_ConfigureContext* Cxt, const bool EnableAFUNIX) {
  if (Cxt) Cxt->AllowAFUNIX = EnableAFUNIX;
}
bool WasmEdge_ConfigureIsAllowAFUNIX(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? Cxt->AllowAFUNIX : false;
}

void WasmEdge_ConfigureCompilerSetOptimizationLevel(
    WasmEdge_ConfigureContext* Cxt, const enum WasmEdge_CompilerOptimizationLevel Level) {
  if (Cxt) Cxt->OptimizationLevel = static_cast<uint8_t>(Level);
}
enum WasmEdge_CompilerOptimizationLevel WasmEdge_ConfigureCompilerGetOptimizationLevel(
    const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? static_cast<WasmEdge_CompilerOptimizationLevel>(Cxt->OptimizationLevel)
             : WasmEdge_CompilerOptimizationLevel_O0;
}

void WasmEdge_ConfigureCompilerSetOutputFormat(WasmEdge_ConfigureContext* Cxt,
                                               const enum WasmEdge_CompilerOutputFormat Format) {
  if (Cxt) Cxt->OutputFormat = static_cast<uint8_t>(Format);
}
enum WasmEdge_CompilerOutputFormat WasmEdge_ConfigureCompilerGetOutputFormat(
    const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? static_cast<WasmEdge_CompilerOutputFormat>(Cxt->OutputFormat)
             : WasmEdge_CompilerOutputFormat_Wasm;
}

void WasmEdge_ConfigureCompilerSetDumpIR(WasmEdge_ConfigureContext* Cxt, const bool IsDump) {
  if (Cxt) Cxt->DumpIR = IsDump;
}
bool WasmEdge_ConfigureCompilerIsDumpIR(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? Cxt->DumpIR : false;
}

void WasmEdge_ConfigureCompilerSetGenericBinary(WasmEdge_ConfigureContext* Cxt,
                                                const bool IsGeneric) {
  if (Cxt) Cxt->GenericBinary = IsGeneric;
}
bool WasmEdge_ConfigureCompilerIsGenericBinary(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? Cxt->GenericBinary : false;
}

void WasmEdge_ConfigureCompilerSetInterruptible(WasmEdge_ConfigureContext* Cxt,
                                                const bool IsInterruptible) {
  if (Cxt) Cxt->Interruptible = IsInterruptible;
}
bool WasmEdge_ConfigureCompilerIsInterruptible(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? Cxt->Interruptible : false;
}

void WasmEdge_ConfigureStatisticsSetInstructionCounting(WasmEdge_ConfigureContext* Cxt,
                                                        const bool IsCount) {
  if (Cxt) Cxt->CountInstructions = IsCount;
}
bool WasmEdge_ConfigureStatisticsIsInstructionCounting(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? Cxt->CountInstructions : false;
}

void WasmEdge_ConfigureStatisticsSetCostMeasuring(WasmEdge_ConfigureContext* Cxt,
                                                  const bool IsMeasure) {
  if (Cxt) Cxt->MeasureCost = IsMeasure;
}
bool WasmEdge_ConfigureStatisticsIsCostMeasuring(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? Cxt->MeasureCost : false;
}

void WasmEdge_ConfigureStatisticsSetTimeMeasuring(WasmEdge_ConfigureContext* Cxt,
                                                  const bool IsMeasure) {
  if (Cxt) Cxt->MeasureTime = IsMeasure;
}
bool WasmEdge_ConfigureStatisticsIsTimeMeasuring(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt ? Cxt->MeasureTime : false;
}

// The older pair of functions: not forcing the interpreter never chose another mode by itself.
void WasmEdge_ConfigureSetForceInterpreter(WasmEdge_ConfigureContext* Cxt,
                                           const bool IsForceInterpreter) {
  if (Cxt && IsForceInterpreter) Cxt->RunMode = WasmEdge_RunMode_Interpreter;
}
bool WasmEdge_ConfigureIsForceInterpreter(const WasmEdge_ConfigureContext* Cxt) {
  return Cxt && Cxt->RunMode == WasmEdge_RunMode_Interpreter;
}

void WasmEdge_ConfigureDelete(WasmEdge_ConfigureContext* Cxt) { delete Cxt; }
}
