#include <sys/mman.h>

#include "../address_space.h"

namespace plugkit {

// Nothing is written: the kernel refuses a range with a hole, whatever the pages in it allow.
bool IsReserved(const void* From, uint64_t Size) {
  return From != nullptr && msync(const_cast<void*>(From), Size, MS_ASYNC) == 0;
}

}  // namespace plugkit
