// Reading, writing and growing memories. A request costs four comparisons
// where the bytes stay in place; else the embedder is asked.
#include "memory_instance.h"

#include <cstdlib>
#include <cstring>

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "owned.h"

namespace {

const uint64_t PageSize = 65536;
const uint64_t MaxPages32 = 65536;
const uint64_t MaxPages64 = uint64_t{1} << 48;
// Where an empty memory points to: NULL means out of bounds.
uint8_t Nothing;

uint64_t PageLimit(const WasmEdge_LimitContext& Limit) {
  uint64_t Possible = Limit.Is64Bit ? MaxPages64 : MaxPages32;
  return Limit.HasMax && Limit.Max < Possible ? Limit.Max : Possible;
}

}  // namespace

WasmEdge_MemoryInstanceContext::WasmEdge_MemoryInstanceContext(
    const WasmEdge_MemoryTypeContext& Type)
    : Type(Type), Stays(true) {
  uint64_t Most = Type.Limit.Is64Bit ? MaxPages64 : MaxPages32;
  uint64_t Pages = Type.Limit.Min;
  if (Pages > Most) {
    plugkit::Log(WasmEdge_LogLevel_Error,
                 "Cannot create a memory of %llu pages: the most is %llu, which it gets",
                 static_cast<unsigned long long>(Pages), static_cast<unsigned long long>(Most));
    Pages = Most;
  }
  // At least one byte: NULL means out of bounds.
  Owned = Pages > SIZE_MAX / PageSize
              ? nullptr
              : static_cast<uint8_t*>(std::calloc(Pages ? Pages * PageSize : 1, 1));
  if (!Owned) {
    plugkit::Log(WasmEdge_LogLevel_Error, "Cannot create a memory of %llu pages: out of memory",
                 static_cast<unsigned long long>(Pages));
    Pages = 0;
    Owned = static_cast<uint8_t*>(std::calloc(1, 1));
  }
  Base = Owned;
  Size = Pages * PageSize;
}

WasmEdge_MemoryInstanceContext::WasmEdge_MemoryInstanceContext(
    const WasmEdge_MemoryTypeContext& Type, const plugkit_Embedder* Embedder, void* Handle)
    : Type(Type), Home(Embedder, Handle) {}

WasmEdge_MemoryInstanceContext::~WasmEdge_MemoryInstanceContext() { std::free(Owned); }

bool WasmEdge_MemoryInstanceContext::MoveTo(const plugkit_Embedder* Embedder, void* Handle) {
  if (!Home.MoveTo(Embedder, Handle)) return false;
  Stays = false;
  return true;
}

uint8_t* WasmEdge_MemoryInstanceContext::Look(uint64_t Offset, uint64_t Length) const {
  if (!Home) return nullptr;
  if (!Stays && !Home.Call(&plugkit_Embedder::MemoryView, &Base, &Size)) Size = 0;
  if (!Holds(Offset, Length) || !Base) Refresh();
  return Holds(Offset, Length) ? Base + Offset : nullptr;
}

void WasmEdge_MemoryInstanceContext::Refresh() const {
  bool Reserved = false;
  if (!Home.Call(&plugkit_Embedder::MemoryRefresh, &Base, &Size, &Reserved) || !Base) {
    Base = &Nothing;
    Size = 0;
  }
  Stays = Reserved && !Type.Limit.Is64Bit;
}

WasmEdge_Result WasmEdge_MemoryInstanceContext::Missing() const {
  return plugkit::Failure(Home.IsHere() ? WasmEdge_ErrCode_MemoryOutOfBounds
                                        : WasmEdge_ErrCode_RuntimeError);
}

uint64_t WasmEdge_MemoryInstanceContext::Pages() const {
  if (!Home.IsHere()) return 0;
  if (Home) Refresh();
  return Size / PageSize;
}

