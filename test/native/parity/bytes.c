// Bytes: copied, wrapped, empty.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

static void show(const char* what, WasmEdge_Bytes bytes) {
  printf("%s: %u:", what, bytes.Length);
  for (uint32_t i = 0; i < bytes.Length; ++i) printf(" %02x", bytes.Buf[i]);
  printf(" (%s)\n", bytes.Buf ? "set" : "null");
}

int main(void) {
  WasmEdge_LogOff();
  uint8_t source[] = {0, 1, 0xFF, 4};
  WasmEdge_Bytes copy = WasmEdge_BytesCreate(source, 4);
  WasmEdge_Bytes wrapped = WasmEdge_BytesWrap(source, 3);
  source[1] = 7;
  show("copy", copy);
  show("wrapped", wrapped);
  WasmEdge_Bytes none = WasmEdge_BytesCreate(source, 0);
  show("of no bytes", none);
  WasmEdge_BytesDelete(copy);
  WasmEdge_BytesDelete(none);
  return 0;
}
