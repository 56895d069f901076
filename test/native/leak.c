// Loses memory that the host library allocated: what watches memory must end this program with an
// error.
#include <wasmedge/wasmedge.h>

int main(void) {
  (void)WasmEdge_ConfigureCreate();
  return 0;
}
