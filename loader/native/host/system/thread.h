// Starting a thread and naming the current one; the C++ library's own are not linked.
// Implemented by thread_posix.cc and thread_win.cc.
#pragma once

#include <stdint.h>

namespace plugkit {

// Runs `Run(Data)` on a new thread, which nobody joins. False when the system has none to give.
bool StartThread(void (*run)(void* data), void* data);

uint64_t CurrentThreadId();

// What distinguishes this thread from all others that are running, at the price of a comparison:
// asked at every access to a memory. On Linux one instruction, where the system's function takes 2
// ns.
inline uint64_t ThreadMark() {
#ifdef __linux__
  return reinterpret_cast<uint64_t>(__builtin_thread_pointer());
#else
  return CurrentThreadId();
#endif
}

}  // namespace plugkit
