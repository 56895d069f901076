// Memories: size, growth, reading and writing within and beyond the bounds.
#include <stdio.h>
#include <string.h>
#include <wasmedge/wasmedge.h>

static void result(const char* what, WasmEdge_Result r) {
  printf("%s: %u\n", what, WasmEdge_ResultGetCode(r));
}

static WasmEdge_MemoryInstanceContext* make(uint64_t min, uint64_t max, bool has, bool shared,
                                            bool wide) {
  WasmEdge_LimitContext* limit =
      has ? WasmEdge_LimitCreateWithMax(min, max, wide, shared) : WasmEdge_LimitCreate(min, wide);
  WasmEdge_MemoryTypeContext* type = WasmEdge_MemoryTypeCreate(limit);
  WasmEdge_MemoryInstanceContext* memory = WasmEdge_MemoryInstanceCreate(type);
  WasmEdge_MemoryTypeDelete(type);
  WasmEdge_LimitDelete(limit);
  return memory;
}

int main(void) {
  WasmEdge_LogOff();
  WasmEdge_MemoryInstanceContext* memory = make(1, 3, true, false, false);
  printf("pages %llu\n", (unsigned long long)WasmEdge_MemoryInstanceGetPageSize(memory));
  const WasmEdge_LimitContext* limit =
      WasmEdge_MemoryTypeGetLimit(WasmEdge_MemoryInstanceGetMemoryType(memory));
  printf("min %llu max %llu\n", (unsigned long long)WasmEdge_LimitGetMin(limit),
         (unsigned long long)WasmEdge_LimitGetMax(limit));
  uint8_t data[8] = {1, 2, 3, 4, 5, 6, 7, 8}, back[8] = {0};
  result("write", WasmEdge_MemoryInstanceSetData(memory, data, 100, 8));
  result("read", WasmEdge_MemoryInstanceGetData(memory, back, 102, 4));
  printf("%d %d %d %d\n", back[0], back[1], back[2], back[3]);
  result("write at the end", WasmEdge_MemoryInstanceSetData(memory, data, 65528, 8));
  result("write beyond", WasmEdge_MemoryInstanceSetData(memory, data, 65529, 8));
  result("read beyond", WasmEdge_MemoryInstanceGetData(memory, back, 65536, 1));
  result("read far", WasmEdge_MemoryInstanceGetData(memory, back, 0x100000000ULL, 1));
  result("read nothing at the end", WasmEdge_MemoryInstanceGetData(memory, back, 65536, 0));
  result("read nothing beyond", WasmEdge_MemoryInstanceGetData(memory, back, 65537, 0));
  result("read into null", WasmEdge_MemoryInstanceGetData(memory, NULL, 0, 4));
  result("write from null", WasmEdge_MemoryInstanceSetData(memory, NULL, 0, 4));
  uint8_t* pointer = WasmEdge_MemoryInstanceGetPointer(memory, 100, 8);
  const uint8_t* constant = WasmEdge_MemoryInstanceGetPointerConst(memory, 100, 8);
  printf("pointer %d same %d\n", pointer ? pointer[7] : -1, pointer == constant);
  static const struct {
    uint64_t offset, length;
  } cases[] = {{0, 65536}, {0, 65537}, {65535, 1}, {65535, 2}, {65536, 0}, {65536, 1}, {65537, 0}};
  for (unsigned i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    printf("pointer %llu+%llu: %s\n", (unsigned long long)cases[i].offset,
           (unsigned long long)cases[i].length,
           WasmEdge_MemoryInstanceGetPointer(memory, cases[i].offset, cases[i].length) ? "set"
                                                                                       : "null");
  }

  result("grow by 1", WasmEdge_MemoryInstanceGrowPage(memory, 1));
  printf("pages %llu\n", (unsigned long long)WasmEdge_MemoryInstanceGetPageSize(memory));
  limit = WasmEdge_MemoryTypeGetLimit(WasmEdge_MemoryInstanceGetMemoryType(memory));
  printf("min %llu max %llu\n", (unsigned long long)WasmEdge_LimitGetMin(limit),
         (unsigned long long)WasmEdge_LimitGetMax(limit));
  result("read after growth", WasmEdge_MemoryInstanceGetData(memory, back, 65528, 8));
  printf("%d %d\n", back[0], back[7]);
  result("new page", WasmEdge_MemoryInstanceGetData(memory, back, 131064, 8));
  printf("%d %d\n", back[0], back[7]);
  result("grow by 2", WasmEdge_MemoryInstanceGrowPage(memory, 2));
  result("grow by 0", WasmEdge_MemoryInstanceGrowPage(memory, 0));
  result("grow by 1", WasmEdge_MemoryInstanceGrowPage(memory, 1));
  result("grow by far", WasmEdge_MemoryInstanceGrowPage(memory, UINT64_MAX));
  printf("pages %llu\n", (unsigned long long)WasmEdge_MemoryInstanceGetPageSize(memory));
  WasmEdge_MemoryInstanceDelete(memory);

  memory = make(0, 0, false, false, false);
  printf("empty: pages %llu\n", (unsigned long long)WasmEdge_MemoryInstanceGetPageSize(memory));
  printf("pointer to nothing: %s\n",
         WasmEdge_MemoryInstanceGetPointer(memory, 0, 0) ? "set" : "null");
  result("grow", WasmEdge_MemoryInstanceGrowPage(memory, 1));
  result("grow beyond 4 GiB", WasmEdge_MemoryInstanceGrowPage(memory, 65536));
  printf("pages %llu\n", (unsigned long long)WasmEdge_MemoryInstanceGetPageSize(memory));
  WasmEdge_MemoryInstanceDelete(memory);

  memory = make(1, 1, true, true, false);
  printf("shared: %s\n", memory ? "made" : "null");
  WasmEdge_MemoryInstanceDelete(memory);
  memory = make(1, 2, true, false, true);
  printf("wide: pages %llu\n", (unsigned long long)WasmEdge_MemoryInstanceGetPageSize(memory));
  WasmEdge_MemoryInstanceDelete(memory);
  memory = make(3, 1, true, false, false);
  printf("minimum above maximum: %s\n", memory ? "made" : "null");
  printf("pages %llu\n", (unsigned long long)WasmEdge_MemoryInstanceGetPageSize(memory));
  WasmEdge_MemoryInstanceDelete(memory);
  return 0;
}
