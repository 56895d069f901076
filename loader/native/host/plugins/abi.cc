#include "abi.h"

#include "host/c_api/versions/old_forms.h"
#include "host/image/library_file.h"

namespace plugkit {
namespace {

template <size_t Count>
bool IsOneOf(const std::string_view (&names)[Count], std::string_view name) {
  for (const std::string_view known : names) {
    if (known == name) return true;
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

[[gnu::cold]] Refusal Ambiguous(std::string_view name, const std::string& problem,
                                const char* hint) {
  return {kAbiAmbiguous, Join({name, " ", problem}), hint};
}

}  // namespace

Check CheckAbi(uint32_t apiVersion, const Image& library, SymbolBinding binding) {
  const bool wantsOld = apiVersion < kCurrentApiVersion;
  const std::string built = Join({"API version ", Decimal(apiVersion)});
  for (const Import& used : library.imports) {
    if (IsOneOf(kLimitFunctions, used.name)) {
      const bool asksForNew = used.version == "WASMEDGE_0.17";
      // Without a version an old plug-in gets its form (BindOldForms), a new one glibc's choice.
      if (wantsOld ? !asksForNew : asksForNew || binding == SymbolBinding::Newest) continue;
      const std::string asked =
          used.version.empty() ? "no symbol version" : Join({"symbol version ", used.version});
      return Ambiguous(used.name,
                       Join({"is imported with ", asked, ", which here means its form ",
                             (asksForNew ? "since API version 5" : "up to API version 4"),
                             ", expected the form of ", built}),
                       wantsOld ? kRebuild
                                : "Link the plug-in against libwasmedge, so that it asks for the "
                                  "symbol version it was compiled for");
    }
    if (wantsOld && IsOneOf(kRenumberedFunctions, used.name)) {
      return Ambiguous(used.name,
                       Join({"takes a number whose meaning changed since ", built,
                             ", expected that of API version 5"}),
                       kRebuild);
    }
  }
  return {};
}

Check BindOldForms(uint32_t apiVersion, const ByteReader& bytes, uintptr_t loadedAt) {
  if (apiVersion == kCurrentApiVersion) return {};
  Image library;
  if (Check failed = CheckLibrary(bytes, CurrentPlatform(), Detail::Full, library)) return failed;
  for (const Import& used : library.imports) {
    const void* form = FindOldForm(used.name);
    if (!form) continue;
    const bool known = loadedAt != 0 && !used.slots.empty() && !used.elsewhere;
    if (known && ReplacePointers(loadedAt, used.slots, form)) continue;
    return Ambiguous(
        used.name,
        Join({"cannot be replaced by its form up to API version 4, which the plug-in wants: its "
              "address is ",
              (known ? "in memory that the system protects" : "not where calls look it up")}),
        kRebuild);
  }
  return {};
}

}  // namespace plugkit
