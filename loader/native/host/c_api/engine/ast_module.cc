// Asking parsed modules, of which there are none here (see ast_module.h).
#include "ast_module.h"

extern "C" {

uint32_t WasmEdge_ASTModuleListImportsLength(const WasmEdge_ASTModuleContext*) { return 0; }
uint32_t WasmEdge_ASTModuleListImports(const WasmEdge_ASTModuleContext*,
                                       const WasmEdge_ImportTypeContext**, const uint32_t) {
  return 0;
}
uint32_t WasmEdge_ASTModuleListExportsLength(const WasmEdge_ASTModuleContext*) { return 0; }
uint32_t WasmEdge_ASTModuleListExports(const WasmEdge_ASTModuleContext*,
                                       const WasmEdge_ExportTypeContext**, const uint32_t) {
  return 0;
}
void WasmEdge_ASTModuleDelete(WasmEdge_ASTModuleContext* cxt) { delete cxt; }

enum WasmEdge_ExternalType WasmEdge_ImportTypeGetExternalType(const WasmEdge_ImportTypeContext*) {
  return WasmEdge_ExternalType_Function;
}
WasmEdge_String WasmEdge_ImportTypeGetModuleName(const WasmEdge_ImportTypeContext*) {
  return WasmEdge_String{0, nullptr};
}
WasmEdge_String WasmEdge_ImportTypeGetExternalName(const WasmEdge_ImportTypeContext*) {
  return WasmEdge_String{0, nullptr};
}
const WasmEdge_FunctionTypeContext* WasmEdge_ImportTypeGetFunctionType(
    const WasmEdge_ASTModuleContext*, const WasmEdge_ImportTypeContext*) {
  return nullptr;
}
const WasmEdge_TableTypeContext* WasmEdge_ImportTypeGetTableType(
    const WasmEdge_ASTModuleContext*, const WasmEdge_ImportTypeContext*) {
  return nullptr;
}
const WasmEdge_MemoryTypeContext* WasmEdge_ImportTypeGetMemoryType(
    const WasmEdge_ASTModuleContext*, const WasmEdge_ImportTypeContext*) {
  return nullptr;
}
const WasmEdge_TagTypeContext* WasmEdge_ImportTypeGetTagType(const WasmEdge_ASTModuleContext*,
                                                             const WasmEdge_ImportTypeContext*) {
  return nullptr;
}
const WasmEdge_GlobalTypeContext* WasmEdge_ImportTypeGetGlobalType(
    const WasmEdge_ASTModuleContext*, const WasmEdge_ImportTypeContext*) {
  return nullptr;
}

enum WasmEdge_ExternalType WasmEdge_ExportTypeGetExternalType(const WasmEdge_ExportTypeContext*) {
  return WasmEdge_ExternalType_Function;
}
WasmEdge_String WasmEdge_ExportTypeGetExternalName(const WasmEdge_ExportTypeContext*) {
  return WasmEdge_String{0, nullptr};
}
const WasmEdge_FunctionTypeContext* WasmEdge_ExportTypeGetFunctionType(
    const WasmEdge_ASTModuleContext*, const WasmEdge_ExportTypeContext*) {
  return nullptr;
}
const WasmEdge_TableTypeContext* WasmEdge_ExportTypeGetTableType(
    const WasmEdge_ASTModuleContext*, const WasmEdge_ExportTypeContext*) {
  return nullptr;
}
const WasmEdge_MemoryTypeContext* WasmEdge_ExportTypeGetMemoryType(
    const WasmEdge_ASTModuleContext*, const WasmEdge_ExportTypeContext*) {
  return nullptr;
}
const WasmEdge_TagTypeContext* WasmEdge_ExportTypeGetTagType(const WasmEdge_ASTModuleContext*,
                                                             const WasmEdge_ExportTypeContext*) {
  return nullptr;
}
const WasmEdge_GlobalTypeContext* WasmEdge_ExportTypeGetGlobalType(
    const WasmEdge_ASTModuleContext*, const WasmEdge_ExportTypeContext*) {
  return nullptr;
}
}
