// Strings: what is copied, compared, cut and empty.
#include <stdio.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

static void show(const char* what, WasmEdge_String s) {
  printf("%s: %u \"%.*s\"\n", what, s.Length, (int)s.Length, s.Buf ? s.Buf : "");
}

int main(void) {
  WasmEdge_LogOff();
  char source[] = "plug-in";
  WasmEdge_String copy = WasmEdge_StringCreateByCString(source);
  WasmEdge_String part = WasmEdge_StringCreateByBuffer(source, 4);
  WasmEdge_String wrapped = WasmEdge_StringWrap(source, 7);
  source[0] = 'P';
  show("copy after the source changed", copy);
  show("part after the source changed", part);
  show("wrapped after the source changed", wrapped);
  printf("copy equals wrapped: %d\n", WasmEdge_StringIsEqual(copy, wrapped));
  source[0] = 'p';
  printf("copy equals wrapped again: %d\n", WasmEdge_StringIsEqual(copy, wrapped));
  printf("copy equals part: %d\n", WasmEdge_StringIsEqual(copy, part));

  WasmEdge_String nul = WasmEdge_StringCreateByBuffer("a\0b", 3);
  printf("with NUL: %u, last %c\n", nul.Length, nul.Buf[2]);
  WasmEdge_String empty = WasmEdge_StringCreateByCString("");
  WasmEdge_String null = WasmEdge_StringCreateByCString(NULL);
  WasmEdge_String none = WasmEdge_StringCreateByBuffer("abc", 0);
  printf("empty: %u, buffer %s\n", empty.Length, empty.Buf ? "set" : "null");
  printf("of null: %u, buffer %s\n", null.Length, null.Buf ? "set" : "null");
  printf("of no bytes: %u, buffer %s\n", none.Length, none.Buf ? "set" : "null");
  printf("empty equals null: %d\n", WasmEdge_StringIsEqual(empty, null));

  char buffer[16];
  for (uint32_t size = 0; size <= 9; size += 3) {
    memset(buffer, '.', sizeof(buffer));
    uint32_t length = WasmEdge_StringCopy(copy, buffer, size);
    printf("copied into %u: %u", size, length);
    for (int i = 0; i < 10; ++i) printf(" %02x", buffer[i]);
    printf("\n");
  }
  printf("copied into null: %u\n", WasmEdge_StringCopy(copy, NULL, 4));

  WasmEdge_StringDelete(copy);
  WasmEdge_StringDelete(part);
  WasmEdge_StringDelete(nul);
  WasmEdge_StringDelete(empty);
  WasmEdge_StringDelete(null);
  WasmEdge_StringDelete(none);
  return 0;
}
