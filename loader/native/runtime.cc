// What the headers of the C++ library need from the library itself, which is not linked
// (docs/architecture.md says why). Compiled into the host library and into the addon; left out
// where a compiler links its C++ library anyway.
#include <cstdlib>
#include <new>
#include <string>

// Memory that cannot be had ends the process: there are no exceptions to report it with.
void* operator new(std::size_t Size) {
  if (void* Made = std::malloc(Size ? Size : 1)) return Made;
  std::abort();
}
void operator delete(void* Given) noexcept { std::free(Given); }
void operator delete(void* Given, std::size_t) noexcept { std::free(Given); }

// Where the checks of the headers end.
namespace std {
inline namespace __1 {
[[noreturn]] void __libcpp_verbose_abort(char const*, ...) noexcept { std::abort(); }
}  // namespace __1
}  // namespace std

template class std::basic_string<char>;
template std::string std::operator+(const char*, const std::string&);
