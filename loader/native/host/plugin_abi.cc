#include "plugin_abi.h"

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
// both forms exist: WASMEDGE_0.16 is the old one.
constexpr std::string_view kLimitFunctions[] = {
    "WasmEdge_LimitIsEqual", "WasmEdge_MemoryTypeCreate", "WasmEdge_MemoryTypeGetLimit",
    "WasmEdge_TableTypeCreate", "WasmEdge_TableTypeGetLimit"};

// Took 32-bit numbers up to API 4, 64-bit ones since. A caller that passes 32 bits leaves the other
// half of the register undefined, and nothing in a call tells the callers apart.
constexpr std::string_view kWidenedFunctions[] = {"WasmEdge_ConfigureSetMaxMemoryPage",
                                                  "WasmEdge_MemoryInstanceGetData",
                                                  "WasmEdge_MemoryInstanceSetData",
                                                  "WasmEdge_MemoryInstanceGetPointer",
                                                  "WasmEdge_MemoryInstanceGetPointerConst",
                                                  "WasmEdge_MemoryInstanceGrowPage",
                                                  "WasmEdge_TableInstanceGetData",
                                                  "WasmEdge_TableInstanceSetData",
                                                  "WasmEdge_TableInstanceGrow"};

// The numbers of the proposals changed within API 4, so its callers cannot be told apart either.
constexpr std::string_view kRenumberedFunctions[] = {"WasmEdge_ConfigureAddProposal",
                                                     "WasmEdge_ConfigureRemoveProposal",
                                                     "WasmEdge_ConfigureHasProposal"};

Refusal Ambiguous(std::string_view Name, const std::string& Problem, const char* Hint) {
  return {kAbiAmbiguous, std::string(Name) + " " + Problem, Hint};
}

}  // namespace

Check CheckAbi(uint32_t ApiVersion, const Image& Library, SymbolBinding Binding) {
  const bool WantsOld = ApiVersion < kCurrentApiVersion;
  const std::string Built = "API version " + Decimal(ApiVersion);
  constexpr char kRebuild[] = "Build the plug-in for API version 5";
  for (const Import& Used : Library.Imports) {
    if (IsOneOf(kLimitFunctions, Used.Name)) {
      const bool GetsOld = Binding == SymbolBinding::Versioned && Used.Version != "WASMEDGE_0.17";
      if (GetsOld == WantsOld) continue;
      const std::string Asked = Used.Version.empty()
                                    ? "no symbol version"
                                    : "symbol version " + std::string(Used.Version);
      return Ambiguous(Used.Name,
                       "is imported with " + Asked + ", which here means its form " +
                           (GetsOld ? "up to API version 4" : "since API version 5") +
                           ", expected the form of " + Built,
                       WantsOld ? kRebuild
                                : "Link the plug-in against libwasmedge, so that it asks for the "
                                  "symbol version it was compiled for");
    }
    if (WantsOld && IsOneOf(kWidenedFunctions, Used.Name)) {
      return Ambiguous(
          Used.Name,
          "is called with 32-bit numbers by " + Built + ", expected 64-bit ones (API version 5)",
          kRebuild);
    }
    if (WantsOld && IsOneOf(kRenumberedFunctions, Used.Name)) {
      return Ambiguous(Used.Name,
                       "takes a number whose meaning changed since " + Built +
                           ", expected that of API version 5",
                       kRebuild);
    }
  }
  return {};
}

}  // namespace plugkit
