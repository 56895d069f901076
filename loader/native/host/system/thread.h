// Starting a thread and naming the current one; the C++ library's own are not linked.
// Implemented by thread_posix.cc and thread_win.cc.
#pragma once

#include <stdint.h>

namespace plugkit {

// Runs `Run(Data)` on a new thread, which nobody joins. False when the system has none to give.
bool StartThread(void (*Run)(void* Data), void* Data);

uint64_t CurrentThreadId();

}  // namespace plugkit
