#include "descriptor.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "abi.h"
#include "host/system/dynamic_library.h"
#include "host/system/memory_probe.h"
#include "host/system/utf8.h"

namespace plugkit {
namespace {

constexpr uint32_t kMostEntries = 1024;
constexpr size_t kLongestName = 256, kLongestDescription = 65536;

Refusal Invalid(const std::string& Reason) {
  return {kDescriptorInvalid, Reason,
          "Correct the descriptor that WasmEdge_Plugin_GetDescriptor returns"};
}

// Reads a NUL-terminated text that may not be there.
Check ReadText(const char* From, size_t Longest, const std::string& What, std::string& Text) {
  constexpr uintptr_t kBlock = 256;
  Text.clear();
  while (Text.size() <= Longest) {
    // Never across the end of a block, so never into a page that the text does not reach.
    char Block[kBlock];
    const char* At = From + Text.size();
    const size_t Length = kBlock - reinterpret_cast<uintptr_t>(At) % kBlock;
    if (!CopyChecked(Block, At, Length))
      return Invalid(What + " is at an address that cannot be read");
    const void* End = std::memchr(Block, 0, Length);
    Text.append(Block, End ? static_cast<size_t>(static_cast<const char*>(End) - Block) : Length);
    if (End) break;
  }
  if (Text.size() <= Longest) return {};
  return Invalid(What + " has more than " + Decimal(Longest) + " bytes, expected " +
                 Decimal(Longest) + " or fewer");
}

Check ReadName(const char* From, const std::string& What, std::string& Name) {
  if (!From) return Invalid(What + " is null, expected a name");
  if (Check Failed = ReadText(From, kLongestName, What, Name)) return Failed;
  if (Name.empty()) return Invalid(What + " is empty, expected a name");
  if (IsUtf8(Name)) return {};
  return Refusal{kNameNotUtf8, What + " is not UTF-8, expected UTF-8",
                 "Write the name in UTF-8, best in ASCII"};
}

Check CheckDescription(const char* From, const std::string& What) {
  std::string Text;
  return From ? ReadText(From, kLongestDescription, What, Text) : Check();
}

// Copies an array of the descriptor; What is its name, CountName that of its length.
template <typename Entry>
Check ReadArray(const Entry* From, uint32_t Count, const char* What, const char* CountName,
                std::vector<Entry>& Result) {
  if (Count > kMostEntries) {
    return Invalid(std::string(CountName) + " is " + Decimal(Count) + ", expected " +
                   Decimal(kMostEntries) + " or fewer");
  }
  if (Count == 0) return {};
  if (!From)
    return Invalid(std::string(What) + " is null, expected " + Decimal(Count) + " entries");
  Result.resize(Count);
  if (CopyChecked(Result.data(), From, Count * sizeof(Entry))) return {};
  return Invalid(std::string(What) + " is at an address that cannot be read");
}

Check CheckModules(const WasmEdge_PluginDescriptor& Plugin) {
  std::vector<WasmEdge_ModuleDescriptor> Modules;
  if (Check Failed = ReadArray(Plugin.ModuleDescriptions, Plugin.ModuleCount, "ModuleDescriptions",
                               "ModuleCount", Modules)) {
    return Failed;
  }
  std::vector<std::string> Names;
  for (const WasmEdge_ModuleDescriptor& Module : Modules) {
    std::string What = "the name of module " + Decimal(Names.size()), Name;
    if (Check Failed = ReadName(Module.Name, What, Name)) return Failed;
    What = "module \"" + Name + "\"";
    if (Check Failed = CheckDescription(Module.Description, "the description of " + What)) {
      return Failed;
    }
    if (!Module.Create) return Invalid("Create of " + What + " is null, expected a function");
    if (!IsInLoadedLibrary(reinterpret_cast<const void*>(Module.Create))) {
      return Invalid("Create of " + What + " is at an address outside every library");
    }
    if (std::find(Names.begin(), Names.end(), Name) != Names.end()) {
      return Refusal{kDuplicateModule, What + " is offered twice, expected once",
                     "Give each module of the plug-in a name of its own"};
    }
    Names.push_back(std::move(Name));
  }
  return {};
}

Check CheckOptions(const WasmEdge_PluginDescriptor& Plugin) {
  std::vector<WasmEdge_ProgramOption> Options;
  if (Check Failed = ReadArray(Plugin.ProgramOptions, Plugin.ProgramOptionCount, "ProgramOptions",
                               "ProgramOptionCount", Options)) {
    return Failed;
  }
  for (const WasmEdge_ProgramOption& Option : Options) {
    const auto Index = static_cast<uint64_t>(&Option - Options.data());
    std::string What = "the name of option " + Decimal(Index), Name;
    if (Check Failed = ReadName(Option.Name, What, Name)) return Failed;
    What = "option \"" + Name + "\"";
    if (Check Failed = CheckDescription(Option.Description, "the description of " + What)) {
      return Failed;
    }
    uint32_t Type;  // read as a number: any other value of the enumeration is undefined in C++
    std::memcpy(&Type, &Option.Type, sizeof Type);
    if (Type > WasmEdge_ProgramOptionType_String) {
      return Invalid("the type of " + What + " is " + Decimal(Type) + ", expected 0 to 12");
    }
    if (!Option.Storage && Type != WasmEdge_ProgramOptionType_None) {
      return Invalid("Storage of " + What + " is null, expected an address");
    }
  }
  return {};
}

}  // namespace

Check CheckDescriptor(const WasmEdge_PluginDescriptor* Descriptor) {
  if (!Descriptor) {
    return Refusal{kDescriptorNull,
                   "WasmEdge_Plugin_GetDescriptor returned null, expected a descriptor",
                   "Return the address of a descriptor that lives as long as the library"};
  }
  WasmEdge_PluginDescriptor Plugin;
  if (!CopyChecked(&Plugin, Descriptor, sizeof Plugin)) {
    return Invalid("the descriptor is at an address that cannot be read");
  }
  if (Plugin.APIVersion < kOldestApiVersion || Plugin.APIVersion > kCurrentApiVersion) {
    return Refusal{kApiVersionUnsupported,
                   "API version is " + Decimal(Plugin.APIVersion) + ", expected 5 (or 3, 4)",
                   "Build the plug-in against the headers of WasmEdge 0.17"};
  }
  std::string Name;
  if (Check Failed = ReadName(Plugin.Name, "the plug-in's name", Name)) return Failed;
  if (Check Failed = CheckDescription(Plugin.Description, "the plug-in's description"))
    return Failed;
  if (Check Failed = CheckModules(Plugin)) return Failed;
  return CheckOptions(Plugin);
}

}  // namespace plugkit
