// enums.h: every enumeration of the WasmEdge C API. Included by the other headers. Enumerators
// marked "newer" do not exist in the headers of WasmEdge 0.17.1: a source that has to compile there
// as well avoids them.
#ifndef WASMEDGE_ENUMS_H
#define WASMEDGE_ENUMS_H

#include <wasmedge/api_version.h>

// The WebAssembly standards a configuration can stand for.
typedef enum WasmEdge_Standard {
  WasmEdge_Standard_WASM_1 = 0,
  WasmEdge_Standard_WASM_2 = 1,
  WasmEdge_Standard_WASM_3 = 2
} WasmEdge_Standard;

// WebAssembly proposals a configuration switches on or off.
typedef enum WasmEdge_Proposal {
  WasmEdge_Proposal_ImportExportMutGlobals = 0,
  WasmEdge_Proposal_NonTrapFloatToIntConversions = 1,
  WasmEdge_Proposal_SignExtensionOperators = 2,
  WasmEdge_Proposal_MultiValue = 3,
  WasmEdge_Proposal_BulkMemoryOperations = 4,
  WasmEdge_Proposal_ReferenceTypes = 5,
  WasmEdge_Proposal_SIMD = 6,
  WasmEdge_Proposal_TailCall = 7,
  WasmEdge_Proposal_ExtendedConst = 8,
  WasmEdge_Proposal_FunctionReferences = 9,
  WasmEdge_Proposal_GC = 10,
  WasmEdge_Proposal_MultiMemories = 11,
  WasmEdge_Proposal_RelaxSIMD = 12,
  WasmEdge_Proposal_Annotations = 13,
  WasmEdge_Proposal_ExceptionHandling = 14,
  WasmEdge_Proposal_Memory64 = 15,
  WasmEdge_Proposal_Threads = 16,
  WasmEdge_Proposal_Component = 17
} WasmEdge_Proposal;

// Host modules a virtual machine can register by itself.
typedef enum WasmEdge_HostRegistration {
  WasmEdge_HostRegistration_Wasi = 0
} WasmEdge_HostRegistration;

// How hard the ahead-of-time compiler tries.
typedef enum WasmEdge_CompilerOptimizationLevel {
  WasmEdge_CompilerOptimizationLevel_O0 = 0,
  WasmEdge_CompilerOptimizationLevel_O1 = 1,
  WasmEdge_CompilerOptimizationLevel_O2 = 2,
  WasmEdge_CompilerOptimizationLevel_O3 = 3,
  WasmEdge_CompilerOptimizationLevel_Os = 4,
  WasmEdge_CompilerOptimizationLevel_Oz = 5
} WasmEdge_CompilerOptimizationLevel;

// What the ahead-of-time compiler writes.
typedef enum WasmEdge_CompilerOutputFormat {
  WasmEdge_CompilerOutputFormat_Native = 0,
  WasmEdge_CompilerOutputFormat_Wasm = 1
} WasmEdge_CompilerOutputFormat;

// How a virtual machine executes.
typedef enum WasmEdge_RunMode {
  WasmEdge_RunMode_Interpreter = 0,
  WasmEdge_RunMode_JIT = 1,
  WasmEdge_RunMode_AOT = 2,
  WasmEdge_RunMode_LazyJIT = 3,  // newer
} WasmEdge_RunMode;

// Whose code a result carries: the runtime's, or the one of the host function.
typedef enum WasmEdge_ErrCategory {
  WasmEdge_ErrCategory_WASM = 0,
  WasmEdge_ErrCategory_UserLevelError = 1
} WasmEdge_ErrCategory;

