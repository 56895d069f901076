// Making and asking types. The functions that take or give limits have two forms and are
// in versions_*.cc.
#include "types.h"

#include "value_type.h"

using plugkit::NumberType;

namespace {

using Types = std::vector<WasmEdge_ValType>;

Types ToVector(const WasmEdge_ValType* List, uint32_t Length) {
  return List ? Types(List, List + Length) : Types();
}

uint32_t ListTypes(const Types& All, WasmEdge_ValType* List, uint32_t Length) {
  for (uint32_t I = 0; List && I < Length && I < All.size(); ++I) List[I] = All[I];
  return static_cast<uint32_t>(All.size());
}

}  // namespace

namespace plugkit {

WasmEdge_TableTypeContext* CreateTableType(WasmEdge_ValType Element,
                                           const WasmEdge_LimitContext* Limit) {
  if (!Limit || !IsReference(Element)) return nullptr;
  return new WasmEdge_TableTypeContext{Element, *Limit};
}

WasmEdge_MemoryTypeContext* CreateMemoryType(const WasmEdge_LimitContext* Limit) {
  return Limit ? new WasmEdge_MemoryTypeContext{*Limit} : nullptr;
}

const WasmEdge_LimitContext* TableTypeLimit(const WasmEdge_TableTypeContext* Type) {
  return Type ? &Type->Limit : nullptr;
}

const WasmEdge_LimitContext* MemoryTypeLimit(const WasmEdge_MemoryTypeContext* Type) {
  return Type ? &Type->Limit : nullptr;
}

}  // namespace plugkit

extern "C" {

WasmEdge_FunctionTypeContext* WasmEdge_FunctionTypeCreate(const WasmEdge_ValType* ParamList,
                                                          const uint32_t ParamLen,
                                                          const WasmEdge_ValType* ReturnList,
                                                          const uint32_t ReturnLen) {
  return new WasmEdge_FunctionTypeContext{ToVector(ParamList, ParamLen),
                                          ToVector(ReturnList, ReturnLen)};
}

uint32_t WasmEdge_FunctionTypeGetParametersLength(const WasmEdge_FunctionTypeContext* Cxt) {
  return Cxt ? static_cast<uint32_t>(Cxt->Params.size()) : 0;
}

uint32_t WasmEdge_FunctionTypeGetParameters(const WasmEdge_FunctionTypeContext* Cxt,
                                            WasmEdge_ValType* List, const uint32_t Len) {
  return Cxt ? ListTypes(Cxt->Params, List, Len) : 0;
}

uint32_t WasmEdge_FunctionTypeGetReturnsLength(const WasmEdge_FunctionTypeContext* Cxt) {
  return Cxt ? static_cast<uint32_t>(Cxt->Returns.size()) : 0;
}

uint32_t WasmEdge_FunctionTypeGetReturns(const WasmEdge_FunctionTypeContext* Cxt,
                                         WasmEdge_ValType* List, const uint32_t Len) {
  return Cxt ? ListTypes(Cxt->Returns, List, Len) : 0;
}

void WasmEdge_FunctionTypeDelete(WasmEdge_FunctionTypeContext* Cxt) { delete Cxt; }

WasmEdge_ValType WasmEdge_TableTypeGetRefType(const WasmEdge_TableTypeContext* Cxt) {
  return Cxt ? Cxt->Element : WasmEdge_ValTypeGenFuncRef();
}

void WasmEdge_TableTypeDelete(WasmEdge_TableTypeContext* Cxt) { delete Cxt; }

void WasmEdge_MemoryTypeDelete(WasmEdge_MemoryTypeContext* Cxt) { delete Cxt; }

const WasmEdge_FunctionTypeContext* WasmEdge_TagTypeGetFunctionType(
    const WasmEdge_TagTypeContext* Cxt) {
  return Cxt ? &Cxt->Function : nullptr;
}

WasmEdge_GlobalTypeContext* WasmEdge_GlobalTypeCreate(const WasmEdge_ValType ValType,
                                                      const enum WasmEdge_Mutability Mut) {
  return new WasmEdge_GlobalTypeContext{ValType, static_cast<uint8_t>(Mut)};
}

WasmEdge_ValType WasmEdge_GlobalTypeGetValType(const WasmEdge_GlobalTypeContext* Cxt) {
  return Cxt ? Cxt->Value : NumberType(WasmEdge_TypeCode_I32);
}

enum WasmEdge_Mutability WasmEdge_GlobalTypeGetMutability(const WasmEdge_GlobalTypeContext* Cxt) {
  return Cxt ? static_cast<WasmEdge_Mutability>(Cxt->Mutability) : WasmEdge_Mutability_Const;
}

void WasmEdge_GlobalTypeDelete(WasmEdge_GlobalTypeContext* Cxt) { delete Cxt; }
}
