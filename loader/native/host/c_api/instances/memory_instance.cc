// Reading, writing and growing memories. A request costs four comparisons
// where the bytes stay in place; else the embedder is asked.
#include "memory_instance.h"

#include <cstdlib>
#include <cstring>

#include "host/c_api/values/log.h"
#include "host/c_api/values/result.h"
#include "owned.h"

namespace {

const uint64_t kPageSize = 65536;
const uint64_t kMaxPages32 = 65536;
const uint64_t kMaxPages64 = uint64_t{1} << 48;
// Where an empty memory points to: NULL means out of bounds.
uint8_t nothing;

uint64_t PageLimit(const WasmEdge_LimitContext& limit) {
  uint64_t possible = limit.is64Bit ? kMaxPages64 : kMaxPages32;
  return limit.hasMax && limit.max < possible ? limit.max : possible;
}

}  // namespace

WasmEdge_MemoryInstanceContext::WasmEdge_MemoryInstanceContext(
    const WasmEdge_MemoryTypeContext& type)
    : type(type), stays_(true) {
  uint64_t most = type.limit.is64Bit ? kMaxPages64 : kMaxPages32;
  uint64_t pages = type.limit.min;
  if (pages > most) {
    plugkit::Log(WasmEdge_LogLevel_Error,
                 "Cannot create a memory of %llu pages: the most is %llu, which it gets",
                 static_cast<unsigned long long>(pages), static_cast<unsigned long long>(most));
    pages = most;
  }
  // At least one byte: NULL means out of bounds.
  owned_ = pages > SIZE_MAX / kPageSize
               ? nullptr
               : static_cast<uint8_t*>(std::calloc(pages ? pages * kPageSize : 1, 1));
  if (!owned_) {
    plugkit::Log(WasmEdge_LogLevel_Error, "Cannot create a memory of %llu pages: out of memory",
                 static_cast<unsigned long long>(pages));
    pages = 0;
    owned_ = static_cast<uint8_t*>(std::calloc(1, 1));
  }
  base_ = owned_;
  size_ = pages * kPageSize;
}

WasmEdge_MemoryInstanceContext::WasmEdge_MemoryInstanceContext(
    const WasmEdge_MemoryTypeContext& type, const plugkit_Embedder* embedder, void* handle)
    : type(type), home(embedder, handle) {}

WasmEdge_MemoryInstanceContext::~WasmEdge_MemoryInstanceContext() { std::free(owned_); }

bool WasmEdge_MemoryInstanceContext::MoveTo(const plugkit_Embedder* embedder, void* handle) {
  if (!home.MoveTo(embedder, handle)) return false;
  stays_ = false;
  return true;
}

uint8_t* WasmEdge_MemoryInstanceContext::Look(uint64_t offset, uint64_t length) const {
  if (!home) return nullptr;
  if (!stays_ && !home.Call(&plugkit_Embedder::MemoryView, &base_, &size_)) size_ = 0;
  if (!Holds(offset, length) || !base_) Refresh();
  return Holds(offset, length) ? base_ + offset : nullptr;
}

void WasmEdge_MemoryInstanceContext::Refresh() const {
  bool reserved = false;
  if (!home.Call(&plugkit_Embedder::MemoryRefresh, &base_, &size_, &reserved) || !base_) {
    base_ = &nothing;
    size_ = 0;
  }
  stays_ = reserved && !type.limit.is64Bit;
}

WasmEdge_Result WasmEdge_MemoryInstanceContext::Missing() const {
  return plugkit::Failure(home.IsHere() ? WasmEdge_ErrCode_MemoryOutOfBounds
                                        : WasmEdge_ErrCode_RuntimeError);
}

uint64_t WasmEdge_MemoryInstanceContext::Pages() const {
  if (!home.IsHere()) return 0;
  if (home) Refresh();
  return size_ / kPageSize;
}

