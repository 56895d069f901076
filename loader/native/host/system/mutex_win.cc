// Locks and waiting on Windows.
#include <windows.h>

#include "mutex.h"

namespace plugkit {

namespace {

SRWLOCK* Native(unsigned char* storage) { return reinterpret_cast<SRWLOCK*>(storage); }
CONDITION_VARIABLE* NativeCondition(unsigned char* storage) {
  return reinterpret_cast<CONDITION_VARIABLE*>(storage);
}

}  // namespace

Mutex::Mutex() { InitializeSRWLock(Native(storage_)); }
void Mutex::Lock() { AcquireSRWLockExclusive(Native(storage_)); }
void Mutex::Unlock() { ReleaseSRWLockExclusive(Native(storage_)); }

Condition::Condition() { InitializeConditionVariable(NativeCondition(storage_)); }
Condition::~Condition() = default;
void Condition::NotifyAll() { WakeAllConditionVariable(NativeCondition(storage_)); }
void Condition::Wait(Mutex& held) {
  SleepConditionVariableSRW(NativeCondition(storage_), Native(held.storage_), INFINITE, 0);
}
void Condition::WaitUntil(Mutex& held, uint64_t deadline) {
  uint64_t now = Milliseconds();
  if (now >= deadline) return;
  // INFINITE is the greatest number and not meant here; the caller loops.
  uint64_t left = deadline - now;
  DWORD wait = left < INFINITE ? static_cast<DWORD>(left) : INFINITE - 1;
  SleepConditionVariableSRW(NativeCondition(storage_), Native(held.storage_), wait, 0);
}

uint64_t Milliseconds() { return GetTickCount64(); }

}  // namespace plugkit
