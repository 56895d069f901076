// wasmedge_configure.h: the configuration that loaders, validators, executors, compilers and
// virtual machines are made from, and the statistics they keep.
#ifndef WASMEDGE_WASMEDGE_CONFIGURE_H
#define WASMEDGE_WASMEDGE_CONFIGURE_H

#include <wasmedge/wasmedge_ast.h>

#ifdef __cplusplus
extern "C" {
#endif

// --- Configuration -----------------------------------------------------------------------------

// A configuration with the defaults. The caller frees it with ConfigureDelete; objects made from it
// keep a copy.
WASMEDGE_CAPI_EXPORT WasmEdge_ConfigureContext* WasmEdge_ConfigureCreate(void);

// Switches a proposal on. A plug-in up to API version 4 that uses this function or the next two is
// refused by the loader of this package: the numbers of proposals changed within that version.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureAddProposal(WasmEdge_ConfigureContext* Cxt,
                                                        const enum WasmEdge_Proposal Prop);

// Switches a proposal off, unless another one that is on builds on it.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureRemoveProposal(WasmEdge_ConfigureContext* Cxt,
                                                           const enum WasmEdge_Proposal Prop);

// Whether a proposal is on.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureHasProposal(const WasmEdge_ConfigureContext* Cxt,
                                                        const enum WasmEdge_Proposal Prop);

// Switches exactly the proposals of a standard on.
WASMEDGE_CAPI_EXPORT_API5 void WasmEdge_ConfigureSetWASMStandard(WasmEdge_ConfigureContext* Cxt,
                                                                 const enum WasmEdge_Standard Std);

// Lets virtual machines register a host module by themselves.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureAddHostRegistration(
    WasmEdge_ConfigureContext* Cxt, const enum WasmEdge_HostRegistration Host);

// Takes AddHostRegistration back.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureRemoveHostRegistration(
    WasmEdge_ConfigureContext* Cxt, const enum WasmEdge_HostRegistration Host);

// Whether a host module is registered.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureHasHostRegistration(
    const WasmEdge_ConfigureContext* Cxt, const enum WasmEdge_HostRegistration Host);

// The most pages (of 64 KiB) a memory may have.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureSetMaxMemoryPage(WasmEdge_ConfigureContext* Cxt,
                                                             const WASMEDGE_CAPI_SIZE Page);

// The most pages (of 64 KiB) a memory may have.
WASMEDGE_CAPI_EXPORT WASMEDGE_CAPI_SIZE
WasmEdge_ConfigureGetMaxMemoryPage(const WasmEdge_ConfigureContext* Cxt);

// How to execute.
WASMEDGE_CAPI_EXPORT_API5 void WasmEdge_ConfigureSetRunMode(WasmEdge_ConfigureContext* Cxt,
                                                            const enum WasmEdge_RunMode Mode);

// How to execute.
WASMEDGE_CAPI_EXPORT_API5 enum WasmEdge_RunMode WasmEdge_ConfigureGetRunMode(
    const WasmEdge_ConfigureContext* Cxt);

// Whether WASI may open Unix-domain sockets.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureSetAllowAFUNIX(WasmEdge_ConfigureContext* Cxt,
                                                           const bool EnableAFUNIX);

// Whether WASI may open Unix-domain sockets.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureIsAllowAFUNIX(const WasmEdge_ConfigureContext* Cxt);

// The compiler's optimization level.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureCompilerSetOptimizationLevel(
    WasmEdge_ConfigureContext* Cxt, const enum WasmEdge_CompilerOptimizationLevel Level);

// The compiler's optimization level.
WASMEDGE_CAPI_EXPORT enum WasmEdge_CompilerOptimizationLevel
WasmEdge_ConfigureCompilerGetOptimizationLevel(const WasmEdge_ConfigureContext* Cxt);

// What the compiler writes.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureCompilerSetOutputFormat(
    WasmEdge_ConfigureContext* Cxt, const enum WasmEdge_CompilerOutputFormat Format);

