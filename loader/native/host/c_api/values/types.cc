// Making and asking types. The functions that take or give limits have two forms and are
// in versions_*.cc.
#include "types.h"

#include "value_type.h"

using plugkit::NumberType;

namespace {

using Types = std::vector<WasmEdge_ValType>;

Types ToVector(const WasmEdge_ValType* list, uint32_t length) {
  return list ? Types(list, list + length) : Types();
}

uint32_t ListTypes(const Types& all, WasmEdge_ValType* list, uint32_t length) {
  for (uint32_t i = 0; list && i < length && i < all.size(); ++i) list[i] = all[i];
  return static_cast<uint32_t>(all.size());
}

}  // namespace

namespace plugkit {

WasmEdge_TableTypeContext* CreateTableType(WasmEdge_ValType element,
                                           const WasmEdge_LimitContext* limit) {
  if (!limit || !IsReference(element)) return nullptr;
  return new WasmEdge_TableTypeContext{element, *limit};
}

WasmEdge_MemoryTypeContext* CreateMemoryType(const WasmEdge_LimitContext* limit) {
  return limit ? new WasmEdge_MemoryTypeContext{*limit} : nullptr;
}

const WasmEdge_LimitContext* TableTypeLimit(const WasmEdge_TableTypeContext* type) {
  return type ? &type->limit : nullptr;
}

const WasmEdge_LimitContext* MemoryTypeLimit(const WasmEdge_MemoryTypeContext* type) {
  return type ? &type->limit : nullptr;
}

}  // namespace plugkit

extern "C" {

WasmEdge_FunctionTypeContext* WasmEdge_FunctionTypeCreate(const WasmEdge_ValType* paramList,
                                                          const uint32_t paramLen,
                                                          const WasmEdge_ValType* returnList,
                                                          const uint32_t returnLen) {
  return new WasmEdge_FunctionTypeContext{ToVector(paramList, paramLen),
                                          ToVector(returnList, returnLen)};
}

uint32_t WasmEdge_FunctionTypeGetParametersLength(const WasmEdge_FunctionTypeContext* cxt) {
  return cxt ? static_cast<uint32_t>(cxt->params.size()) : 0;
}

uint32_t WasmEdge_FunctionTypeGetParameters(const WasmEdge_FunctionTypeContext* cxt,
                                            WasmEdge_ValType* list, const uint32_t len) {
  return cxt ? ListTypes(cxt->params, list, len) : 0;
}

uint32_t WasmEdge_FunctionTypeGetReturnsLength(const WasmEdge_FunctionTypeContext* cxt) {
  return cxt ? static_cast<uint32_t>(cxt->returns.size()) : 0;
}

uint32_t WasmEdge_FunctionTypeGetReturns(const WasmEdge_FunctionTypeContext* cxt,
                                         WasmEdge_ValType* list, const uint32_t len) {
  return cxt ? ListTypes(cxt->returns, list, len) : 0;
}

void WasmEdge_FunctionTypeDelete(WasmEdge_FunctionTypeContext* cxt) { delete cxt; }

WasmEdge_ValType WasmEdge_TableTypeGetRefType(const WasmEdge_TableTypeContext* cxt) {
  return cxt ? cxt->element : WasmEdge_ValTypeGenFuncRef();
}

void WasmEdge_TableTypeDelete(WasmEdge_TableTypeContext* cxt) { delete cxt; }

void WasmEdge_MemoryTypeDelete(WasmEdge_MemoryTypeContext* cxt) { delete cxt; }

const WasmEdge_FunctionTypeContext* WasmEdge_TagTypeGetFunctionType(
    const WasmEdge_TagTypeContext* cxt) {
  return cxt ? &cxt->function : nullptr;
}

WasmEdge_GlobalTypeContext* WasmEdge_GlobalTypeCreate(const WasmEdge_ValType valType,
                                                      const enum WasmEdge_Mutability mut) {
  return new WasmEdge_GlobalTypeContext{valType, static_cast<uint8_t>(mut)};
}

WasmEdge_ValType WasmEdge_GlobalTypeGetValType(const WasmEdge_GlobalTypeContext* cxt) {
  return cxt ? cxt->value : NumberType(WasmEdge_TypeCode_I32);
}

enum WasmEdge_Mutability WasmEdge_GlobalTypeGetMutability(const WasmEdge_GlobalTypeContext* cxt) {
  return cxt ? static_cast<WasmEdge_Mutability>(cxt->mutability) : WasmEdge_Mutability_Const;
}

void WasmEdge_GlobalTypeDelete(WasmEdge_GlobalTypeContext* cxt) { delete cxt; }
}
