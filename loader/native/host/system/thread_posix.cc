// Threads on Linux and macOS.
#include "thread.h"

#include <pthread.h>

namespace plugkit {

namespace {

struct Start {
  void (*Run)(void*);
  void* Data;
};

void* Enter(void* Given) {
  Start Taken = *static_cast<Start*>(Given);
  delete static_cast<Start*>(Given);
  Taken.Run(Taken.Data);
  return nullptr;
}

}  // namespace

bool StartThread(void (*Run)(void*), void* Data) {
  Start* Given = new Start{Run, Data};
  pthread_t Thread;
  if (pthread_create(&Thread, nullptr, Enter, Given) != 0) {
    delete Given;
    return false;
  }
  pthread_detach(Thread);
  return true;
}

uint64_t CurrentThreadId() { return reinterpret_cast<uint64_t>(pthread_self()); }

}  // namespace plugkit
