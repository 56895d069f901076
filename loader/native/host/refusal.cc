#include "refusal.h"

#include <algorithm>

namespace plugkit {

std::string Decimal(uint64_t Value) {
  char Digits[20];
  char* First = Digits + sizeof Digits;
  do *--First = static_cast<char>('0' + Value % 10);
  while (Value /= 10);
  return std::string(First, Digits + sizeof Digits);
}

std::string Join(std::initializer_list<std::string_view> Parts) {
  std::string Result;
  for (const std::string_view Part : Parts) Result += Part;
  return Result;
}

std::string Enumerate(const std::vector<std::string_view>& Names) {
  constexpr size_t kShown = 4;
  std::string Result;
  for (size_t I = 0; I < std::min(Names.size(), kShown); ++I) {
    Result += Join({I > 0 ? ", \"" : "\"", Names[I], "\""});
  }
  if (Names.size() > kShown) Result += Join({" and ", Decimal(Names.size() - kShown), " more"});
  return Result;
}

}  // namespace plugkit
