// Locks and waiting; the C++ library's own are not linked. Implemented by mutex_posix.cc and
// mutex_win.cc.
#pragma once

#include <stdint.h>

namespace plugkit {

// Never destroyed: a global lock outlives its last user, and the systems keep nothing outside of
// it.
class Mutex {
 public:
  Mutex();
  Mutex(const Mutex&) = delete;
  void Lock();
  void Unlock();

 private:
  friend class Condition;
  alignas(8) unsigned char storage_[64];
};

class LockGuard {
 public:
  explicit LockGuard(Mutex& locked) : locked_(locked) { locked.Lock(); }
  ~LockGuard() { locked_.Unlock(); }
  LockGuard(const LockGuard&) = delete;

 private:
  Mutex& locked_;
};

class Condition {
 public:
  Condition();
  ~Condition();
  Condition(const Condition&) = delete;
  void NotifyAll();
  // The mutex is held before and after. May wake without a cause.
  void Wait(Mutex& held);
  // Waits until notified or until `Deadline` on the clock of Milliseconds().
  void WaitUntil(Mutex& held, uint64_t deadline);

 private:
  alignas(8) unsigned char storage_[64];
};

// A clock for deadlines, in milliseconds.
uint64_t Milliseconds();

}  // namespace plugkit
