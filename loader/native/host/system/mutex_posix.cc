// Locks and waiting on Linux and macOS.
#include <pthread.h>
#include <time.h>

#include "mutex.h"

namespace plugkit {

namespace {

static_assert(sizeof(pthread_mutex_t) <= 64 && sizeof(pthread_cond_t) <= 64,
              "mutex.h reserves too little for the system's objects");

pthread_mutex_t* Native(unsigned char* storage) {
  return reinterpret_cast<pthread_mutex_t*>(storage);
}
pthread_cond_t* NativeCondition(unsigned char* storage) {
  return reinterpret_cast<pthread_cond_t*>(storage);
}

}  // namespace

Mutex::Mutex() { pthread_mutex_init(Native(storage_), nullptr); }
void Mutex::Lock() { pthread_mutex_lock(Native(storage_)); }
void Mutex::Unlock() { pthread_mutex_unlock(Native(storage_)); }

Condition::Condition() { pthread_cond_init(NativeCondition(storage_), nullptr); }
Condition::~Condition() { pthread_cond_destroy(NativeCondition(storage_)); }
void Condition::NotifyAll() { pthread_cond_broadcast(NativeCondition(storage_)); }
void Condition::Wait(Mutex& held) {
  pthread_cond_wait(NativeCondition(storage_), Native(held.storage_));
}
void Condition::WaitUntil(Mutex& held, uint64_t deadline) {
  timespec until;
  until.tv_sec = static_cast<time_t>(deadline / 1000);
  until.tv_nsec = static_cast<long>(deadline % 1000) * 1000000;
  pthread_cond_timedwait(NativeCondition(storage_), Native(held.storage_), &until);
}

// The clock of pthread_cond_timedwait; macOS knows no other there.
uint64_t Milliseconds() {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1000000;
}

}  // namespace plugkit
