#include "missing_symbols.h"

#include <algorithm>

#include "host/image/library_file.h"

namespace plugkit {
namespace {

std::string Spell(const Import& used) {
  const std::string name(used.name), version(used.version);
  return version.empty() ? name : Join({name, "@", version});
}

bool IsMissing(const Import& used) {
  return !used.weak && !ExportsSymbol(std::string(used.name), std::string(used.version));
}

bool IsOurs(std::string_view name, const Image& library) {
  return std::any_of(library.imports.begin(), library.imports.end(),
                     [name](const Import& used) { return used.name == name; });
}

// As glibc and musl put it, perhaps of a library that the plug-in needs; "" when there is none.
std::string SymbolIn(const std::string& words) {
  constexpr std::string_view kGlibc = "undefined symbol: ", kMusl = ": symbol not found";
  if (const size_t at = words.find(kGlibc); at != std::string::npos) {
    const size_t start = at + kGlibc.size();
    return words.substr(start, words.find_first_of(", (\t\n", start) - start);
  }
  if (const size_t end = words.rfind(kMusl); end != std::string::npos) {
    const size_t space = words.rfind(' ', end);
    return words.substr(space + 1, end - space - 1);
  }
  return {};
}

}  // namespace

std::string FindMissingHostFunction(const Image& library) {
  const auto missing = std::find_if(library.imports.begin(), library.imports.end(), IsMissing);
  return missing == library.imports.end() ? std::string() : Spell(*missing);
}

Warning WarnOfMissingSymbols(void* library, const OpenProblem& problem, const ByteReader& bytes) {
  Image contents;
  static_cast<void>(CheckLibrary(bytes, CurrentPlatform(), Detail::Full, contents));
  std::vector<std::string> missing;
  for (const Import& used : contents.imports) {
    if (IsMissing(used)) missing.push_back(Spell(used));
  }
  const bool fromHost = !missing.empty();
  for (const std::string_view name : contents.undefined) {
    if (!IsOurs(name, contents) && !FindsSymbol(library, std::string(name))) {
      missing.emplace_back(name);
    }
  }
  // The symbol may also be missing in a library that the plug-in needs.
  if (missing.empty()) missing.push_back(SymbolIn(problem.words));
  if (missing[0].empty()) missing[0] = problem.words;
  const std::vector<std::string_view> names(missing.begin(), missing.end());
  return {kSymbolMissing,
          Join({"no library has the function", names.size() > 1 ? "s " : " ", Enumerate(names),
                ", and a call of it ends the process"}),
          fromHost ? "Use nothing of the plug-in that needs it, or build it against WasmEdge 0.17"
                   : "Use nothing of the plug-in that needs it, or link the library that has it"};
}

}  // namespace plugkit
