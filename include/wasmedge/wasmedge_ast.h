// wasmedge_ast.h: types (limits, function, table, memory, tag and global types), and the imports
// and exports of a parsed module. A plug-in uses the first half.
#ifndef WASMEDGE_WASMEDGE_AST_H
#define WASMEDGE_WASMEDGE_AST_H

#include <wasmedge/wasmedge_value.h>

#ifdef __cplusplus
extern "C" {
#endif

// --- Limits ------------------------------------------------------------------------------------

// Limits up to API version 4: Max counts only with HasMax.
#if WASMEDGE_PLUGIN_API_VERSION < 5
typedef struct WasmEdge_Limit {
  bool HasMax;
  bool Shared;
  uint32_t Min;
  uint32_t Max;
} WasmEdge_Limit;
#endif

// Limits with a minimum only. The caller frees them with LimitDelete.
WASMEDGE_CAPI_EXPORT_API5 WasmEdge_LimitContext* WasmEdge_LimitCreate(const uint64_t Min,
                                                                      const bool Is64Bit);

// Limits with minimum and maximum. The caller frees them with LimitDelete.
WASMEDGE_CAPI_EXPORT_API5 WasmEdge_LimitContext* WasmEdge_LimitCreateWithMax(const uint64_t Min,
                                                                             const uint64_t Max,
                                                                             const bool Is64Bit,
                                                                             const bool IsShared);

// The minimum, in pages or elements.
WASMEDGE_CAPI_EXPORT_API5 uint64_t WasmEdge_LimitGetMin(const WasmEdge_LimitContext* Cxt);

// The maximum; the minimum when there is none.
WASMEDGE_CAPI_EXPORT_API5 uint64_t WasmEdge_LimitGetMax(const WasmEdge_LimitContext* Cxt);

// Whether there is a maximum.
WASMEDGE_CAPI_EXPORT_API5 bool WasmEdge_LimitHasMax(const WasmEdge_LimitContext* Cxt);

// Whether the memory is shared between threads.
WASMEDGE_CAPI_EXPORT_API5 bool WasmEdge_LimitIsShared(const WasmEdge_LimitContext* Cxt);

// Whether addresses are 64-bit.
WASMEDGE_CAPI_EXPORT_API5 bool WasmEdge_LimitIs64Bit(const WasmEdge_LimitContext* Cxt);

// Whether two limits are the same.
WASMEDGE_CAPI_EXPORT bool WasmEdge_LimitIsEqual(WASMEDGE_CAPI_LIMIT Lim1, WASMEDGE_CAPI_LIMIT Lim2);

// Frees limits made by a LimitCreate function.
WASMEDGE_CAPI_EXPORT_API5 void WasmEdge_LimitDelete(WasmEdge_LimitContext* Cxt);

// --- Function types ----------------------------------------------------------------------------

// A function type; both lists are copied. The caller frees it with FunctionTypeDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_FunctionTypeContext* WasmEdge_FunctionTypeCreate(
    const WasmEdge_ValType* ParamList, const uint32_t ParamLen, const WasmEdge_ValType* ReturnList,
    const uint32_t ReturnLen);

// The number of parameters.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_FunctionTypeGetParametersLength(const WasmEdge_FunctionTypeContext* Cxt);

// Copies up to Len parameter types into List and returns how many parameters there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_FunctionTypeGetParameters(
    const WasmEdge_FunctionTypeContext* Cxt, WasmEdge_ValType* List, const uint32_t Len);

// The number of results.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_FunctionTypeGetReturnsLength(const WasmEdge_FunctionTypeContext* Cxt);

// Copies up to Len result types into List and returns how many results there are.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_FunctionTypeGetReturns(
    const WasmEdge_FunctionTypeContext* Cxt, WasmEdge_ValType* List, const uint32_t Len);

// Frees a type made by FunctionTypeCreate.
WASMEDGE_CAPI_EXPORT void WasmEdge_FunctionTypeDelete(WasmEdge_FunctionTypeContext* Cxt);

// --- Table types -------------------------------------------------------------------------------

// A table type; the limits are copied. NULL when RefType is not a reference. The caller frees it
// with TableTypeDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_TableTypeContext* WasmEdge_TableTypeCreate(
    const WasmEdge_ValType RefType, WASMEDGE_CAPI_LIMIT Limit);

// The type of the elements.
WASMEDGE_CAPI_EXPORT WasmEdge_ValType
WasmEdge_TableTypeGetRefType(const WasmEdge_TableTypeContext* Cxt);

// The limits, which belong to the type.
WASMEDGE_CAPI_EXPORT WASMEDGE_CAPI_LIMIT
WasmEdge_TableTypeGetLimit(const WasmEdge_TableTypeContext* Cxt);

// Frees a type made by TableTypeCreate.
WASMEDGE_CAPI_EXPORT void WasmEdge_TableTypeDelete(WasmEdge_TableTypeContext* Cxt);

// --- Memory types ------------------------------------------------------------------------------

// A memory type; the limits are copied. The caller frees it with MemoryTypeDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_MemoryTypeContext* WasmEdge_MemoryTypeCreate(
    WASMEDGE_CAPI_LIMIT Limit);

