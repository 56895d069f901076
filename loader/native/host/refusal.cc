#include "refusal.h"

#include <algorithm>

namespace plugkit {

std::string Decimal(uint64_t value) {
  char digits[20];
  char* first = digits + sizeof digits;
  do *--first = static_cast<char>('0' + value % 10);
  while (value /= 10);
  return std::string(first, digits + sizeof digits);
}

std::string Join(std::initializer_list<std::string_view> parts) {
  std::string result;
  for (const std::string_view part : parts) result += part;
  return result;
}

std::string Enumerate(const std::vector<std::string_view>& names) {
  constexpr size_t kShown = 4;
  std::string result;
  for (size_t i = 0; i < std::min(names.size(), kShown); ++i) {
    result += Join({i > 0 ? ", \"" : "\"", names[i], "\""});
  }
  if (names.size() > kShown) result += Join({" and ", Decimal(names.size() - kShown), " more"});
  return result;
}

}  // namespace plugkit
