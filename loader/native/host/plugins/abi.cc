#include "abi.h"

#include "host/c_api/versions/old_forms.h"
#include "host/image/library_file.h"

namespace plugkit {
namespace {

template <size_t Count>
bool IsOneOf(const std::string_view (&Names)[Count], std::string_view Name) {
  for (const std::string_view Known : Names) {
    if (Known == Name) return true;
  }
  return false;
}

// Took or gave a struct WasmEdge_Limit up to API 4, an opaque context since. With symbol versions
// both forms are exported: WASMEDGE_0.16 is the old one.
constexpr std::string_view kLimitFunctions[] = {
    "WasmEdge_LimitIsEqual", "WasmEdge_MemoryTypeCreate", "WasmEdge_MemoryTypeGetLimit",
    "WasmEdge_TableTypeCreate", "WasmEdge_TableTypeGetLimit"};

// The numbers of the proposals changed within API 4, so what its callers mean cannot be known.
constexpr std::string_view kRenumberedFunctions[] = {"WasmEdge_ConfigureAddProposal",
                                                     "WasmEdge_ConfigureRemoveProposal",
                                                     "WasmEdge_ConfigureHasProposal"};

constexpr char kRebuild[] = "Build the plug-in for API version 5";

[[gnu::cold]] Refusal Ambiguous(std::string_view Name, const std::string& Problem,
                                const char* Hint) {
  return {kAbiAmbiguous, Join({Name, " ", Problem}), Hint};
}

}  // namespace

Check CheckAbi(uint32_t ApiVersion, const Image& Library, SymbolBinding Binding) {
  const bool WantsOld = ApiVersion < kCurrentApiVersion;
  const std::string Built = Join({"API version ", Decimal(ApiVersion)});
  for (const Import& Used : Library.Imports) {
    if (IsOneOf(kLimitFunctions, Used.Name)) {
      const bool AsksForNew = Used.Version == "WASMEDGE_0.17";
      // Without a version an old plug-in gets its form (BindOldForms), a new one glibc's choice.
      if (WantsOld ? !AsksForNew : AsksForNew || Binding == SymbolBinding::Newest) continue;
      const std::string Asked =
          Used.Version.empty() ? "no symbol version" : Join({"symbol version ", Used.Version});
      return Ambiguous(Used.Name,
                       Join({"is imported with ", Asked, ", which here means its form ",
                             (AsksForNew ? "since API version 5" : "up to API version 4"),
                             ", expected the form of ", Built}),
                       WantsOld ? kRebuild
                                : "Link the plug-in against libwasmedge, so that it asks for the "
                                  "symbol version it was compiled for");
    }
    if (WantsOld && IsOneOf(kRenumberedFunctions, Used.Name)) {
      return Ambiguous(Used.Name,
                       Join({"takes a number whose meaning changed since ", Built,
                             ", expected that of API version 5"}),
                       kRebuild);
    }
  }
  return {};
}

Check BindOldForms(uint32_t ApiVersion, const ByteReader& Bytes, uintptr_t LoadedAt) {
  if (ApiVersion == kCurrentApiVersion) return {};
  Image Library;
  if (Check Failed = CheckLibrary(Bytes, CurrentPlatform(), Detail::Full, Library)) return Failed;
  for (const Import& Used : Library.Imports) {
    const void* Form = FindOldForm(Used.Name);
    if (!Form) continue;
    const bool Known = LoadedAt != 0 && !Used.Slots.empty() && !Used.Elsewhere;
    if (Known && ReplacePointers(LoadedAt, Used.Slots, Form)) continue;
    return Ambiguous(
        Used.Name,
        Join({"cannot be replaced by its form up to API version 4, which the plug-in wants: its "
              "address is ",
              (Known ? "in memory that the system protects" : "not where calls look it up")}),
        kRebuild);
  }
  return {};
}

}  // namespace plugkit