// What the compiler writes.
WASMEDGE_CAPI_EXPORT enum WasmEdge_CompilerOutputFormat WasmEdge_ConfigureCompilerGetOutputFormat(
    const WasmEdge_ConfigureContext* Cxt);

// Whether the compiler writes its intermediate code.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureCompilerSetDumpIR(WasmEdge_ConfigureContext* Cxt,
                                                              const bool IsDump);

// Whether the compiler writes its intermediate code.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureCompilerIsDumpIR(const WasmEdge_ConfigureContext* Cxt);

// Whether compiled code avoids instructions of this very processor.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureCompilerSetGenericBinary(WasmEdge_ConfigureContext* Cxt,
                                                                     const bool IsGeneric);

// Whether compiled code avoids instructions of this very processor.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureCompilerIsGenericBinary(
    const WasmEdge_ConfigureContext* Cxt);

// Whether compiled code can be interrupted.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureCompilerSetInterruptible(WasmEdge_ConfigureContext* Cxt,
                                                                     const bool IsInterruptible);

// Whether compiled code can be interrupted.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureCompilerIsInterruptible(
    const WasmEdge_ConfigureContext* Cxt);

// Whether instructions are counted.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureStatisticsSetInstructionCounting(
    WasmEdge_ConfigureContext* Cxt, const bool IsCount);

// Whether instructions are counted.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureStatisticsIsInstructionCounting(
    const WasmEdge_ConfigureContext* Cxt);

// Whether costs are added up.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureStatisticsSetCostMeasuring(
    WasmEdge_ConfigureContext* Cxt, const bool IsMeasure);

// Whether costs are added up.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureStatisticsIsCostMeasuring(
    const WasmEdge_ConfigureContext* Cxt);

// Whether time is measured.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureStatisticsSetTimeMeasuring(
    WasmEdge_ConfigureContext* Cxt, const bool IsMeasure);

// Whether time is measured.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ConfigureStatisticsIsTimeMeasuring(
    const WasmEdge_ConfigureContext* Cxt);

// Frees a configuration.
WASMEDGE_CAPI_EXPORT void WasmEdge_ConfigureDelete(WasmEdge_ConfigureContext* Cxt);

// --- Statistics --------------------------------------------------------------------------------

// Empty statistics. The caller frees them with StatisticsDelete, after the objects that use them.
WASMEDGE_CAPI_EXPORT WasmEdge_StatisticsContext* WasmEdge_StatisticsCreate(void);

// Instructions executed.
WASMEDGE_CAPI_EXPORT uint64_t
WasmEdge_StatisticsGetInstrCount(const WasmEdge_StatisticsContext* Cxt);

// Instructions executed in a second.
WASMEDGE_CAPI_EXPORT double WasmEdge_StatisticsGetInstrPerSecond(
    const WasmEdge_StatisticsContext* Cxt);

// The cost added up.
WASMEDGE_CAPI_EXPORT uint64_t
WasmEdge_StatisticsGetTotalCost(const WasmEdge_StatisticsContext* Cxt);

// The cost of each instruction by its code. The list is copied.
WASMEDGE_CAPI_EXPORT void WasmEdge_StatisticsSetCostTable(WasmEdge_StatisticsContext* Cxt,
                                                          uint64_t* CostArr, const uint32_t Len);

// The cost at which execution ends.
WASMEDGE_CAPI_EXPORT void WasmEdge_StatisticsSetCostLimit(WasmEdge_StatisticsContext* Cxt,
                                                          const uint64_t Limit);

// Sets all figures to zero.
WASMEDGE_CAPI_EXPORT void WasmEdge_StatisticsClear(WasmEdge_StatisticsContext* Cxt);

// Frees statistics made by StatisticsCreate.
WASMEDGE_CAPI_EXPORT void WasmEdge_StatisticsDelete(WasmEdge_StatisticsContext* Cxt);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_CONFIGURE_H
