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
size_t SizeOf(WasmEdge_ProgramOptionType type) {
  switch (type) {
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
  unsigned char bytes[sizeof(WasmEdge_String)];
  WasmEdge_String text;
};

bool ReadText(const LoadedMemory& memory, const WasmEdge_String& text, std::string& copy) {
  if (text.Length > kLongestDefault) return false;
  copy.resize(text.Length);
  return text.Length == 0 || memory.Read(copy.data(), text.Buf, text.Length);
}

// Whether storage holds the default value; false when it cannot be read.
bool IsInStorage(const LoadedMemory& memory, const WasmEdge_ProgramOption& option,
                 const AnyValue& Default, const std::string& defaultText) {
  AnyValue stored;
  const size_t size = SizeOf(option.Type);
  if (!memory.Read(&stored, option.Storage, size)) return false;
  if (option.Type != WasmEdge_ProgramOptionType_String) {
    return std::memcmp(&stored, &Default, size) == 0;
  }
  std::string text;
  return ReadText(memory, stored.text, text) && text == defaultText;
}

Warning DefaultsDiffer(const std::vector<std::string_view>& options) {
  const bool many = options.size() > 1;
  return {kDefaultDiffers,
          Join({"the default value", (many ? "s of the options " : " of the option "),
                Enumerate(options), (many ? " were" : " was"), " not in storage, and now ",
                (many ? "are" : "is")}),
          "Initialise the storage with the default value: a stock WasmEdge leaves there what it "
          "finds"};
}

// The texts that one option was set to, the newest last.
using Texts = std::vector<std::unique_ptr<const std::string>>;

Mutex lock;
// Made when first needed and never deleted: plug-ins point into it.
std::map<const WasmEdge_ProgramOption*, Texts>* kept = nullptr;

// A copy of the text that stays: the same copy when the option had this text before.
const std::string& Keep(const WasmEdge_ProgramOption& option, const char* text) {
  if (!kept) kept = new std::map<const WasmEdge_ProgramOption*, Texts>();
  Texts& known = (*kept)[&option];
  const auto same =
      std::find_if(known.begin(), known.end(), [text](const auto& copy) { return *copy == text; });
  if (same != known.end()) {
    std::rotate(same, same + 1, known.end());
  } else {
    if (known.size() > kKeptTexts) known.erase(known.begin());
    known.emplace_back(new std::string(text));
  }
  return *known.back();
}

}  // namespace

Check ApplyDefaults(const WasmEdge_PluginDescriptor& plugin, const LoadedMemory& memory,
                    std::vector<Warning>& warnings) {
  std::vector<std::string_view> different;
  for (uint32_t i = 0; i < plugin.ProgramOptionCount; ++i) {
    const WasmEdge_ProgramOption& option = plugin.ProgramOptions[i];
    const size_t size = SizeOf(option.Type);
    if (size == 0 || !option.DefaultValue) continue;
    const bool isText = option.Type == WasmEdge_ProgramOptionType_String;
    const char* problem = nullptr;
    AnyValue value;
    std::string text;
    if (!memory.Read(&value, option.DefaultValue, size)) {
      problem = "DefaultValue cannot be read";
    } else if (isText && !ReadText(memory, value.text, text)) {
      problem = "default text cannot be read";
    } else {
      if (!IsInStorage(memory, option, value, text)) different.push_back(option.Name);
      if (!memory.Write(option.Storage, &value, size)) problem = "Storage cannot be written";
    }
    if (problem) {
      return Refusal{kDescriptorInvalid, Join({"option \"", option.Name, "\": its ", problem}),
                     "Give the option a variable as Storage and a constant as DefaultValue"};
    }
  }
  if (!different.empty()) warnings.push_back(DefaultsDiffer(different));
  return {};
}

bool SetOption(const WasmEdge_PluginContext& plugin, uint32_t index, const void* value) {
  if (index >= plugin.descriptor->ProgramOptionCount || !value) return false;
  const WasmEdge_ProgramOption& option = plugin.descriptor->ProgramOptions[index];
  LockGuard guard(lock);
  if (option.Type != WasmEdge_ProgramOptionType_String) {
    const size_t size = SizeOf(option.Type);
    return size != 0 && plugin.memory.Write(option.Storage, value, size);
  }
  const char* text = *static_cast<const char* const*>(value);
  if (!text || std::strlen(text) > UINT32_MAX) return false;
  const std::string& copy = Keep(option, text);
  const WasmEdge_String stored{static_cast<uint32_t>(copy.size()), copy.c_str()};
  return plugin.memory.Write(option.Storage, &stored, sizeof stored);
}

}  // namespace plugkit
