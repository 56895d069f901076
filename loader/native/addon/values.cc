#include "values.h"

namespace plugkit {

static_assert(sizeof(WasmEdge_Value) == 32 && offsetof(WasmEdge_Value, Type) == 16,
              "host functions are given arrays of this layout");

uint8_t TypeByte(WasmEdge_ValType type) {
  if (WasmEdge_ValTypeIsI32(type)) return 0x7f;
  if (WasmEdge_ValTypeIsI64(type)) return 0x7e;
  if (WasmEdge_ValTypeIsF32(type)) return 0x7d;
  if (WasmEdge_ValTypeIsF64(type)) return 0x7c;
  if (WasmEdge_ValTypeIsV128(type)) return 0x7b;
  if (WasmEdge_ValTypeIsEqual(type, WasmEdge_ValTypeGenFuncRef())) return 0x70;
  if (WasmEdge_ValTypeIsEqual(type, WasmEdge_ValTypeGenExternRef())) return 0x6f;
  return 0;
}

static WasmEdge_ValType TypeOfByte(uint8_t byte) {
  switch (byte) {
    case 0x7f:
      return WasmEdge_ValTypeGenI32();
    case 0x7e:
      return WasmEdge_ValTypeGenI64();
    case 0x7d:
      return WasmEdge_ValTypeGenF32();
    case 0x7c:
      return WasmEdge_ValTypeGenF64();
    case 0x7b:
      return WasmEdge_ValTypeGenV128();
    case 0x70:
      return WasmEdge_ValTypeGenFuncRef();
    default:
      return WasmEdge_ValTypeGenExternRef();
  }
}

std::string TypeString(const std::vector<WasmEdge_ValType>& types) {
  std::string bytes;
  for (const WasmEdge_ValType& type : types) bytes.push_back(static_cast<char>(TypeByte(type)));
  return bytes;
}

std::vector<WasmEdge_ValType> TypesFromString(const std::string& bytes) {
  std::vector<WasmEdge_ValType> types;
  for (char byte : bytes) types.push_back(TypeOfByte(static_cast<uint8_t>(byte)));
  return types;
}

std::vector<WasmEdge_ValType> ParameterTypes(const WasmEdge_FunctionTypeContext* type) {
  std::vector<WasmEdge_ValType> types(type ? WasmEdge_FunctionTypeGetParametersLength(type) : 0);
  if (type) {
    WasmEdge_FunctionTypeGetParameters(type, types.data(), static_cast<uint32_t>(types.size()));
  }
  return types;
}

std::vector<WasmEdge_ValType> ReturnTypes(const WasmEdge_FunctionTypeContext* type) {
  std::vector<WasmEdge_ValType> types(type ? WasmEdge_FunctionTypeGetReturnsLength(type) : 0);
  if (type) {
    WasmEdge_FunctionTypeGetReturns(type, types.data(), static_cast<uint32_t>(types.size()));
  }
  return types;
}

WasmEdge_FunctionTypeContext* MakeFunctionType(const std::string& params,
                                               const std::string& returns) {
  const std::vector<WasmEdge_ValType> in = TypesFromString(params);
  const std::vector<WasmEdge_ValType> out = TypesFromString(returns);
  return WasmEdge_FunctionTypeCreate(in.data(), static_cast<uint32_t>(in.size()), out.data(),
                                     static_cast<uint32_t>(out.size()));
}

Field FieldOf(WasmEdge_ValType type) {
  switch (TypeByte(type)) {
    case 0x7b:
      return {type, Carrier::kVector};
    case 0x70:
      return {type, Carrier::kFunction};
    case 0x6f:
      return {type, Carrier::kExternal};
    default:
      return {type, Carrier::kWord};
  }
}

Fields FieldsOf(const std::vector<WasmEdge_ValType>& types) {
  Fields fields;
  for (const WasmEdge_ValType& type : types) fields.push_back(FieldOf(type));
  return fields;
}

bool HasReferences(const std::vector<WasmEdge_ValType>& types) {
  for (const WasmEdge_ValType& type : types) {
    if (WasmEdge_ValTypeIsRef(type)) return true;
  }
  return false;
}

}  // namespace plugkit
