// Configuration and statistics: defaults, what each setter does.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

static void proposals(const char* what, const WasmEdge_ConfigureContext* c) {
  printf("%s: ", what);
  for (int p = 0; p <= 17; ++p) {
    printf("%d", WasmEdge_ConfigureHasProposal(c, (enum WasmEdge_Proposal)p));
  }
  printf("\n");
}

static void all(const char* what, const WasmEdge_ConfigureContext* c) {
  proposals(what, c);
  printf(
      "wasi %d pages %llu mode %d unix %d level %d format %d dump %d generic %d interrupt %d "
      "count %d cost %d time %d forced %d\n",
      WasmEdge_ConfigureHasHostRegistration(c, WasmEdge_HostRegistration_Wasi),
      (unsigned long long)WasmEdge_ConfigureGetMaxMemoryPage(c),
      (int)WasmEdge_ConfigureGetRunMode(c), WasmEdge_ConfigureIsAllowAFUNIX(c),
      (int)WasmEdge_ConfigureCompilerGetOptimizationLevel(c),
      (int)WasmEdge_ConfigureCompilerGetOutputFormat(c), WasmEdge_ConfigureCompilerIsDumpIR(c),
      WasmEdge_ConfigureCompilerIsGenericBinary(c), WasmEdge_ConfigureCompilerIsInterruptible(c),
      WasmEdge_ConfigureStatisticsIsInstructionCounting(c),
      WasmEdge_ConfigureStatisticsIsCostMeasuring(c),
      WasmEdge_ConfigureStatisticsIsTimeMeasuring(c), WasmEdge_ConfigureIsForceInterpreter(c));
}

int main(void) {
  WasmEdge_LogOff();
  WasmEdge_ConfigureContext* c = WasmEdge_ConfigureCreate();
  all("default", c);
  for (int p = 0; p <= 17; ++p) {
    char name[32];
    snprintf(name, sizeof(name), "remove %d", p);
    WasmEdge_ConfigureRemoveProposal(c, (enum WasmEdge_Proposal)p);
    proposals(name, c);
  }
  for (int p = 17; p >= 0; --p) {
    char name[32];
    snprintf(name, sizeof(name), "remove again %d", p);
    WasmEdge_ConfigureRemoveProposal(c, (enum WasmEdge_Proposal)p);
    proposals(name, c);
  }
  for (int p = 0; p <= 17; ++p) {
    char name[32];
    snprintf(name, sizeof(name), "add %d", p);
    WasmEdge_ConfigureAddProposal(c, (enum WasmEdge_Proposal)p);
    proposals(name, c);
  }
  for (int s = 0; s <= 2; ++s) {
    WasmEdge_ConfigureSetWASMStandard(c, (enum WasmEdge_Standard)s);
    proposals("standard", c);
  }
  for (int p = 0; p <= 17; ++p) {
    WasmEdge_ConfigureSetWASMStandard(c, WasmEdge_Standard_WASM_3);
    WasmEdge_ConfigureRemoveProposal(c, (enum WasmEdge_Proposal)p);
    proposals("one removed", c);
    WasmEdge_ConfigureSetWASMStandard(c, WasmEdge_Standard_WASM_1);
    WasmEdge_ConfigureAddProposal(c, (enum WasmEdge_Proposal)p);
    proposals("one added", c);
  }
  WasmEdge_ConfigureAddHostRegistration(c, WasmEdge_HostRegistration_Wasi);
  WasmEdge_ConfigureSetMaxMemoryPage(c, 1234567890123ULL);
  WasmEdge_ConfigureSetRunMode(c, WasmEdge_RunMode_AOT);
  WasmEdge_ConfigureSetAllowAFUNIX(c, true);
  WasmEdge_ConfigureCompilerSetOptimizationLevel(c, WasmEdge_CompilerOptimizationLevel_Os);
  WasmEdge_ConfigureCompilerSetOutputFormat(c, WasmEdge_CompilerOutputFormat_Native);
  WasmEdge_ConfigureCompilerSetDumpIR(c, true);
  WasmEdge_ConfigureCompilerSetGenericBinary(c, true);
  WasmEdge_ConfigureCompilerSetInterruptible(c, true);
  WasmEdge_ConfigureStatisticsSetInstructionCounting(c, true);
  WasmEdge_ConfigureStatisticsSetCostMeasuring(c, true);
  WasmEdge_ConfigureStatisticsSetTimeMeasuring(c, true);
  all("set", c);
  WasmEdge_ConfigureSetForceInterpreter(c, true);
  all("forced", c);
  WasmEdge_ConfigureSetForceInterpreter(c, false);
  all("not forced", c);
  WasmEdge_ConfigureRemoveHostRegistration(c, WasmEdge_HostRegistration_Wasi);
  printf("wasi %d\n", WasmEdge_ConfigureHasHostRegistration(c, WasmEdge_HostRegistration_Wasi));
  WasmEdge_ConfigureDelete(c);

  WasmEdge_StatisticsContext* s = WasmEdge_StatisticsCreate();
  uint64_t table[3] = {1, 2, 3};
  WasmEdge_StatisticsSetCostTable(s, table, 3);
  WasmEdge_StatisticsSetCostLimit(s, 100);
  printf("statistics: %llu %llu\n", (unsigned long long)WasmEdge_StatisticsGetInstrCount(s),
         (unsigned long long)WasmEdge_StatisticsGetTotalCost(s));
  double rate = WasmEdge_StatisticsGetInstrPerSecond(s);
  printf("rate: %s\n", rate == 0 ? "zero" : rate != rate ? "nan" : "other");
  WasmEdge_StatisticsClear(s);
  WasmEdge_StatisticsDelete(s);
  return 0;
}
