#include "options.h"

#include <cstdlib>
#include <cstring>
#include <vector>

#include "host/system/memory_probe.h"

namespace plugkit {
namespace {

constexpr uint32_t kLongestDefault = 1 << 20;

// The size of an option's storage, 0 when it has none. A string is stored as a WasmEdge_String, as
// in a stock WasmEdge.
size_t SizeOf(WasmEdge_ProgramOptionType Type) {
  switch (Type) {
    case WasmEdge_ProgramOptionType_None:
      return 0;
    case WasmEdge_ProgramOptionType_Toggle:
      return sizeof(bool);
    case WasmEdge_ProgramOptionType_Int8:
    case WasmEdge_ProgramOptionType_UInt8:
      return 1;
    case WasmEdge_ProgramOptionType_Int16:
    case WasmEdge_ProgramOptionType_UInt16:
      return 2;
    case WasmEdge_ProgramOptionType_Int32:
    case WasmEdge_ProgramOptionType_UInt32:
    case WasmEdge_ProgramOptionType_Float:
      return 4;
    case WasmEdge_ProgramOptionType_Int64:
    case WasmEdge_ProgramOptionType_UInt64:
    case WasmEdge_ProgramOptionType_Double:
      return 8;
    case WasmEdge_ProgramOptionType_String:
      return sizeof(WasmEdge_String);
  }
  return 0;
}

bool IsReadable(const WasmEdge_String& Text) {
  if (Text.Length == 0) return true;
  if (Text.Length > kLongestDefault) return false;
  std::vector<char> Copy(Text.Length);
  return CopyChecked(Copy.data(), Text.Buf, Text.Length);
}

}  // namespace

Check ApplyDefaults(const WasmEdge_PluginDescriptor& Plugin) {
  for (uint32_t I = 0; I < Plugin.ProgramOptionCount; ++I) {
    const WasmEdge_ProgramOption& Option = Plugin.ProgramOptions[I];
    const size_t Size = SizeOf(Option.Type);
    if (Size == 0 || !Option.DefaultValue) continue;
    const char* Problem = nullptr;
    WasmEdge_String Value;  // room for every type
    if (!CopyChecked(&Value, Option.DefaultValue, Size)) {
      Problem = "DefaultValue cannot be read";
    } else if (Option.Type == WasmEdge_ProgramOptionType_String && !IsReadable(Value)) {
      Problem = "default text cannot be read";
    } else if (!CopyChecked(Option.Storage, &Value, Size)) {
      Problem = "Storage cannot be written";
    }
    if (Problem) {
      return Refusal{kDescriptorInvalid,
                     std::string("option \"") + Option.Name + "\": its " + Problem,
                     "Give the option a variable as Storage and a constant as DefaultValue"};
    }
  }
  return {};
}

bool SetOption(const WasmEdge_PluginDescriptor& Plugin, uint32_t Index, const void* Value) {
  if (Index >= Plugin.ProgramOptionCount || !Value) return false;
  const WasmEdge_ProgramOption& Option = Plugin.ProgramOptions[Index];
  if (Option.Type != WasmEdge_ProgramOptionType_String) {
    const size_t Size = SizeOf(Option.Type);
    return Size != 0 && CopyChecked(Option.Storage, Value, Size);
  }
  const char* Text = *static_cast<const char* const*>(Value);
  if (!Text) return false;
  const size_t Length = std::strlen(Text);
  // Never freed: the plug-in may keep the pointer.
  auto* Kept = static_cast<char*>(std::malloc(Length + 1));
  if (!Kept || Length > UINT32_MAX) return false;
  std::memcpy(Kept, Text, Length + 1);
  const WasmEdge_String Stored{static_cast<uint32_t>(Length), Kept};
  return CopyChecked(Option.Storage, &Stored, sizeof Stored);
}

}  // namespace plugkit
