// Messages of the host library.
#pragma once

#include <wasmedge/wasmedge_basic.h>

namespace plugkit {

// Formats like printf and hands the message to the callback, or else prints it to standard error,
// when its level passes the filter. Safe from any thread.
[[gnu::format(printf, 2, 3)]] void Log(WasmEdge_LogLevel level, const char* format, ...);

// For an operation that would execute or compile WebAssembly: logs what was asked and that there is
// no engine.
void LogNoEngine(const char* operation);

}  // namespace plugkit
