// The functions that inline_values.h has as code make and read the same bytes as the runtime's own,
// which their addresses lead to.
#include <string.h>
#include <wasmedge/wasmedge.h>

#include "../check.h"

// All but the padding behind the type.
#define USED 24
// 0.14 leaves the first byte of a type as it finds it in memory, and nobody looks at it.
#define TYPE 17

#define COMPARE(Name, Number, Bits)                                                 \
  do {                                                                              \
    WasmEdge_Value (*volatile Gen)(Number) = WasmEdge_ValueGen##Name;               \
    Number (*volatile Get)(WasmEdge_Value) = WasmEdge_ValueGet##Name;               \
    const uint64_t Words[2] = {Bits, ~(uint64_t)(Bits)};                            \
    Number Given, Ours, Theirs;                                                     \
    memcpy(&Given, Words, sizeof(Given));                                           \
    const WasmEdge_Value Inlined = WasmEdge_ValueGen##Name(Given);                  \
    const WasmEdge_Value Called = Gen(Given);                                       \
    CHECK(memcmp(&Inlined, &Called, 16) == 0);                                      \
    CHECK(memcmp((char*)&Inlined + TYPE, (char*)&Called + TYPE, USED - TYPE) == 0); \
    CHECK(WasmEdge_ValTypeIsEqual(Inlined.Type, Called.Type));                      \
    Ours = WasmEdge_ValueGet##Name(Called);                                         \
    Theirs = Get(Inlined);                                                          \
    CHECK(memcmp(&Ours, &Theirs, sizeof(Ours)) == 0);                               \
    CHECK(memcmp(&Ours, &Given, sizeof(Ours)) == 0);                                \
    CHECK(WasmEdge_ValTypeIsEqual(Inlined.Type, WasmEdge_ValTypeGen##Name()));      \
    printf(#Name);                                                                  \
    for (int i = 0; i < USED; ++i) printf(" %02x", ((const uint8_t*)&Inlined)[i]);  \
    printf("\n");                                                                   \
  } while (0)

int main(void) {
  // Whole numbers, signalling and quiet NaNs, infinities, zeros.
  const uint64_t Bits[] = {0,
                           1,
                           0x7fffffff80000001u,
                           0xffffffffffffffffu,
                           0x7ff0000000000001u,
                           0x7fa000017fa00001u,
                           0x8000000080000000u,
                           0xff800000ff800000u,
                           0x0123456789abcdefu};
  for (size_t i = 0; i < sizeof(Bits) / sizeof(*Bits); ++i) {
    COMPARE(I32, int32_t, Bits[i]);
    COMPARE(I64, int64_t, Bits[i]);
    COMPARE(F32, float, Bits[i]);
    COMPARE(F64, double, Bits[i]);
    COMPARE(V128, int128_t, Bits[i]);
  }
  return 0;
}
