// Locks and waiting on Windows.
#include <windows.h>

#include "mutex.h"

namespace plugkit {

namespace {

SRWLOCK* Native(unsigned char* Storage) { return reinterpret_cast<SRWLOCK*>(Storage); }
CONDITION_VARIABLE* NativeCondition(unsigned char* Storage) {
  return reinterpret_cast<CONDITION_VARIABLE*>(Storage);
}

}  // namespace

Mutex::Mutex() { InitializeSRWLock(Native(Storage)); }
void Mutex::Lock() { AcquireSRWLockExclusive(Native(Storage)); }
void Mutex::Unlock() { ReleaseSRWLockExclusive(Native(Storage)); }

Condition::Condition() { InitializeConditionVariable(NativeCondition(Storage)); }
Condition::~Condition() = default;
void Condition::NotifyAll() { WakeAllConditionVariable(NativeCondition(Storage)); }
void Condition::Wait(Mutex& Held) {
  SleepConditionVariableSRW(NativeCondition(Storage), Native(Held.Storage), INFINITE, 0);
}
void Condition::WaitUntil(Mutex& Held, uint64_t Deadline) {
  uint64_t Now = Milliseconds();
  if (Now >= Deadline) return;
  // INFINITE is the greatest number and not meant here; the caller loops.
  uint64_t Left = Deadline - Now;
  DWORD Wait = Left < INFINITE ? static_cast<DWORD>(Left) : INFINITE - 1;
  SleepConditionVariableSRW(NativeCondition(Storage), Native(Held.Storage), Wait, 0);
}

uint64_t Milliseconds() { return GetTickCount64(); }

}  // namespace plugkit
