#include "options.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>

#include "host/system/mutex.h"

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

// Room for the value of any option.
union AnyValue {
  unsigned char Bytes[sizeof(WasmEdge_String)];
  WasmEdge_String Text;
};

bool ReadText(const LoadedMemory& Memory, const WasmEdge_String& Text, std::string& Copy) {
  if (Text.Length > kLongestDefault) return false;
  Copy.resize(Text.Length);
  return Text.Length == 0 || Memory.Read(Copy.data(), Text.Buf, Text.Length);
}

// Whether storage holds the default value; false when it cannot be read.
bool IsInStorage(const LoadedMemory& Memory, const WasmEdge_ProgramOption& Option,
                 const AnyValue& Default, const std::string& DefaultText) {
  AnyValue Stored;
  const size_t Size = SizeOf(Option.Type);
  if (!Memory.Read(&Stored, Option.Storage, Size)) return false;
  if (Option.Type != WasmEdge_ProgramOptionType_String) {
    return std::memcmp(&Stored, &Default, Size) == 0;
  }
  std::string Text;
  return ReadText(Memory, Stored.Text, Text) && Text == DefaultText;
}

Warning DefaultsDiffer(const std::vector<std::string_view>& Options) {
  const bool Many = Options.size() > 1;
  return {kDefaultDiffers,
          Join({"the default value", (Many ? "s of the options " : " of the option "),
                Enumerate(Options), (Many ? " were" : " was"), " not in storage, and now ",
                (Many ? "are" : "is")}),
          "Initialise the storage with the default value: a stock WasmEdge leaves there what it "
          "finds"};
}

// The texts that one option was set to, the newest last.
using Texts = std::vector<std::unique_ptr<const std::string>>;

Mutex Lock;
// Made when first needed and never deleted: plug-ins point into it.
std::map<const WasmEdge_ProgramOption*, Texts>* Kept = nullptr;

// A copy of the text that stays: the same copy when the option had this text before.
const std::string& Keep(const WasmEdge_ProgramOption& Option, const char* Text) {
  if (!Kept) Kept = new std::map<const WasmEdge_ProgramOption*, Texts>();
  Texts& Known = (*Kept)[&Option];
  const auto Same =
      std::find_if(Known.begin(), Known.end(), [Text](const auto& Copy) { return *Copy == Text; });
  if (Same != Known.end()) {
    std::rotate(Same, Same + 1, Known.end());
  } else {
    if (Known.size() > kKeptTexts) Known.erase(Known.begin());
    Known.emplace_back(new std::string(Text));
  }
  return *Known.back();
}

}  // namespace

Check ApplyDefaults(const WasmEdge_PluginDescriptor& Plugin, const LoadedMemory& Memory,
                    std::vector<Warning>& Warnings) {
  std::vector<std::string_view> Different;
  for (uint32_t I = 0; I < Plugin.ProgramOptionCount; ++I) {
    const WasmEdge_ProgramOption& Option = Plugin.ProgramOptions[I];
    const size_t Size = SizeOf(Option.Type);
    if (Size == 0 || !Option.DefaultValue) continue;
    const bool IsText = Option.Type == WasmEdge_ProgramOptionType_String;
    const char* Problem = nullptr;
    AnyValue Value;
    std::string Text;
    if (!Memory.Read(&Value, Option.DefaultValue, Size)) {
      Problem = "DefaultValue cannot be read";
    } else if (IsText && !ReadText(Memory, Value.Text, Text)) {
      Problem = "default text cannot be read";
    } else {
      if (!IsInStorage(Memory, Option, Value, Text)) Different.push_back(Option.Name);
      if (!Memory.Write(Option.Storage, &Value, Size)) Problem = "Storage cannot be written";
    }
    if (Problem) {
      return Refusal{kDescriptorInvalid, Join({"option \"", Option.Name, "\": its ", Problem}),
                     "Give the option a variable as Storage and a constant as DefaultValue"};
    }
  }
  if (!Different.empty()) Warnings.push_back(DefaultsDiffer(Different));
  return {};
}

bool SetOption(const WasmEdge_PluginContext& Plugin, uint32_t Index, const void* Value) {
  if (Index >= Plugin.Descriptor->ProgramOptionCount || !Value) return false;
  const WasmEdge_ProgramOption& Option = Plugin.Descriptor->ProgramOptions[Index];
  LockGuard Guard(Lock);
  if (Option.Type != WasmEdge_ProgramOptionType_String) {
    const size_t Size = SizeOf(Option.Type);
    return Size != 0 && Plugin.Memory.Write(Option.Storage, Value, Size);
  }
  const char* Text = *static_cast<const char* const*>(Value);
  if (!Text || std::strlen(Text) > UINT32_MAX) return false;
  const std::string& Copy = Keep(Option, Text);
  const WasmEdge_String Stored{static_cast<uint32_t>(Copy.size()), Copy.c_str()};
  return Plugin.Memory.Write(Option.Storage, &Stored, sizeof Stored);
}

}  // namespace plugkit
