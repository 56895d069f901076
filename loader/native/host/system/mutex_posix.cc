// Locks and waiting on Linux and macOS.
#include <pthread.h>
#include <time.h>

#include "mutex.h"

namespace plugkit {

namespace {

static_assert(sizeof(pthread_mutex_t) <= 64 && sizeof(pthread_cond_t) <= 64,
              "mutex.h reserves too little for the system's objects");

pthread_mutex_t* Native(unsigned char* Storage) {
  return reinterpret_cast<pthread_mutex_t*>(Storage);
}
pthread_cond_t* NativeCondition(unsigned char* Storage) {
  return reinterpret_cast<pthread_cond_t*>(Storage);
}

}  // namespace

Mutex::Mutex() { pthread_mutex_init(Native(Storage), nullptr); }
void Mutex::Lock() { pthread_mutex_lock(Native(Storage)); }
void Mutex::Unlock() { pthread_mutex_unlock(Native(Storage)); }

Condition::Condition() { pthread_cond_init(NativeCondition(Storage), nullptr); }
Condition::~Condition() { pthread_cond_destroy(NativeCondition(Storage)); }
void Condition::NotifyAll() { pthread_cond_broadcast(NativeCondition(Storage)); }
void Condition::Wait(Mutex& Held) {
  pthread_cond_wait(NativeCondition(Storage), Native(Held.Storage));
}
void Condition::WaitUntil(Mutex& Held, uint64_t Deadline) {
  timespec Until;
  Until.tv_sec = static_cast<time_t>(Deadline / 1000);
  Until.tv_nsec = static_cast<long>(Deadline % 1000) * 1000000;
  pthread_cond_timedwait(NativeCondition(Storage), Native(Held.Storage), &Until);
}

// The clock of pthread_cond_timedwait; macOS knows no other there.
uint64_t Milliseconds() {
  timespec Now;
  clock_gettime(CLOCK_REALTIME, &Now);
  return static_cast<uint64_t>(Now.tv_sec) * 1000 + static_cast<uint64_t>(Now.tv_nsec) / 1000000;
}

}  // namespace plugkit
