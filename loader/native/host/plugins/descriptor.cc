#include "descriptor.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "abi.h"
#include "host/system/utf8.h"

namespace plugkit {
namespace {

constexpr uint32_t kMostEntries = 1024;
constexpr size_t kLongestName = 256, kLongestDescription = 65536;

[[gnu::cold]] Refusal Invalid(const std::string& reason) {
  return {kDescriptorInvalid, reason,
          "Correct the descriptor that WasmEdge_Plugin_GetDescriptor returns"};
}

// What a text of the descriptor is, put into words only when it is refused.
struct Place {
  const char* text;            // "name" or "description"
  const char* kind = nullptr;  // "module" or "option"; null for the plug-in itself
  uint64_t index = 0;
  std::string_view name = {};  // of the module or option, once it is known

  [[gnu::cold]] std::string Owner() const {
    return name.empty() ? Join({kind, " ", Decimal(index)}) : Join({kind, " \"", name, "\""});
  }
  [[gnu::cold]] std::string Say() const {
    return kind ? Join({"the ", text, " of ", Owner()}) : Join({"the plug-in's ", text});
  }
};

// Reads a NUL-terminated text that may not be there.
Check ReadText(const LoadedMemory& memory, const char* from, size_t longest, const Place& where,
               std::string& text) {
  text.clear();
  if (!memory.ReadText(from, longest, text)) {
    return Invalid(Join({where.Say(), " is at an address that cannot be read"}));
  }
  if (text.size() <= longest) return {};
  return Invalid(Join({where.Say(), " has more than ", Decimal(longest), " bytes, expected ",
                       Decimal(longest), " or fewer"}));
}

Check ReadName(const LoadedMemory& memory, const char* from, const Place& where,
               std::string& name) {
  if (!from) return Invalid(Join({where.Say(), " is null, expected a name"}));
  if (Check failed = ReadText(memory, from, kLongestName, where, name)) return failed;
  if (name.empty()) return Invalid(Join({where.Say(), " is empty, expected a name"}));
  if (IsUtf8(name)) return {};
  return Refusal{kNameNotUtf8, Join({where.Say(), " is not UTF-8, expected UTF-8"}),
                 "Write the name in UTF-8, best in ASCII"};
}

Check CheckDescription(const LoadedMemory& memory, const char* from, Place where) {
  std::string text;
  where.text = "description";
  return from ? ReadText(memory, from, kLongestDescription, where, text) : Check();
}

// Copies an array of the descriptor; What is its name, CountName that of its length.
template <typename Entry>
Check ReadArray(const LoadedMemory& memory, const Entry* from, uint32_t count, const char* what,
                const char* countName, std::vector<Entry>& result) {
  if (count > kMostEntries) {
    return Invalid(Join(
        {countName, " is ", Decimal(count), ", expected ", Decimal(kMostEntries), " or fewer"}));
  }
  if (count == 0) return {};
  if (!from) return Invalid(Join({what, " is null, expected ", Decimal(count), " entries"}));
  result.resize(count);
  if (memory.Read(result.data(), from, count * sizeof(Entry))) return {};
  return Invalid(Join({what, " is at an address that cannot be read"}));
}

Check CheckModules(const WasmEdge_PluginDescriptor& plugin, const LoadedMemory& memory) {
  std::vector<WasmEdge_ModuleDescriptor> modules;
  if (Check failed = ReadArray(memory, plugin.ModuleDescriptions, plugin.ModuleCount,
                               "ModuleDescriptions", "ModuleCount", modules)) {
    return failed;
  }
  std::vector<std::string> names;
  for (const WasmEdge_ModuleDescriptor& module : modules) {
    std::string name;
    Place where{"name", "module", names.size()};
    if (Check failed = ReadName(memory, module.Name, where, name)) return failed;
    where.name = name;
    if (Check failed = CheckDescription(memory, module.Description, where)) return failed;
    if (!module.Create) {
      return Invalid(Join({"Create of ", where.Owner(), " is null, expected a function"}));
    }
    if (!memory.IsCode(reinterpret_cast<const void*>(module.Create))) {
      return Invalid(
          Join({"Create of ", where.Owner(), " is at an address outside every library"}));
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      return Refusal{kDuplicateModule, Join({where.Owner(), " is offered twice, expected once"}),
                     "Give each module of the plug-in a name of its own"};
    }
    names.push_back(std::move(name));
  }
  return {};
}

Check CheckOptions(const WasmEdge_PluginDescriptor& plugin, const LoadedMemory& memory) {
  std::vector<WasmEdge_ProgramOption> options;
  if (Check failed = ReadArray(memory, plugin.ProgramOptions, plugin.ProgramOptionCount,
                               "ProgramOptions", "ProgramOptionCount", options)) {
    return failed;
  }
  for (const WasmEdge_ProgramOption& option : options) {
    std::string name;
    Place where{"name", "option", static_cast<uint64_t>(&option - options.data())};
    if (Check failed = ReadName(memory, option.Name, where, name)) return failed;
    where.name = name;
    if (Check failed = CheckDescription(memory, option.Description, where)) return failed;
    uint32_t type;  // read as a number: any other value of the enumeration is undefined in C++
    std::memcpy(&type, &option.Type, sizeof type);
    if (type > WasmEdge_ProgramOptionType_String) {
      return Invalid(
          Join({"the type of ", where.Owner(), " is ", Decimal(type), ", expected 0 to 12"}));
    }
    if (!option.Storage && type != WasmEdge_ProgramOptionType_None) {
      return Invalid(Join({"Storage of ", where.Owner(), " is null, expected an address"}));
    }
  }
  return {};
}

}  // namespace

Check CheckDescriptor(const WasmEdge_PluginDescriptor* descriptor, const LoadedMemory& memory) {
  if (!descriptor) {
    return Refusal{kDescriptorNull,
                   "WasmEdge_Plugin_GetDescriptor returned null, expected a descriptor",
                   "Return the address of a descriptor that lives as long as the library"};
  }
  WasmEdge_PluginDescriptor plugin;
  if (!memory.Read(&plugin, descriptor, sizeof plugin)) {
    return Invalid("the descriptor is at an address that cannot be read");
  }
  if (plugin.APIVersion < kOldestApiVersion || plugin.APIVersion > kCurrentApiVersion) {
    return Refusal{kApiVersionUnsupported,
                   Join({"API version is ", Decimal(plugin.APIVersion), ", expected 5 (or 3, 4)"}),
                   "Build the plug-in against the headers of WasmEdge 0.17"};
  }
  std::string name;
  if (Check failed = ReadName(memory, plugin.Name, Place{"name"}, name)) return failed;
  if (Check failed = CheckDescription(memory, plugin.Description, Place{"description"}))
    return failed;
  if (Check failed = CheckModules(plugin, memory)) return failed;
  return CheckOptions(plugin, memory);
}

}  // namespace plugkit
