// Threads on Linux and macOS.
#include "thread.h"

#include <pthread.h>

namespace plugkit {

namespace {

struct Start {
  void (*run)(void*);
  void* data;
};

void* Enter(void* given) {
  Start taken = *static_cast<Start*>(given);
  delete static_cast<Start*>(given);
  taken.run(taken.data);
  return nullptr;
}

}  // namespace

bool StartThread(void (*run)(void*), void* data) {
  Start* given = new Start{run, data};
  pthread_t thread;
  if (pthread_create(&thread, nullptr, Enter, given) != 0) {
    delete given;
    return false;
  }
  pthread_detach(thread);
  return true;
}

uint64_t CurrentThreadId() { return reinterpret_cast<uint64_t>(pthread_self()); }

}  // namespace plugkit
