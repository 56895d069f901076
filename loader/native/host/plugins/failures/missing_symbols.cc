#include "missing_symbols.h"

#include <algorithm>

#include "host/image/library_file.h"

namespace plugkit {
namespace {

std::string Spell(const Import& Used) {
  const std::string Name(Used.Name), Version(Used.Version);
  return Version.empty() ? Name : Join({Name, "@", Version});
}

bool IsMissing(const Import& Used) {
  return !Used.Weak && !ExportsSymbol(std::string(Used.Name), std::string(Used.Version));
}

bool IsOurs(std::string_view Name, const Image& Library) {
  return std::any_of(Library.Imports.begin(), Library.Imports.end(),
                     [Name](const Import& Used) { return Used.Name == Name; });
}

// As glibc and musl put it, perhaps of a library that the plug-in needs; "" when there is none.
std::string SymbolIn(const std::string& Words) {
  constexpr std::string_view kGlibc = "undefined symbol: ", kMusl = ": symbol not found";
  if (const size_t At = Words.find(kGlibc); At != std::string::npos) {
    const size_t Start = At + kGlibc.size();
    return Words.substr(Start, Words.find_first_of(", (\t\n", Start) - Start);
  }
  if (const size_t End = Words.rfind(kMusl); End != std::string::npos) {
    const size_t Space = Words.rfind(' ', End);
    return Words.substr(Space + 1, End - Space - 1);
  }
  return {};
}

}  // namespace

std::string FindMissingHostFunction(const Image& Library) {
  const auto Missing = std::find_if(Library.Imports.begin(), Library.Imports.end(), IsMissing);
  return Missing == Library.Imports.end() ? std::string() : Spell(*Missing);
}

Warning WarnOfMissingSymbols(void* Library, const OpenProblem& Problem, const ByteReader& Bytes) {
  Image Contents;
  static_cast<void>(CheckLibrary(Bytes, CurrentPlatform(), Detail::Full, Contents));
  std::vector<std::string> Missing;
  for (const Import& Used : Contents.Imports) {
    if (IsMissing(Used)) Missing.push_back(Spell(Used));
  }
  const bool FromHost = !Missing.empty();
  for (const std::string_view Name : Contents.Undefined) {
    if (!IsOurs(Name, Contents) && !FindsSymbol(Library, std::string(Name))) {
      Missing.emplace_back(Name);
    }
  }
  // The symbol may also be missing in a library that the plug-in needs.
  if (Missing.empty()) Missing.push_back(SymbolIn(Problem.Words));
  if (Missing[0].empty()) Missing[0] = Problem.Words;
  const std::vector<std::string_view> Names(Missing.begin(), Missing.end());
  return {kSymbolMissing,
          Join({"no library has the function", Names.size() > 1 ? "s " : " ", Enumerate(Names),
                ", and a call of it ends the process"}),
          FromHost ? "Use nothing of the plug-in that needs it, or build it against WasmEdge 0.17"
                   : "Use nothing of the plug-in that needs it, or link the library that has it"};
}

}  // namespace plugkit