// The limits, which belong to the type.
WASMEDGE_CAPI_EXPORT WASMEDGE_CAPI_LIMIT
WasmEdge_MemoryTypeGetLimit(const WasmEdge_MemoryTypeContext* Cxt);

// Frees a type made by MemoryTypeCreate.
WASMEDGE_CAPI_EXPORT void WasmEdge_MemoryTypeDelete(WasmEdge_MemoryTypeContext* Cxt);

// --- Tag types ---------------------------------------------------------------------------------

// The function type of a tag, which belongs to the tag type.
WASMEDGE_CAPI_EXPORT const WasmEdge_FunctionTypeContext* WasmEdge_TagTypeGetFunctionType(
    const WasmEdge_TagTypeContext* Cxt);

// --- Global types ------------------------------------------------------------------------------

// A global type. The caller frees it with GlobalTypeDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_GlobalTypeContext* WasmEdge_GlobalTypeCreate(
    const WasmEdge_ValType ValType, const enum WasmEdge_Mutability Mut);

// The type of the value.
WASMEDGE_CAPI_EXPORT WasmEdge_ValType
WasmEdge_GlobalTypeGetValType(const WasmEdge_GlobalTypeContext* Cxt);

// Whether the global may be written.
WASMEDGE_CAPI_EXPORT enum WasmEdge_Mutability WasmEdge_GlobalTypeGetMutability(
    const WasmEdge_GlobalTypeContext* Cxt);

// Frees a type made by GlobalTypeCreate.
WASMEDGE_CAPI_EXPORT void WasmEdge_GlobalTypeDelete(WasmEdge_GlobalTypeContext* Cxt);

// --- Parsed modules. What they hand out belongs to the parsed module ---------------------------

// The number of imports.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ASTModuleListImportsLength(const WasmEdge_ASTModuleContext* Cxt);

// Writes up to Len imports and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ASTModuleListImports(const WasmEdge_ASTModuleContext* Cxt,
                              const WasmEdge_ImportTypeContext** Imports, const uint32_t Len);

// The number of exports.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ASTModuleListExportsLength(const WasmEdge_ASTModuleContext* Cxt);

// Writes up to Len exports and returns how many there are.
WASMEDGE_CAPI_EXPORT uint32_t
WasmEdge_ASTModuleListExports(const WasmEdge_ASTModuleContext* Cxt,
                              const WasmEdge_ExportTypeContext** Exports, const uint32_t Len);

// Frees a module that a LoaderParse function made.
WASMEDGE_CAPI_EXPORT void WasmEdge_ASTModuleDelete(WasmEdge_ASTModuleContext* Cxt);

// --- Imports -----------------------------------------------------------------------------------

// The kind of the import.
WASMEDGE_CAPI_EXPORT enum WasmEdge_ExternalType WasmEdge_ImportTypeGetExternalType(
    const WasmEdge_ImportTypeContext* Cxt);

// The module name. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT WasmEdge_String
WasmEdge_ImportTypeGetModuleName(const WasmEdge_ImportTypeContext* Cxt);

// The name in that module. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT WasmEdge_String
WasmEdge_ImportTypeGetExternalName(const WasmEdge_ImportTypeContext* Cxt);

// The type of a function import, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_FunctionTypeContext* WasmEdge_ImportTypeGetFunctionType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ImportTypeContext* Cxt);

// The type of a table import, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_TableTypeContext* WasmEdge_ImportTypeGetTableType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ImportTypeContext* Cxt);

// The type of a memory import, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_MemoryTypeContext* WasmEdge_ImportTypeGetMemoryType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ImportTypeContext* Cxt);

// The type of a tag import, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_TagTypeContext* WasmEdge_ImportTypeGetTagType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ImportTypeContext* Cxt);

// The type of a global import, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_GlobalTypeContext* WasmEdge_ImportTypeGetGlobalType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ImportTypeContext* Cxt);

// --- Exports -----------------------------------------------------------------------------------

// The kind of the export.
WASMEDGE_CAPI_EXPORT enum WasmEdge_ExternalType WasmEdge_ExportTypeGetExternalType(
    const WasmEdge_ExportTypeContext* Cxt);

// The name. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT WasmEdge_String
WasmEdge_ExportTypeGetExternalName(const WasmEdge_ExportTypeContext* Cxt);

// The type of a function export, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_FunctionTypeContext* WasmEdge_ExportTypeGetFunctionType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ExportTypeContext* Cxt);

// The type of a table export, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_TableTypeContext* WasmEdge_ExportTypeGetTableType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ExportTypeContext* Cxt);

// The type of a memory export, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_MemoryTypeContext* WasmEdge_ExportTypeGetMemoryType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ExportTypeContext* Cxt);

// The type of a tag export, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_TagTypeContext* WasmEdge_ExportTypeGetTagType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ExportTypeContext* Cxt);

// The type of a global export, else NULL. Belongs to the parsed module.
WASMEDGE_CAPI_EXPORT const WasmEdge_GlobalTypeContext* WasmEdge_ExportTypeGetGlobalType(
    const WasmEdge_ASTModuleContext* ASTCxt, const WasmEdge_ExportTypeContext* Cxt);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_AST_H
