// Values: their bits in and out, references, reading as another type. All by the runtime.
#define WASMEDGE_NO_INLINE_VALUES
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

static void show(const char* name, WasmEdge_Value value, int bytes) {
  const uint8_t* raw = (const uint8_t*)&value;
  printf("%s:", name);
  for (int i = 0; i < bytes; ++i) printf(" %02x", raw[i]);
  printf(" type");
  for (int i = 0; i < 8; ++i) printf(" %02x", value.Type.Data[i]);
  printf(" null %d\n", WasmEdge_ValueIsNullRef(value));
}

static WasmEdge_Result host(void* data, const WasmEdge_CallingFrameContext* frame,
                            const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame, (void)params, (void)returns;
  return WasmEdge_Result_Success;
}

int main(void) {
  WasmEdge_LogOff();
  show("i32 -2", WasmEdge_ValueGenI32(-2), 16);
  show("i64 -2", WasmEdge_ValueGenI64(-2), 16);
  show("i64 min", WasmEdge_ValueGenI64(INT64_MIN), 16);
  show("f32 1.5", WasmEdge_ValueGenF32(1.5f), 16);
  show("f64 -0", WasmEdge_ValueGenF64(-0.0), 16);
  show("f64 inf", WasmEdge_ValueGenF64(INFINITY), 16);
  uint32_t quietBits = 0x7fc00123;
  float quiet;
  memcpy(&quiet, &quietBits, 4);
  show("f32 nan", WasmEdge_ValueGenF32(quiet), 16);
  int128_t wide = (int128_t)(((uint128_t)0x0123456789abcdefULL << 64) | 0xfedcba9876543210ULL);
  show("v128", WasmEdge_ValueGenV128(wide), 16);

  printf("%d %lld %g %g\n", WasmEdge_ValueGetI32(WasmEdge_ValueGenI32(-7)),
         (long long)WasmEdge_ValueGetI64(WasmEdge_ValueGenI64(1LL << 40)),
         (double)WasmEdge_ValueGetF32(WasmEdge_ValueGenF32(0.25f)),
         WasmEdge_ValueGetF64(WasmEdge_ValueGenF64(-1e300)));
  printf("v128 back: %d\n", WasmEdge_ValueGetV128(WasmEdge_ValueGenV128(wide)) == wide);
  printf("i64 read as i32: %d\n", WasmEdge_ValueGetI32(WasmEdge_ValueGenI64(0x100000005LL)));
  printf("i32 read as i64: %lld\n", (long long)WasmEdge_ValueGetI64(WasmEdge_ValueGenI32(-1)));

  WasmEdge_ValType none;
  memset(&none, 0, sizeof(none));
  (void)none;
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0);
  WasmEdge_FunctionInstanceContext* function = WasmEdge_FunctionInstanceCreate(type, host, NULL, 0);
  int object = 0;
  WasmEdge_Value values[] = {WasmEdge_ValueGenFuncRef(NULL), WasmEdge_ValueGenFuncRef(function),
                             WasmEdge_ValueGenExternRef(NULL), WasmEdge_ValueGenExternRef(&object)};
  const char* names[] = {"funcref null", "funcref", "externref null", "externref"};
  for (int i = 0; i < 4; ++i) {
    show(names[i], values[i], 8);
    printf("function %s, object %s\n",
           WasmEdge_ValueGetFuncRef(values[i]) == function ? "same" : "other",
           WasmEdge_ValueGetExternRef(values[i]) == &object ? "same" : "other");
  }
  printf("null of i32: %d\n", WasmEdge_ValueIsNullRef(WasmEdge_ValueGenI32(0)));
  WasmEdge_FunctionInstanceDelete(function);
  WasmEdge_FunctionTypeDelete(type);
  return 0;
}
