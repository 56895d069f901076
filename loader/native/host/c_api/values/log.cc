// Level filter, callback, standard error. The filter and the callback are process-wide, as
// in the stock library; each is one atomic, so logging takes no lock.
#include "log.h"

#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "host/system/thread.h"

namespace {

const int kOff = WasmEdge_LogLevel_Critical + 1;
std::atomic<int> lowest{WasmEdge_LogLevel_Error};
std::atomic<WasmEdge_LogCallback_t> receiver{nullptr};

const char* Name(WasmEdge_LogLevel level) {
  static const char* const kNames[] = {"trace", "debug", "info", "warning", "error", "critical"};
  return kNames[level];
}

}  // namespace

namespace plugkit {

void Log(WasmEdge_LogLevel level, const char* format, ...) {
  if (level < lowest.load(std::memory_order_relaxed)) return;
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof(text), format, arguments);
  va_end(arguments);
  WasmEdge_LogCallback_t callback = receiver.load(std::memory_order_acquire);
  if (!callback) {
    std::fprintf(stderr, "wasmedge: %s: %s\n", Name(level), text);
    return;
  }
  WasmEdge_LogMessage message;
  message.Message = WasmEdge_StringWrap(text, static_cast<uint32_t>(std::strlen(text)));
  message.LoggerName = WasmEdge_StringWrap("plugkit", 7);
  message.Level = level;
  message.Time = std::time(nullptr);
  message.ThreadId = CurrentThreadId();
  callback(&message);
}

void LogNoEngine(const char* operation) {
  Log(WasmEdge_LogLevel_Error,
      "Cannot %s: this host library has no WebAssembly engine, expected a stock WasmEdge or an "
      "embedder",
      operation);
}

}  // namespace plugkit

extern "C" {

void WasmEdge_LogSetErrorLevel(void) { lowest = WasmEdge_LogLevel_Error; }
void WasmEdge_LogSetDebugLevel(void) { lowest = WasmEdge_LogLevel_Debug; }
void WasmEdge_LogOff(void) { lowest = kOff; }
void WasmEdge_LogSetLevel(WasmEdge_LogLevel level) { lowest = level; }
void WasmEdge_LogSetCallback(WasmEdge_LogCallback_t callback) { receiver = callback; }
}
