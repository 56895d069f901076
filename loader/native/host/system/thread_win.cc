// Threads on Windows.
#include "thread.h"

#include <windows.h>

namespace plugkit {

namespace {

struct Start {
  void (*run)(void*);
  void* data;
};

DWORD WINAPI Enter(void* given) {
  Start taken = *static_cast<Start*>(given);
  delete static_cast<Start*>(given);
  taken.run(taken.data);
  return 0;
}

}  // namespace

bool StartThread(void (*run)(void*), void* data) {
  Start* given = new Start{run, data};
  HANDLE thread = CreateThread(nullptr, 0, Enter, given, 0, nullptr);
  if (!thread) {
    delete given;
    return false;
  }
  CloseHandle(thread);
  return true;
}

uint64_t CurrentThreadId() { return GetCurrentThreadId(); }

}  // namespace plugkit