bool WasmEdge_MemoryInstanceContext::Grow(uint64_t count) {
  if (count == 0) return true;
  uint64_t before = size_ / kPageSize, most = PageLimit(type.limit);
  if (before > most || count > most - before) return false;
  uint64_t after = before + count;
  if (after > SIZE_MAX / kPageSize) return false;
  // The system gives zeros without filling memory with them, which std::realloc would need.
  uint8_t* grown = static_cast<uint8_t*>(std::calloc(after * kPageSize, 1));
  if (!grown) return false;
  std::memcpy(grown, owned_, size_);
  std::free(owned_);
  base_ = owned_ = grown;
  size_ = after * kPageSize;
  return true;
}

namespace plugkit {

WasmEdge_MemoryInstanceContext* MemoryCreate(const WasmEdge_MemoryTypeContext* type,
                                             const plugkit_Embedder* embedder, void* handle) {
  if (!type || !embedder) return nullptr;
  return new WasmEdge_MemoryInstanceContext(*type, embedder, handle);
}

bool MemoryAttach(WasmEdge_MemoryInstanceContext* memory, const plugkit_Embedder* embedder,
                  void* handle) {
  return memory && memory->MoveTo(embedder, handle);
}

}  // namespace plugkit

using plugkit::Failure;
using plugkit::NullGiven;

extern "C" {

WasmEdge_MemoryInstanceContext* WasmEdge_MemoryInstanceCreate(
    const WasmEdge_MemoryTypeContext* memType) {
  return memType ? new WasmEdge_MemoryInstanceContext(*memType) : nullptr;
}

const WasmEdge_MemoryTypeContext* WasmEdge_MemoryInstanceGetMemoryType(
    const WasmEdge_MemoryInstanceContext* cxt) {
  if (!cxt || !cxt->home.IsHere()) return nullptr;
  cxt->type.limit.min = cxt->Pages();
  return &cxt->type;
}

WasmEdge_Result WasmEdge_MemoryInstanceGetData(const WasmEdge_MemoryInstanceContext* cxt,
                                               uint8_t* data, const uint64_t offset,
                                               const uint64_t length) {
  if (!cxt || !data) return NullGiven();
  const uint8_t* from = cxt->At(offset, length);
  if (!from) return cxt->Missing();
  if (length) std::memcpy(data, from, length);
  return WasmEdge_Result_Success;
}

WasmEdge_Result WasmEdge_MemoryInstanceSetData(WasmEdge_MemoryInstanceContext* cxt,
                                               const uint8_t* data, const uint64_t offset,
                                               const uint64_t length) {
  if (!cxt || !data) return NullGiven();
  uint8_t* to = cxt->At(offset, length);
  if (!to) return cxt->Missing();
  if (length) std::memcpy(to, data, length);
  return WasmEdge_Result_Success;
}

uint8_t* WasmEdge_MemoryInstanceGetPointer(WasmEdge_MemoryInstanceContext* cxt,
                                           const uint64_t offset, const uint64_t length) {
  return cxt ? cxt->At(offset, length) : nullptr;
}

const uint8_t* WasmEdge_MemoryInstanceGetPointerConst(const WasmEdge_MemoryInstanceContext* cxt,
                                                      const uint64_t offset,
                                                      const uint64_t length) {
  return cxt ? cxt->At(offset, length) : nullptr;
}

uint64_t WasmEdge_MemoryInstanceGetPageSize(const WasmEdge_MemoryInstanceContext* cxt) {
  return cxt ? cxt->Pages() : 0;
}

WasmEdge_Result WasmEdge_MemoryInstanceGrowPage(WasmEdge_MemoryInstanceContext* cxt,
                                                const uint64_t page) {
  if (!cxt) return NullGiven();
  if (cxt->home) return cxt->home.Call(&plugkit_Embedder::MemoryGrow, page);
  return cxt->Grow(page) ? WasmEdge_Result_Success : Failure(WasmEdge_ErrCode_MemoryOutOfBounds);
}

void WasmEdge_MemoryInstanceDelete(WasmEdge_MemoryInstanceContext* cxt) {
  plugkit::DeleteUnowned(cxt, "memory");
}
}
