// The release of the API that the library says it is.
#include <stdio.h>
#include <wasmedge/wasmedge.h>

int main(void) {
  printf("%s\n", WasmEdge_VersionGet());
  printf("%u %u %u\n", WasmEdge_VersionGetMajor(), WasmEdge_VersionGetMinor(),
         WasmEdge_VersionGetPatch());
  printf("compiled for %s\n", WASMEDGE_VERSION);
  return 0;
}
