// operator new and delete for plug-ins on macOS, where Zig's linker takes no list of exports: those of the C++
// library would be seen by, and serve, the whole process. Hidden by -fvisibility-global-new-delete.
#include <cstdlib>
#include <new>

static void *allocate(std::size_t size, std::size_t alignment) {
  for (;;) {
    void *memory = nullptr;
    if (size == 0) size = 1;
    if (alignment <= alignof(std::max_align_t)) {
      memory = std::malloc(size);
    } else if (posix_memalign(&memory, alignment, size) != 0) {
      memory = nullptr;
    }
    if (memory != nullptr) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) return nullptr;
    handler();
  }
}

static void *allocate_or_throw(std::size_t size, std::size_t alignment) {
  void *memory = allocate(size, alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

static void *allocate_or_null(std::size_t size, std::size_t alignment) noexcept {
  try {
    return allocate(size, alignment);
  } catch (...) { // of the handler
    return nullptr;
  }
}

using std::align_val_t;
using std::nothrow_t;
using std::size_t;

void *operator new(size_t size) { return allocate_or_throw(size, 1); }
void *operator new[](size_t size) { return allocate_or_throw(size, 1); }
void *operator new(size_t size, align_val_t to) { return allocate_or_throw(size, size_t(to)); }
void *operator new[](size_t size, align_val_t to) { return allocate_or_throw(size, size_t(to)); }
void *operator new(size_t size, const nothrow_t &) noexcept { return allocate_or_null(size, 1); }
void *operator new[](size_t size, const nothrow_t &) noexcept { return allocate_or_null(size, 1); }
void *operator new(size_t size, align_val_t to, const nothrow_t &) noexcept {
  return allocate_or_null(size, size_t(to));
}
void *operator new[](size_t size, align_val_t to, const nothrow_t &) noexcept {
  return allocate_or_null(size, size_t(to));
}
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete[](void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, size_t) noexcept { std::free(memory); }
void operator delete[](void *memory, size_t) noexcept { std::free(memory); }
void operator delete(void *memory, align_val_t) noexcept { std::free(memory); }
void operator delete[](void *memory, align_val_t) noexcept { std::free(memory); }
void operator delete(void *memory, size_t, align_val_t) noexcept { std::free(memory); }
void operator delete[](void *memory, size_t, align_val_t) noexcept { std::free(memory); }
void operator delete(void *memory, const nothrow_t &) noexcept { std::free(memory); }
void operator delete[](void *memory, const nothrow_t &) noexcept { std::free(memory); }
void operator delete(void *memory, align_val_t, const nothrow_t &) noexcept { std::free(memory); }
void operator delete[](void *memory, align_val_t, const nothrow_t &) noexcept { std::free(memory); }
