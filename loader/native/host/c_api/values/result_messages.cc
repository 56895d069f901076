// One message for each code, in the order of the codes. Where the test-suite of
// the WebAssembly specification has a wording for the failure, it is that one (stock libraries
// print the same); the rest is our own. Read by result.cc.
#include "result.h"

namespace plugkit {

const char* Message(uint32_t Code) {
  switch (Code) {
    case WasmEdge_ErrCode_Success:
      return "success";
    case WasmEdge_ErrCode_Terminated:
      return "terminated";
    case WasmEdge_ErrCode_RuntimeError:
      return "runtime error";
    case WasmEdge_ErrCode_CostLimitExceeded:
      return "the cost limit was reached";
    case WasmEdge_ErrCode_WrongVMWorkflow:
      return "operation not possible in this state";
    case WasmEdge_ErrCode_FuncNotFound:
      return "no function of this name";
    case WasmEdge_ErrCode_AOTDisabled:
      return "no ahead-of-time compiler in this library";
    case WasmEdge_ErrCode_Interrupted:
      return "interrupted";
    case WasmEdge_ErrCode_NotValidated:
      return "module not validated";
    case WasmEdge_ErrCode_NonNullRequired:
      return "null where a non-null reference is required";
    case WasmEdge_ErrCode_SetValueToConst:
      return "write to a constant";
    case WasmEdge_ErrCode_SetValueErrorType:
      return "value of another type";
    case WasmEdge_ErrCode_UserDefError:
      return "user defined error code";
    case WasmEdge_ErrCode_InvalidAOTConfigure:
      return "compiler configuration not valid";
    case WasmEdge_ErrCode_AOTNotImpl:
      return "instruction unknown to the compiler";
    case WasmEdge_ErrCode_LazyCompilationError:
      return "lazy compilation failed";
    case WasmEdge_ErrCode_IllegalPath:
      return "path not usable";
    case WasmEdge_ErrCode_ReadError:
      return "file not readable";
    case WasmEdge_ErrCode_UnexpectedEnd:
      return "unexpected end";
    case WasmEdge_ErrCode_MalformedMagic:
      return "magic header not detected";
    case WasmEdge_ErrCode_MalformedVersion:
      return "unknown binary version";
    case WasmEdge_ErrCode_MalformedSection:
      return "malformed section id";
    case WasmEdge_ErrCode_SectionSizeMismatch:
      return "section size mismatch";
    case WasmEdge_ErrCode_LengthOutOfBounds:
      return "length out of bounds";
    case WasmEdge_ErrCode_JunkSection:
      return "unexpected content after last section";
    case WasmEdge_ErrCode_IncompatibleFuncCode:
      return "function and code section have inconsistent lengths";
    case WasmEdge_ErrCode_IncompatibleDataCount:
      return "data count and data section have inconsistent lengths";
    case WasmEdge_ErrCode_DataCountRequired:
      return "data count section required";
    case WasmEdge_ErrCode_MalformedImportKind:
      return "malformed import kind";
    case WasmEdge_ErrCode_MalformedExportKind:
      return "malformed export kind";
    case WasmEdge_ErrCode_ExpectedZeroByte:
      return "zero byte expected";
    case WasmEdge_ErrCode_InvalidMut:
      return "malformed mutability";
    case WasmEdge_ErrCode_TooManyLocals:
      return "too many locals";
    case WasmEdge_ErrCode_MalformedValType:
      return "malformed value type";
    case WasmEdge_ErrCode_MalformedElemType:
      return "malformed element type";
    case WasmEdge_ErrCode_MalformedRefType:
      return "malformed reference type";
    case WasmEdge_ErrCode_MalformedUTF8:
      return "malformed UTF-8 encoding";
    case WasmEdge_ErrCode_IntegerTooLarge:
      return "integer too large";
    case WasmEdge_ErrCode_IntegerTooLong:
      return "integer representation too long";
    case WasmEdge_ErrCode_IllegalOpCode:
      return "illegal opcode";
    case WasmEdge_ErrCode_ENDCodeExpected:
      return "END opcode expected";
    case WasmEdge_ErrCode_IllegalGrammar:
      return "malformed module";
    case WasmEdge_ErrCode_IntrinsicsTableNotFound:
      return "compiled code without a table of intrinsics";
    case WasmEdge_ErrCode_MalformedTable:
      return "malformed table";
    case WasmEdge_ErrCode_MalformedMemoryOpFlags:
      return "malformed memop flags";
    case WasmEdge_ErrCode_MalformedLimitFlags:
      return "malformed limits flags";
    case WasmEdge_ErrCode_MalformedCatchFlags:
      return "malformed catch flags";
    case WasmEdge_ErrCode_MalformedCastFlags:
      return "malformed cast flags";
    case WasmEdge_ErrCode_MalformedSort:
      return "component: malformed sort";
    case WasmEdge_ErrCode_MalformedAliasTarget:
      return "component: malformed alias target";
    case WasmEdge_ErrCode_MalformedCoreInstance:
      return "component: malformed core instance";
    case WasmEdge_ErrCode_MalformedInstance:
      return "component: malformed instance";
    case WasmEdge_ErrCode_MalformedDefType:
      return "component: malformed type definition";
    case WasmEdge_ErrCode_MalformedModuleType:
      return "component: malformed module type";
    case WasmEdge_ErrCode_MalformedRecordType:
      return "component: malformed record";
    case WasmEdge_ErrCode_MalformedVariantType:
      return "component: malformed variant";
    case WasmEdge_ErrCode_MalformedTupleType:
      return "component: malformed tuple";
    case WasmEdge_ErrCode_MalformedFlagsType:
      return "component: malformed flags";
    case WasmEdge_ErrCode_MalformedCanonical:
      return "component: malformed canonical function";
    case WasmEdge_ErrCode_UnknownCanonicalOption:
      return "component: option of a canonical function not known";
    case WasmEdge_ErrCode_MalformedName:
      return "component: malformed name";
    case WasmEdge_ErrCode_ComponentNotImplLoader:
      return "component: not loadable yet";
    case WasmEdge_ErrCode_ComponentNestLevelExceeded:
      return "component: nested too deeply";
    case WasmEdge_ErrCode_InvalidAlignment:
      return "atomic alignment must be natural";
    case WasmEdge_ErrCode_AlignmentTooLarge:
      return "alignment must not be larger than natural";
    case WasmEdge_ErrCode_TypeCheckFailed:
      return "type mismatch";
    case WasmEdge_ErrCode_InvalidLabelIdx:
      return "unknown label";
    case WasmEdge_ErrCode_InvalidLocalIdx:
      return "unknown local";
    case WasmEdge_ErrCode_InvalidFieldIdx:
      return "unknown field";
    case WasmEdge_ErrCode_InvalidFuncTypeIdx:
      return "unknown type";
    case WasmEdge_ErrCode_InvalidFuncIdx:
      return "unknown function";
    case WasmEdge_ErrCode_InvalidTableIdx:
      return "unknown table";
    case WasmEdge_ErrCode_InvalidMemoryIdx:
      return "unknown memory";
    case WasmEdge_ErrCode_InvalidGlobalIdx:
      return "unknown global";
    case WasmEdge_ErrCode_InvalidTagIdx:
      return "unknown tag";
    case WasmEdge_ErrCode_InvalidElemIdx:
      return "unknown elem segment";
    case WasmEdge_ErrCode_InvalidDataIdx:
      return "unknown data segment";
    case WasmEdge_ErrCode_InvalidRefIdx:
      return "undeclared function reference";
    case WasmEdge_ErrCode_ConstExprRequired:
      return "constant expression required";
    case WasmEdge_ErrCode_DupExportName:
      return "duplicate export name";
    case WasmEdge_ErrCode_ImmutableGlobal:
      return "immutable global";
    case WasmEdge_ErrCode_ImmutableField:
      return "immutable field";
    case WasmEdge_ErrCode_ImmutableArray:
      return "immutable array";
    case WasmEdge_ErrCode_InvalidResultArity:
      return "invalid result arity";
    case WasmEdge_ErrCode_MultiTables:
      return "multiple tables";
    case WasmEdge_ErrCode_MultiMemories:
      return "multiple memories";
    case WasmEdge_ErrCode_InvalidLimit:
      return "size minimum must not be greater than maximum";
    case WasmEdge_ErrCode_InvalidMemPages:
      return "memory size must be at most 65536 pages (4GiB)";
    case WasmEdge_ErrCode_InvalidStartFunc:
      return "start function";
    case WasmEdge_ErrCode_InvalidLaneIdx:
      return "invalid lane index";
    case WasmEdge_ErrCode_InvalidUninitLocal:
      return "uninitialized local";
    case WasmEdge_ErrCode_InvalidNotDefaultableField:
      return "field without a default value";
    case WasmEdge_ErrCode_InvalidNotDefaultableArray:
      return "array without a default value";
    case WasmEdge_ErrCode_InvalidPackedField:
      return "packed field not allowed here";
    case WasmEdge_ErrCode_InvalidPackedArray:
      return "packed array not allowed here";
    case WasmEdge_ErrCode_InvalidUnpackedField:
      return "unpacked field not allowed here";
    case WasmEdge_ErrCode_InvalidUnpackedArray:
      return "unpacked array not allowed here";
    case WasmEdge_ErrCode_InvalidBrRefType:
      return "reference type not valid for a branch";
    case WasmEdge_ErrCode_ArrayTypesMismatch:
      return "array types do not match";
    case WasmEdge_ErrCode_ArrayTypesNumtypeRequired:
      return "array type is not numeric or vector";
    case WasmEdge_ErrCode_InvalidSubType:
      return "sub type";
    case WasmEdge_ErrCode_InvalidTagResultType:
      return "non-empty tag result type";
    case WasmEdge_ErrCode_SharedMemoryNoMax:
      return "shared memory must have maximum";
    case WasmEdge_ErrCode_InvalidMemPages64:
      return "memory size";
    case WasmEdge_ErrCode_InvalidTableSize64:
      return "table size";
    case WasmEdge_ErrCode_InvalidOffset:
      return "offset out of range";
    case WasmEdge_ErrCode_MissingArgument:
      return "component: argument missing";
    case WasmEdge_ErrCode_ArgTypeMismatch:
      return "component: argument of another type";
    case WasmEdge_ErrCode_InvalidIndex:
      return "component: index not valid";
    case WasmEdge_ErrCode_InvalidTypeReference:
      return "component: type reference not valid";
    case WasmEdge_ErrCode_ExportNotFound:
      return "component: no export of this name";
    case WasmEdge_ErrCode_ComponentNotImplValidator:
      return "component: not validated yet";
    case WasmEdge_ErrCode_ComponentDuplicateName:
      return "component: name used twice";
    case WasmEdge_ErrCode_ComponentInvalidName:
      return "component: name not valid";
    case WasmEdge_ErrCode_NotADefinedType:
      return "component: index names no defined type";
    case WasmEdge_ErrCode_DefTypeIndexOutOfBounds:
      return "component: type index too large";
    case WasmEdge_ErrCode_NameCannotBeEmpty:
      return "component: name empty";
    case WasmEdge_ErrCode_CannotHaveMoreThan32Flags:
      return "component: more than 32 flags";
    case WasmEdge_ErrCode_RecordFieldNameConflicts:
      return "component: record field named twice";
    case WasmEdge_ErrCode_VariantCaseNameConflicts:
      return "component: variant case named twice";
    case WasmEdge_ErrCode_FlagNameConflicts:
      return "component: flag named twice";
    case WasmEdge_ErrCode_EnumTagNameConflicts:
      return "component: enumeration tag named twice";
    case WasmEdge_ErrCode_VariantMustHaveCase:
      return "component: variant without a case";
    case WasmEdge_ErrCode_ExportAscriptionIncompatible:
      return "component: export does not fit its ascribed type";
    case WasmEdge_ErrCode_InstanceMissingExpectedExport:
      return "component: instance lacks an export";
    case WasmEdge_ErrCode_InvalidExportName:
      return "component: export name not valid";
    case WasmEdge_ErrCode_InvalidExternName:
      return "component: external name not valid";
    case WasmEdge_ErrCode_UnknownCoreTag:
      return "component: unknown core tag";
    case WasmEdge_ErrCode_ModuleNameConflict:
      return "a module of this name is registered";
    case WasmEdge_ErrCode_IncompatibleImportType:
      return "incompatible import type";
    case WasmEdge_ErrCode_UnknownImport:
      return "unknown import";
    case WasmEdge_ErrCode_DataSegDoesNotFit:
      return "data segment does not fit";
    case WasmEdge_ErrCode_ElemSegDoesNotFit:
      return "elements segment does not fit";
    case WasmEdge_ErrCode_InvalidCoreSort:
      return "component: core sort not valid";
    case WasmEdge_ErrCode_InvalidCanonOption:
      return "component: canonical option not valid";
    case WasmEdge_ErrCode_CoreInvalidExport:
      return "component: core module export not valid";
    case WasmEdge_ErrCode_ResourceDropArgument:
      return "component: resource.drop called with a wrong argument";
    case WasmEdge_ErrCode_ComponentNotImplInstantiate:
      return "component: not instantiable yet";
    case WasmEdge_ErrCode_WrongInstanceAddress:
      return "no such instance";
    case WasmEdge_ErrCode_WrongInstanceIndex:
      return "no instance at this index";
    case WasmEdge_ErrCode_InstrTypeMismatch:
      return "operand of another type";
    case WasmEdge_ErrCode_FuncSigMismatch:
      return "arguments do not fit the function type";
    case WasmEdge_ErrCode_DivideByZero:
      return "integer divide by zero";
    case WasmEdge_ErrCode_IntegerOverflow:
      return "integer overflow";
    case WasmEdge_ErrCode_InvalidConvToInt:
      return "invalid conversion to integer";
    case WasmEdge_ErrCode_TableOutOfBounds:
      return "out of bounds table access";
    case WasmEdge_ErrCode_MemoryOutOfBounds:
      return "out of bounds memory access";
    case WasmEdge_ErrCode_ArrayOutOfBounds:
      return "out of bounds array access";
    case WasmEdge_ErrCode_Unreachable:
      return "unreachable";
    case WasmEdge_ErrCode_UninitializedElement:
      return "uninitialized element";
    case WasmEdge_ErrCode_UndefinedElement:
      return "undefined element";
    case WasmEdge_ErrCode_IndirectCallTypeMismatch:
      return "indirect call type mismatch";
    case WasmEdge_ErrCode_HostFuncError:
      return "a host function failed";
    case WasmEdge_ErrCode_RefTypeMismatch:
      return "reference of another type";
    case WasmEdge_ErrCode_UnalignedAtomicAccess:
      return "unaligned atomic";
    case WasmEdge_ErrCode_ExpectSharedMemory:
      return "expected shared memory";
    case WasmEdge_ErrCode_CastNullToNonNull:
      return "null reference";
    case WasmEdge_ErrCode_AccessNullFunc:
      return "null function reference";
    case WasmEdge_ErrCode_AccessNullStruct:
      return "null structure reference";
    case WasmEdge_ErrCode_AccessNullArray:
      return "null array reference";
    case WasmEdge_ErrCode_AccessNullI31:
      return "null i31 reference";
    case WasmEdge_ErrCode_AccessNullException:
      return "null exception";
    case WasmEdge_ErrCode_CastFailed:
      return "cast failure";
    case WasmEdge_ErrCode_UncaughtException:
      return "exception not caught";
    case WasmEdge_ErrCode_PendingException:
      return "exception pending";
    default:
      return "unknown result code";
  }
}

}  // namespace plugkit