// Result codes of category WASM. The high byte tells the phase: 1 loading, 2 validation,
// 3 instantiation, 4 execution. Those that had another number, or none, up to API version 4 are for
// version 5 only.
typedef enum WasmEdge_ErrCode {
  WasmEdge_ErrCode_Success = 0x0000,
  WasmEdge_ErrCode_Terminated = 0x0001,
  WasmEdge_ErrCode_RuntimeError = 0x0002,
  WasmEdge_ErrCode_CostLimitExceeded = 0x0003,
  WasmEdge_ErrCode_WrongVMWorkflow = 0x0004,
  WasmEdge_ErrCode_FuncNotFound = 0x0005,
  WasmEdge_ErrCode_AOTDisabled = 0x0006,
  WasmEdge_ErrCode_Interrupted = 0x0007,
  WasmEdge_ErrCode_NotValidated = 0x0008,
  WasmEdge_ErrCode_NonNullRequired = 0x0009,
  WasmEdge_ErrCode_SetValueToConst = 0x000A,
  WasmEdge_ErrCode_SetValueErrorType = 0x000B,
  WasmEdge_ErrCode_UserDefError = 0x000C,
#if WASMEDGE_PLUGIN_API_VERSION >= 5
  WasmEdge_ErrCode_InvalidAOTConfigure = 0x000D,
  WasmEdge_ErrCode_AOTNotImpl = 0x000E,
  WasmEdge_ErrCode_LazyCompilationError = 0x000F,  // newer
#endif
  WasmEdge_ErrCode_IllegalPath = 0x0100,
  WasmEdge_ErrCode_ReadError = 0x0101,
  WasmEdge_ErrCode_UnexpectedEnd = 0x0102,
  WasmEdge_ErrCode_MalformedMagic = 0x0103,
  WasmEdge_ErrCode_MalformedVersion = 0x0104,
  WasmEdge_ErrCode_MalformedSection = 0x0105,
  WasmEdge_ErrCode_SectionSizeMismatch = 0x0106,
  WasmEdge_ErrCode_LengthOutOfBounds = 0x0107,
  WasmEdge_ErrCode_JunkSection = 0x0108,
  WasmEdge_ErrCode_IncompatibleFuncCode = 0x0109,
  WasmEdge_ErrCode_IncompatibleDataCount = 0x010A,
  WasmEdge_ErrCode_DataCountRequired = 0x010B,
  WasmEdge_ErrCode_MalformedImportKind = 0x010C,
  WasmEdge_ErrCode_MalformedExportKind = 0x010D,
  WasmEdge_ErrCode_ExpectedZeroByte = 0x010E,
  WasmEdge_ErrCode_InvalidMut = 0x010F,
  WasmEdge_ErrCode_TooManyLocals = 0x0110,
  WasmEdge_ErrCode_MalformedValType = 0x0111,
  WasmEdge_ErrCode_MalformedElemType = 0x0112,
  WasmEdge_ErrCode_MalformedRefType = 0x0113,
  WasmEdge_ErrCode_MalformedUTF8 = 0x0114,
  WasmEdge_ErrCode_IntegerTooLarge = 0x0115,
  WasmEdge_ErrCode_IntegerTooLong = 0x0116,
  WasmEdge_ErrCode_IllegalOpCode = 0x0117,
  WasmEdge_ErrCode_ENDCodeExpected = 0x0118,
  WasmEdge_ErrCode_IllegalGrammar = 0x0119,
#if WASMEDGE_PLUGIN_API_VERSION >= 5
  WasmEdge_ErrCode_IntrinsicsTableNotFound = 0x011A,
  WasmEdge_ErrCode_MalformedTable = 0x011B,
  WasmEdge_ErrCode_MalformedMemoryOpFlags = 0x011C,
  WasmEdge_ErrCode_MalformedLimitFlags = 0x011D,
  WasmEdge_ErrCode_MalformedCatchFlags = 0x011E,
  WasmEdge_ErrCode_MalformedCastFlags = 0x011F,  // newer
  WasmEdge_ErrCode_MalformedSort = 0x01A0,
  WasmEdge_ErrCode_MalformedAliasTarget = 0x01A1,
  WasmEdge_ErrCode_MalformedCoreInstance = 0x01A2,
  WasmEdge_ErrCode_MalformedInstance = 0x01A3,
  WasmEdge_ErrCode_MalformedDefType = 0x01A4,
  WasmEdge_ErrCode_MalformedModuleType = 0x01A5,
  WasmEdge_ErrCode_MalformedRecordType = 0x01A6,
  WasmEdge_ErrCode_MalformedVariantType = 0x01A7,
  WasmEdge_ErrCode_MalformedTupleType = 0x01A8,
  WasmEdge_ErrCode_MalformedFlagsType = 0x01A9,
  WasmEdge_ErrCode_MalformedCanonical = 0x01AA,
  WasmEdge_ErrCode_UnknownCanonicalOption = 0x01AB,
  WasmEdge_ErrCode_MalformedName = 0x01AC,
  WasmEdge_ErrCode_ComponentNotImplLoader = 0x01AD,
  WasmEdge_ErrCode_ComponentNestLevelExceeded = 0x01AE,  // newer
#endif
  WasmEdge_ErrCode_InvalidAlignment = 0x0200,
#if WASMEDGE_PLUGIN_API_VERSION >= 5
  WasmEdge_ErrCode_AlignmentTooLarge = 0x0201,
  WasmEdge_ErrCode_TypeCheckFailed = 0x0202,
  WasmEdge_ErrCode_InvalidLabelIdx = 0x0203,
  WasmEdge_ErrCode_InvalidLocalIdx = 0x0204,
  WasmEdge_ErrCode_InvalidFieldIdx = 0x0205,
  WasmEdge_ErrCode_InvalidFuncTypeIdx = 0x0206,
  WasmEdge_ErrCode_InvalidFuncIdx = 0x0207,
  WasmEdge_ErrCode_InvalidTableIdx = 0x0208,
  WasmEdge_ErrCode_InvalidMemoryIdx = 0x0209,
  WasmEdge_ErrCode_InvalidGlobalIdx = 0x020A,
  WasmEdge_ErrCode_InvalidTagIdx = 0x020B,
  WasmEdge_ErrCode_InvalidElemIdx = 0x020C,
  WasmEdge_ErrCode_InvalidDataIdx = 0x020D,
  WasmEdge_ErrCode_InvalidRefIdx = 0x020E,
  WasmEdge_ErrCode_ConstExprRequired = 0x020F,
  WasmEdge_ErrCode_DupExportName = 0x0210,
  WasmEdge_ErrCode_ImmutableGlobal = 0x0211,
  WasmEdge_ErrCode_ImmutableField = 0x0212,
  WasmEdge_ErrCode_ImmutableArray = 0x0213,
  WasmEdge_ErrCode_InvalidResultArity = 0x0214,
  WasmEdge_ErrCode_MultiTables = 0x0215,
  WasmEdge_ErrCode_MultiMemories = 0x0216,
  WasmEdge_ErrCode_InvalidLimit = 0x0217,
  WasmEdge_ErrCode_InvalidMemPages = 0x0218,
  WasmEdge_ErrCode_InvalidStartFunc = 0x0219,
  WasmEdge_ErrCode_InvalidLaneIdx = 0x021A,
  WasmEdge_ErrCode_InvalidUninitLocal = 0x021B,
  WasmEdge_ErrCode_InvalidNotDefaultableField = 0x021C,
  WasmEdge_ErrCode_InvalidNotDefaultableArray = 0x021D,
  WasmEdge_ErrCode_InvalidPackedField = 0x021E,
  WasmEdge_ErrCode_InvalidPackedArray = 0x021F,
  WasmEdge_ErrCode_InvalidUnpackedField = 0x0220,
  WasmEdge_ErrCode_InvalidUnpackedArray = 0x0221,
  WasmEdge_ErrCode_InvalidBrRefType = 0x0222,
  WasmEdge_ErrCode_ArrayTypesMismatch = 0x0223,
  WasmEdge_ErrCode_ArrayTypesNumtypeRequired = 0x0224,
  WasmEdge_ErrCode_InvalidSubType = 0x0225,
  WasmEdge_ErrCode_InvalidTagResultType = 0x0226,
  WasmEdge_ErrCode_SharedMemoryNoMax = 0x0227,
  WasmEdge_ErrCode_InvalidMemPages64 = 0x0228,
  WasmEdge_ErrCode_InvalidTableSize64 = 0x0229,
  WasmEdge_ErrCode_InvalidOffset = 0x022A,
  WasmEdge_ErrCode_MissingArgument = 0x02A0,
  WasmEdge_ErrCode_ArgTypeMismatch = 0x02A1,
  WasmEdge_ErrCode_InvalidIndex = 0x02A2,
  WasmEdge_ErrCode_InvalidTypeReference = 0x02A3,
  WasmEdge_ErrCode_ExportNotFound = 0x02A4,
  WasmEdge_ErrCode_ComponentNotImplValidator = 0x02A5,
  WasmEdge_ErrCode_ComponentDuplicateName = 0x02A6,
  WasmEdge_ErrCode_ComponentInvalidName = 0x02A7,
  WasmEdge_ErrCode_NotADefinedType = 0x02A8,
  WasmEdge_ErrCode_DefTypeIndexOutOfBounds = 0x02A9,
  WasmEdge_ErrCode_NameCannotBeEmpty = 0x02AA,
  WasmEdge_ErrCode_CannotHaveMoreThan32Flags = 0x02AB,
  WasmEdge_ErrCode_RecordFieldNameConflicts = 0x02AC,
  WasmEdge_ErrCode_VariantCaseNameConflicts = 0x02AD,
  WasmEdge_ErrCode_FlagNameConflicts = 0x02AE,
  WasmEdge_ErrCode_EnumTagNameConflicts = 0x02AF,
  WasmEdge_ErrCode_VariantMustHaveCase = 0x02B0,
  WasmEdge_ErrCode_ExportAscriptionIncompatible = 0x02B1,
  WasmEdge_ErrCode_InstanceMissingExpectedExport = 0x02B2,
  WasmEdge_ErrCode_InvalidExportName = 0x02B3,
  WasmEdge_ErrCode_InvalidExternName = 0x02B4,
  WasmEdge_ErrCode_UnknownCoreTag = 0x02B5,  // newer
#endif
  WasmEdge_ErrCode_ModuleNameConflict = 0x0300,
  WasmEdge_ErrCode_IncompatibleImportType = 0x0301,
  WasmEdge_ErrCode_UnknownImport = 0x0302,
  WasmEdge_ErrCode_DataSegDoesNotFit = 0x0303,
  WasmEdge_ErrCode_ElemSegDoesNotFit = 0x0304,
#if WASMEDGE_PLUGIN_API_VERSION >= 5
  WasmEdge_ErrCode_InvalidCoreSort = 0x03A0,
  WasmEdge_ErrCode_InvalidCanonOption = 0x03A1,
  WasmEdge_ErrCode_CoreInvalidExport = 0x03A2,
  WasmEdge_ErrCode_ResourceDropArgument = 0x03A3,
  WasmEdge_ErrCode_ComponentNotImplInstantiate = 0x03A4,
#endif
  WasmEdge_ErrCode_WrongInstanceAddress = 0x0400,
  WasmEdge_ErrCode_WrongInstanceIndex = 0x0401,
  WasmEdge_ErrCode_InstrTypeMismatch = 0x0402,
  WasmEdge_ErrCode_FuncSigMismatch = 0x0403,
  WasmEdge_ErrCode_DivideByZero = 0x0404,
  WasmEdge_ErrCode_IntegerOverflow = 0x0405,
  WasmEdge_ErrCode_InvalidConvToInt = 0x0406,
  WasmEdge_ErrCode_TableOutOfBounds = 0x0407,
  WasmEdge_ErrCode_MemoryOutOfBounds = 0x0408,
  WasmEdge_ErrCode_ArrayOutOfBounds = 0x0409,
  WasmEdge_ErrCode_Unreachable = 0x040A,
  WasmEdge_ErrCode_UninitializedElement = 0x040B,
  WasmEdge_ErrCode_UndefinedElement = 0x040C,
  WasmEdge_ErrCode_IndirectCallTypeMismatch = 0x040D,
  WasmEdge_ErrCode_HostFuncError = 0x040E,
  WasmEdge_ErrCode_RefTypeMismatch = 0x040F,
  WasmEdge_ErrCode_UnalignedAtomicAccess = 0x0410,
  WasmEdge_ErrCode_ExpectSharedMemory = 0x0411,
  WasmEdge_ErrCode_CastNullToNonNull = 0x0412,
  WasmEdge_ErrCode_AccessNullFunc = 0x0413,
  WasmEdge_ErrCode_AccessNullStruct = 0x0414,
  WasmEdge_ErrCode_AccessNullArray = 0x0415,
  WasmEdge_ErrCode_AccessNullI31 = 0x0416,
  WasmEdge_ErrCode_AccessNullException = 0x0417,
  WasmEdge_ErrCode_CastFailed = 0x0418,
  WasmEdge_ErrCode_UncaughtException = 0x0419,
#if WASMEDGE_PLUGIN_API_VERSION >= 5
  WasmEdge_ErrCode_PendingException = 0x041A,  // newer
#endif
} WasmEdge_ErrCode;

