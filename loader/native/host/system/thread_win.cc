// Threads on Windows.
#include "thread.h"

#include <windows.h>

namespace plugkit {

namespace {

struct Start {
  void (*Run)(void*);
  void* Data;
};

DWORD WINAPI Enter(void* Given) {
  Start Taken = *static_cast<Start*>(Given);
  delete static_cast<Start*>(Given);
  Taken.Run(Taken.Data);
  return 0;
}

}  // namespace

bool StartThread(void (*Run)(void*), void* Data) {
  Start* Given = new Start{Run, Data};
  HANDLE Thread = CreateThread(nullptr, 0, Enter, Given, 0, nullptr);
  if (!Thread) {
    delete Given;
    return false;
  }
  CloseHandle(Thread);
  return true;
}

uint64_t CurrentThreadId() { return GetCurrentThreadId(); }

}  // namespace plugkit
