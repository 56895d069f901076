// Value types: bytes and predicates of each.
#include <stdio.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

static void show(const char* name, WasmEdge_ValType type) {
  printf("%s:", name);
  for (int i = 0; i < 8; ++i) printf(" %02x", type.Data[i]);
  printf(" | %d%d%d%d%d func %d extern %d ref %d null %d\n", WasmEdge_ValTypeIsI32(type),
         WasmEdge_ValTypeIsI64(type), WasmEdge_ValTypeIsF32(type), WasmEdge_ValTypeIsF64(type),
         WasmEdge_ValTypeIsV128(type), WasmEdge_ValTypeIsFuncRef(type),
         WasmEdge_ValTypeIsExternRef(type), WasmEdge_ValTypeIsRef(type),
         WasmEdge_ValTypeIsRefNull(type));
}

int main(void) {
  WasmEdge_LogOff();
  WasmEdge_ValType types[] = {WasmEdge_ValTypeGenI32(),      WasmEdge_ValTypeGenI64(),
                              WasmEdge_ValTypeGenF32(),      WasmEdge_ValTypeGenF64(),
                              WasmEdge_ValTypeGenV128(),     WasmEdge_ValTypeGenFuncRef(),
                              WasmEdge_ValTypeGenExternRef()};
  const char* names[] = {"i32", "i64", "f32", "f64", "v128", "funcref", "externref"};
  for (int i = 0; i < 7; ++i) {
    show(names[i], types[i]);
    for (int k = 0; k < 7; ++k) printf("%d", WasmEdge_ValTypeIsEqual(types[i], types[k]));
    printf("\n");
  }
  // Types no function makes, as a program may read them from a module: non-null references, a
  // concrete one, the other heap types, and all zero.
  static const uint8_t codes[] = {0x7f, 0x74, 0x73, 0x72, 0x71, 0x70, 0x6f, 0x6e,
                                  0x6d, 0x6c, 0x6b, 0x6a, 0x69, 0x60, 0x00};
  for (unsigned i = 0; i < sizeof(codes); ++i) {
    for (int code = 0x63; code <= 0x64; ++code) {
      WasmEdge_ValType type;
      memset(&type, 0, sizeof(type));
      type.Data[2] = (uint8_t)code;
      type.Data[3] = codes[i];
      if (!codes[i]) type.Data[4] = 3;
      show("made", type);
    }
  }
  WasmEdge_ValType zero;
  memset(&zero, 0, sizeof(zero));
  show("zero", zero);
  return 0;
}