// Codes of value types, as in the binary format where that has one.
typedef enum WasmEdge_TypeCode {
  WasmEdge_TypeCode_TypeIndex = 0x00,
  WasmEdge_TypeCode_I32 = 0x7F,
  WasmEdge_TypeCode_I64 = 0x7E,
  WasmEdge_TypeCode_F32 = 0x7D,
  WasmEdge_TypeCode_F64 = 0x7C,
  WasmEdge_TypeCode_V128 = 0x7B,
  WasmEdge_TypeCode_I8 = 0x78,
  WasmEdge_TypeCode_I16 = 0x77,
  WasmEdge_TypeCode_NullExnRef = 0x74,
  WasmEdge_TypeCode_NullFuncRef = 0x73,
  WasmEdge_TypeCode_NullExternRef = 0x72,
  WasmEdge_TypeCode_NullRef = 0x71,
  WasmEdge_TypeCode_FuncRef = 0x70,
  WasmEdge_TypeCode_ExternRef = 0x6F,
  WasmEdge_TypeCode_AnyRef = 0x6E,
  WasmEdge_TypeCode_EqRef = 0x6D,
  WasmEdge_TypeCode_I31Ref = 0x6C,
  WasmEdge_TypeCode_StructRef = 0x6B,
  WasmEdge_TypeCode_ArrayRef = 0x6A,
  WasmEdge_TypeCode_ExnRef = 0x69,
  WasmEdge_TypeCode_Ref = 0x64,
  WasmEdge_TypeCode_RefNull = 0x63,
  WasmEdge_TypeCode_Func = 0x60,
  WasmEdge_TypeCode_Struct = 0x5F,
  WasmEdge_TypeCode_Array = 0x5E,
  WasmEdge_TypeCode_Sub = 0x50,
  WasmEdge_TypeCode_SubFinal = 0x4F,
  WasmEdge_TypeCode_Rec = 0x4E,
  WasmEdge_TypeCode_Epsilon = 0x40
} WasmEdge_TypeCode;

