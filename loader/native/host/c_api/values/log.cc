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

const int Off = WasmEdge_LogLevel_Critical + 1;
std::atomic<int> Lowest{WasmEdge_LogLevel_Error};
std::atomic<WasmEdge_LogCallback_t> Receiver{nullptr};

const char* Name(WasmEdge_LogLevel Level) {
  static const char* const Names[] = {"trace", "debug", "info", "warning", "error", "critical"};
  return Names[Level];
}

}  // namespace

namespace plugkit {

void Log(WasmEdge_LogLevel Level, const char* Format, ...) {
  if (Level < Lowest.load(std::memory_order_relaxed)) return;
  char Text[1024];
  va_list Arguments;
  va_start(Arguments, Format);
  std::vsnprintf(Text, sizeof(Text), Format, Arguments);
  va_end(Arguments);
  WasmEdge_LogCallback_t Callback = Receiver.load(std::memory_order_acquire);
  if (!Callback) {
    std::fprintf(stderr, "wasmedge: %s: %s\n", Name(Level), Text);
    return;
  }
  WasmEdge_LogMessage Message;
  Message.Message = WasmEdge_StringWrap(Text, static_cast<uint32_t>(std::strlen(Text)));
  Message.LoggerName = WasmEdge_StringWrap("plugkit", 7);
  Message.Level = Level;
  Message.Time = std::time(nullptr);
  Message.ThreadId = CurrentThreadId();
  Callback(&Message);
}

void LogNoEngine(const char* Operation) {
  Log(WasmEdge_LogLevel_Error,
      "Cannot %s: this host library has no WebAssembly engine, expected a stock WasmEdge or an "
      "embedder",
      Operation);
}

}  // namespace plugkit

extern "C" {

void WasmEdge_LogSetErrorLevel(void) { Lowest = WasmEdge_LogLevel_Error; }
void WasmEdge_LogSetDebugLevel(void) { Lowest = WasmEdge_LogLevel_Debug; }
void WasmEdge_LogOff(void) { Lowest = Off; }
void WasmEdge_LogSetLevel(WasmEdge_LogLevel Level) { Lowest = Level; }
void WasmEdge_LogSetCallback(WasmEdge_LogCallback_t Callback) { Receiver = Callback; }
}