bool WasmEdge_MemoryInstanceContext::Grow(uint64_t Count) {
  if (Count == 0) return true;
  uint64_t Before = Size / PageSize, Most = PageLimit(Type.Limit);
  if (Before > Most || Count > Most - Before) return false;
  uint64_t After = Before + Count;
  if (After > SIZE_MAX / PageSize) return false;
  // The system gives zeros without filling memory with them, which std::realloc would need.
  uint8_t* Grown = static_cast<uint8_t*>(std::calloc(After * PageSize, 1));
  if (!Grown) return false;
  std::memcpy(Grown, Owned, Size);
  std::free(Owned);
  Base = Owned = Grown;
  Size = After * PageSize;
  return true;
}

namespace plugkit {

WasmEdge_MemoryInstanceContext* MemoryCreate(const WasmEdge_MemoryTypeContext* Type,
                                             const plugkit_Embedder* Embedder, void* Handle) {
  if (!Type || !Embedder) return nullptr;
  return new WasmEdge_MemoryInstanceContext(*Type, Embedder, Handle);
}

bool MemoryAttach(WasmEdge_MemoryInstanceContext* Memory, const plugkit_Embedder* Embedder,
                  void* Handle) {
  return Memory && Memory->MoveTo(Embedder, Handle);
}

}  // namespace plugkit

using plugkit::Failure;
using plugkit::NullGiven;

extern "C" {

WasmEdge_MemoryInstanceContext* WasmEdge_MemoryInstanceCreate(
    const WasmEdge_MemoryTypeContext* MemType) {
  return MemType ? new WasmEdge_MemoryInstanceContext(*MemType) : nullptr;
}

const WasmEdge_MemoryTypeContext* WasmEdge_MemoryInstanceGetMemoryType(
    const WasmEdge_MemoryInstanceContext* Cxt) {
  if (!Cxt || !Cxt->Home.IsHere()) return nullptr;
  Cxt->Type.Limit.Min = Cxt->Pages();
  return &Cxt->Type;
}

WasmEdge_Result WasmEdge_MemoryInstanceGetData(const WasmEdge_MemoryInstanceContext* Cxt,
                                               uint8_t* Data, const uint64_t Offset,
                                               const uint64_t Length) {
  if (!Cxt || !Data) return NullGiven();
  const uint8_t* From = Cxt->At(Offset, Length);
  if (!From) return Cxt->Missing();
  if (Length) std::memcpy(Data, From, Length);
  return WasmEdge_Result_Success;
}

WasmEdge_Result WasmEdge_MemoryInstanceSetData(WasmEdge_MemoryInstanceContext* Cxt,
                                               const uint8_t* Data, const uint64_t Offset,
                                               const uint64_t Length) {
  if (!Cxt || !Data) return NullGiven();
  uint8_t* To = Cxt->At(Offset, Length);
  if (!To) return Cxt->Missing();
  if (Length) std::memcpy(To, Data, Length);
  return WasmEdge_Result_Success;
}

uint8_t* WasmEdge_MemoryInstanceGetPointer(WasmEdge_MemoryInstanceContext* Cxt,
                                           const uint64_t Offset, const uint64_t Length) {
  return Cxt ? Cxt->At(Offset, Length) : nullptr;
}

const uint8_t* WasmEdge_MemoryInstanceGetPointerConst(const WasmEdge_MemoryInstanceContext* Cxt,
                                                      const uint64_t Offset,
                                                      const uint64_t Length) {
  return Cxt ? Cxt->At(Offset, Length) : nullptr;
}

uint64_t WasmEdge_MemoryInstanceGetPageSize(const WasmEdge_MemoryInstanceContext* Cxt) {
  return Cxt ? Cxt->Pages() : 0;
}

WasmEdge_Result WasmEdge_MemoryInstanceGrowPage(WasmEdge_MemoryInstanceContext* Cxt,
                                                const uint64_t Page) {
  if (!Cxt) return NullGiven();
  if (Cxt->Home) return Cxt->Home.Call(&plugkit_Embedder::MemoryGrow, Page);
  return Cxt->Grow(Page) ? WasmEdge_Result_Success : Failure(WasmEdge_ErrCode_MemoryOutOfBounds);
}

void WasmEdge_MemoryInstanceDelete(WasmEdge_MemoryInstanceContext* Cxt) {
  plugkit::DeleteUnowned(Cxt, "memory");
}
}