// Whether a global may be written.
typedef enum WasmEdge_Mutability {
  WasmEdge_Mutability_Const = 0,
  WasmEdge_Mutability_Var = 1
} WasmEdge_Mutability;

// The kinds of imports and exports.
typedef enum WasmEdge_ExternalType {
  WasmEdge_ExternalType_Function = 0,
  WasmEdge_ExternalType_Table = 1,
  WasmEdge_ExternalType_Memory = 2,
  WasmEdge_ExternalType_Global = 3,
  WasmEdge_ExternalType_Tag = 4
} WasmEdge_ExternalType;

// Codes of component-model types.
typedef enum WasmEdge_ComponentTypeCode {
  WasmEdge_ComponentTypeCode_TypeIndex = 0x00,
  WasmEdge_ComponentTypeCode_Bool = 0x7F,
  WasmEdge_ComponentTypeCode_S8 = 0x7E,
  WasmEdge_ComponentTypeCode_U8 = 0x7D,
  WasmEdge_ComponentTypeCode_S16 = 0x7C,
  WasmEdge_ComponentTypeCode_U16 = 0x7B,
  WasmEdge_ComponentTypeCode_S32 = 0x7A,
  WasmEdge_ComponentTypeCode_U32 = 0x79,
  WasmEdge_ComponentTypeCode_S64 = 0x78,
  WasmEdge_ComponentTypeCode_U64 = 0x77,
  WasmEdge_ComponentTypeCode_F32 = 0x76,
  WasmEdge_ComponentTypeCode_F64 = 0x75,
  WasmEdge_ComponentTypeCode_Char = 0x74,
  WasmEdge_ComponentTypeCode_String = 0x73,
  WasmEdge_ComponentTypeCode_Record = 0x72,
  WasmEdge_ComponentTypeCode_Variant = 0x71,
  WasmEdge_ComponentTypeCode_List = 0x70,
  WasmEdge_ComponentTypeCode_Tuple = 0x6F,
  WasmEdge_ComponentTypeCode_Flags = 0x6E,
  WasmEdge_ComponentTypeCode_Enum = 0x6D,
  WasmEdge_ComponentTypeCode_Option = 0x6B,
  WasmEdge_ComponentTypeCode_Result = 0x6A,
  WasmEdge_ComponentTypeCode_Own = 0x69,
  WasmEdge_ComponentTypeCode_Borrow = 0x68,
  WasmEdge_ComponentTypeCode_ListLen = 0x67,
  WasmEdge_ComponentTypeCode_Stream = 0x66,
  WasmEdge_ComponentTypeCode_Future = 0x65,
  WasmEdge_ComponentTypeCode_ErrContext = 0x64
} WasmEdge_ComponentTypeCode;

