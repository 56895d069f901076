// Results: codes, categories, and the messages whose wording is that of the test-suite of the
// WebAssembly specification. The other messages are our own; that none is missing is printed here,
// too.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

static void show(const char* what, WasmEdge_Result r) {
  printf("%s: raw %08x code %u category %d ok %d message %s\n", what, r.Code,
         WasmEdge_ResultGetCode(r), (int)WasmEdge_ResultGetCategory(r), WasmEdge_ResultOK(r),
         *WasmEdge_ResultGetMessage(r) ? "given" : "empty");
}

static const int specified[] = {
    WasmEdge_ErrCode_UnexpectedEnd,
    WasmEdge_ErrCode_MalformedMagic,
    WasmEdge_ErrCode_MalformedVersion,
    WasmEdge_ErrCode_MalformedSection,
    WasmEdge_ErrCode_SectionSizeMismatch,
    WasmEdge_ErrCode_LengthOutOfBounds,
    WasmEdge_ErrCode_JunkSection,
    WasmEdge_ErrCode_IncompatibleFuncCode,
    WasmEdge_ErrCode_IncompatibleDataCount,
    WasmEdge_ErrCode_DataCountRequired,
    WasmEdge_ErrCode_MalformedImportKind,
    WasmEdge_ErrCode_MalformedExportKind,
    WasmEdge_ErrCode_ExpectedZeroByte,
    WasmEdge_ErrCode_InvalidMut,
    WasmEdge_ErrCode_TooManyLocals,
    WasmEdge_ErrCode_MalformedValType,
    WasmEdge_ErrCode_MalformedElemType,
    WasmEdge_ErrCode_MalformedRefType,
    WasmEdge_ErrCode_MalformedUTF8,
    WasmEdge_ErrCode_IntegerTooLarge,
    WasmEdge_ErrCode_IntegerTooLong,
    WasmEdge_ErrCode_IllegalOpCode,
    WasmEdge_ErrCode_ENDCodeExpected,
    WasmEdge_ErrCode_MalformedTable,
    WasmEdge_ErrCode_MalformedMemoryOpFlags,
    WasmEdge_ErrCode_MalformedLimitFlags,
    WasmEdge_ErrCode_MalformedCatchFlags,
    WasmEdge_ErrCode_InvalidAlignment,
    WasmEdge_ErrCode_AlignmentTooLarge,
    WasmEdge_ErrCode_TypeCheckFailed,
    WasmEdge_ErrCode_InvalidLabelIdx,
    WasmEdge_ErrCode_InvalidLocalIdx,
    WasmEdge_ErrCode_InvalidFieldIdx,
    WasmEdge_ErrCode_InvalidFuncTypeIdx,
    WasmEdge_ErrCode_InvalidFuncIdx,
    WasmEdge_ErrCode_InvalidTableIdx,
    WasmEdge_ErrCode_InvalidMemoryIdx,
    WasmEdge_ErrCode_InvalidGlobalIdx,
    WasmEdge_ErrCode_InvalidTagIdx,
    WasmEdge_ErrCode_InvalidElemIdx,
    WasmEdge_ErrCode_InvalidDataIdx,
    WasmEdge_ErrCode_InvalidRefIdx,
    WasmEdge_ErrCode_ConstExprRequired,
    WasmEdge_ErrCode_DupExportName,
    WasmEdge_ErrCode_ImmutableGlobal,
    WasmEdge_ErrCode_ImmutableField,
    WasmEdge_ErrCode_ImmutableArray,
    WasmEdge_ErrCode_InvalidResultArity,
    WasmEdge_ErrCode_MultiTables,
    WasmEdge_ErrCode_MultiMemories,
    WasmEdge_ErrCode_InvalidLimit,
    WasmEdge_ErrCode_InvalidMemPages,
    WasmEdge_ErrCode_InvalidStartFunc,
    WasmEdge_ErrCode_InvalidLaneIdx,
    WasmEdge_ErrCode_InvalidUninitLocal,
    WasmEdge_ErrCode_ArrayTypesMismatch,
    WasmEdge_ErrCode_ArrayTypesNumtypeRequired,
    WasmEdge_ErrCode_InvalidSubType,
    WasmEdge_ErrCode_InvalidTagResultType,
    WasmEdge_ErrCode_SharedMemoryNoMax,
    WasmEdge_ErrCode_InvalidMemPages64,
    WasmEdge_ErrCode_InvalidTableSize64,
    WasmEdge_ErrCode_InvalidOffset,
    WasmEdge_ErrCode_IncompatibleImportType,
    WasmEdge_ErrCode_UnknownImport,
    WasmEdge_ErrCode_DataSegDoesNotFit,
    WasmEdge_ErrCode_ElemSegDoesNotFit,
    WasmEdge_ErrCode_DivideByZero,
    WasmEdge_ErrCode_IntegerOverflow,
    WasmEdge_ErrCode_InvalidConvToInt,
    WasmEdge_ErrCode_TableOutOfBounds,
    WasmEdge_ErrCode_MemoryOutOfBounds,
    WasmEdge_ErrCode_ArrayOutOfBounds,
    WasmEdge_ErrCode_Unreachable,
    WasmEdge_ErrCode_UninitializedElement,
    WasmEdge_ErrCode_UndefinedElement,
    WasmEdge_ErrCode_IndirectCallTypeMismatch,
    WasmEdge_ErrCode_UnalignedAtomicAccess,
    WasmEdge_ErrCode_ExpectSharedMemory,
    WasmEdge_ErrCode_CastNullToNonNull,
    WasmEdge_ErrCode_AccessNullFunc,
    WasmEdge_ErrCode_AccessNullStruct,
    WasmEdge_ErrCode_AccessNullArray,
    WasmEdge_ErrCode_AccessNullI31,
    WasmEdge_ErrCode_CastFailed,
};

int main(void) {
  WasmEdge_LogOff();
  show("success", WasmEdge_Result_Success);
  show("terminate", WasmEdge_Result_Terminate);
  show("fail", WasmEdge_Result_Fail);
  show("user", WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 0x123456));
  show("user zero", WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 0));
  show("user one", WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 1));
  show("user too wide", WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 0xFF123456u));
  show("other category", WasmEdge_ResultGen((enum WasmEdge_ErrCategory)2, 5));
  for (unsigned i = 0; i < sizeof(specified) / sizeof(*specified); ++i) {
    WasmEdge_Result r = WasmEdge_ResultGen(WasmEdge_ErrCategory_WASM, (uint32_t)specified[i]);
    printf("%d: %s\n", specified[i], WasmEdge_ResultGetMessage(r));
  }
  printf("%s\n",
         WasmEdge_ResultGetMessage(WasmEdge_ResultGen(WasmEdge_ErrCategory_UserLevelError, 5)));
  return 0;
}
