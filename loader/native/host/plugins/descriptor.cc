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

[[gnu::cold]] Refusal Invalid(const std::string& Reason) {
  return {kDescriptorInvalid, Reason,
          "Correct the descriptor that WasmEdge_Plugin_GetDescriptor returns"};
}

// What a text of the descriptor is, put into words only when it is refused.
struct Place {
  const char* Text;            // "name" or "description"
  const char* Kind = nullptr;  // "module" or "option"; null for the plug-in itself
  uint64_t Index = 0;
  std::string_view Name = {};  // of the module or option, once it is known

  [[gnu::cold]] std::string Owner() const {
    return Name.empty() ? Join({Kind, " ", Decimal(Index)}) : Join({Kind, " \"", Name, "\""});
  }
  [[gnu::cold]] std::string Say() const {
    return Kind ? Join({"the ", Text, " of ", Owner()}) : Join({"the plug-in's ", Text});
  }
};

// Reads a NUL-terminated text that may not be there.
Check ReadText(const LoadedMemory& Memory, const char* From, size_t Longest, const Place& Where,
               std::string& Text) {
  Text.clear();
  if (!Memory.ReadText(From, Longest, Text)) {
    return Invalid(Join({Where.Say(), " is at an address that cannot be read"}));
  }
  if (Text.size() <= Longest) return {};
  return Invalid(Join({Where.Say(), " has more than ", Decimal(Longest), " bytes, expected ",
                       Decimal(Longest), " or fewer"}));
}

Check ReadName(const LoadedMemory& Memory, const char* From, const Place& Where,
               std::string& Name) {
  if (!From) return Invalid(Join({Where.Say(), " is null, expected a name"}));
  if (Check Failed = ReadText(Memory, From, kLongestName, Where, Name)) return Failed;
  if (Name.empty()) return Invalid(Join({Where.Say(), " is empty, expected a name"}));
  if (IsUtf8(Name)) return {};
  return Refusal{kNameNotUtf8, Join({Where.Say(), " is not UTF-8, expected UTF-8"}),
                 "Write the name in UTF-8, best in ASCII"};
}

Check CheckDescription(const LoadedMemory& Memory, const char* From, Place Where) {
  std::string Text;
  Where.Text = "description";
  return From ? ReadText(Memory, From, kLongestDescription, Where, Text) : Check();
}

// Copies an array of the descriptor; What is its name, CountName that of its length.
template <typename Entry>
Check ReadArray(const LoadedMemory& Memory, const Entry* From, uint32_t Count, const char* What,
                const char* CountName, std::vector<Entry>& Result) {
  if (Count > kMostEntries) {
    return Invalid(Join(
        {CountName, " is ", Decimal(Count), ", expected ", Decimal(kMostEntries), " or fewer"}));
  }
  if (Count == 0) return {};
  if (!From) return Invalid(Join({What, " is null, expected ", Decimal(Count), " entries"}));
  Result.resize(Count);
  if (Memory.Read(Result.data(), From, Count * sizeof(Entry))) return {};
  return Invalid(Join({What, " is at an address that cannot be read"}));
}

Check CheckModules(const WasmEdge_PluginDescriptor& Plugin, const LoadedMemory& Memory) {
  std::vector<WasmEdge_ModuleDescriptor> Modules;
  if (Check Failed = ReadArray(Memory, Plugin.ModuleDescriptions, Plugin.ModuleCount,
                               "ModuleDescriptions", "ModuleCount", Modules)) {
    return Failed;
  }
  std::vector<std::string> Names;
  for (const WasmEdge_ModuleDescriptor& Module : Modules) {
    std::string Name;
    Place Where{"name", "module", Names.size()};
    if (Check Failed = ReadName(Memory, Module.Name, Where, Name)) return Failed;
    Where.Name = Name;
    if (Check Failed = CheckDescription(Memory, Module.Description, Where)) return Failed;
    if (!Module.Create) {
      return Invalid(Join({"Create of ", Where.Owner(), " is null, expected a function"}));
    }
    if (!Memory.IsCode(reinterpret_cast<const void*>(Module.Create))) {
      return Invalid(
          Join({"Create of ", Where.Owner(), " is at an address outside every library"}));
    }
    if (std::find(Names.begin(), Names.end(), Name) != Names.end()) {
      return Refusal{kDuplicateModule, Join({Where.Owner(), " is offered twice, expected once"}),
                     "Give each module of the plug-in a name of its own"};
    }
    Names.push_back(std::move(Name));
  }
  return {};
}

Check CheckOptions(const WasmEdge_PluginDescriptor& Plugin, const LoadedMemory& Memory) {
  std::vector<WasmEdge_ProgramOption> Options;
  if (Check Failed = ReadArray(Memory, Plugin.ProgramOptions, Plugin.ProgramOptionCount,
                               "ProgramOptions", "ProgramOptionCount", Options)) {
    return Failed;
  }
  for (const WasmEdge_ProgramOption& Option : Options) {
    std::string Name;
    Place Where{"name", "option", static_cast<uint64_t>(&Option - Options.data())};
    if (Check Failed = ReadName(Memory, Option.Name, Where, Name)) return Failed;
    Where.Name = Name;
    if (Check Failed = CheckDescription(Memory, Option.Description, Where)) return Failed;
    uint32_t Type;  // read as a number: any other value of the enumeration is undefined in C++
    std::memcpy(&Type, &Option.Type, sizeof Type);
    if (Type > WasmEdge_ProgramOptionType_String) {
      return Invalid(
          Join({"the type of ", Where.Owner(), " is ", Decimal(Type), ", expected 0 to 12"}));
    }
    if (!Option.Storage && Type != WasmEdge_ProgramOptionType_None) {
      return Invalid(Join({"Storage of ", Where.Owner(), " is null, expected an address"}));
    }
  }
  return {};
}

}  // namespace

Check CheckDescriptor(const WasmEdge_PluginDescriptor* Descriptor, const LoadedMemory& Memory) {
  if (!Descriptor) {
    return Refusal{kDescriptorNull,
                   "WasmEdge_Plugin_GetDescriptor returned null, expected a descriptor",
                   "Return the address of a descriptor that lives as long as the library"};
  }
  WasmEdge_PluginDescriptor Plugin;
  if (!Memory.Read(&Plugin, Descriptor, sizeof Plugin)) {
    return Invalid("the descriptor is at an address that cannot be read");
  }
  if (Plugin.APIVersion < kOldestApiVersion || Plugin.APIVersion > kCurrentApiVersion) {
    return Refusal{kApiVersionUnsupported,
                   Join({"API version is ", Decimal(Plugin.APIVersion), ", expected 5 (or 3, 4)"}),
                   "Build the plug-in against the headers of WasmEdge 0.17"};
  }
  std::string Name;
  if (Check Failed = ReadName(Memory, Plugin.Name, Place{"name"}, Name)) return Failed;
  if (Check Failed = CheckDescription(Memory, Plugin.Description, Place{"description"}))
    return Failed;
  if (Check Failed = CheckModules(Plugin, Memory)) return Failed;
  return CheckOptions(Plugin, Memory);
}

}  // namespace plugkit