// Weight of a log message, ascending.
typedef enum WasmEdge_LogLevel {
  WasmEdge_LogLevel_Trace = 0,
  WasmEdge_LogLevel_Debug = 1,
  WasmEdge_LogLevel_Info = 2,
  WasmEdge_LogLevel_Warn = 3,
  WasmEdge_LogLevel_Error = 4,
  WasmEdge_LogLevel_Critical = 5
} WasmEdge_LogLevel;

// The C type a plug-in option is stored in.
typedef enum WasmEdge_ProgramOptionType {
  WasmEdge_ProgramOptionType_None = 0,
  WasmEdge_ProgramOptionType_Toggle = 1,
  WasmEdge_ProgramOptionType_Int8 = 2,
  WasmEdge_ProgramOptionType_Int16 = 3,
  WasmEdge_ProgramOptionType_Int32 = 4,
  WasmEdge_ProgramOptionType_Int64 = 5,
  WasmEdge_ProgramOptionType_UInt8 = 6,
  WasmEdge_ProgramOptionType_UInt16 = 7,
  WasmEdge_ProgramOptionType_UInt32 = 8,
  WasmEdge_ProgramOptionType_UInt64 = 9,
  WasmEdge_ProgramOptionType_Float = 10,
  WasmEdge_ProgramOptionType_Double = 11,
  WasmEdge_ProgramOptionType_String = 12
} WasmEdge_ProgramOptionType;

#endif  // WASMEDGE_ENUMS_H
