#include "c_library.h"

#include <climits>  // says which C library it belongs to

namespace plugkit {
namespace {

bool Begins(std::string_view name, std::string_view with) {
  return name.substr(0, with.size()) == with;
}

}  // namespace

CLibrary CLibraryOf(const std::vector<std::string_view>& needed) {
  for (const std::string_view name : needed) {
    if (name == "libc.so.6" || Begins(name, "ld-linux")) return CLibrary::Glibc;
    // As linkers name it, and as Alpine Linux does.
    if (name == "libc.so" || Begins(name, "libc.musl-") || Begins(name, "ld-musl-")) {
      return CLibrary::Musl;
    }
  }
  return CLibrary::Unknown;
}

CLibrary OwnCLibrary() {
#if defined(__GLIBC__)
  return CLibrary::Glibc;
#elif defined(__linux__)
  return CLibrary::Musl;
#else
  return CLibrary::Unknown;
#endif
}

const char* NameOf(CLibrary library) { return library == CLibrary::Glibc ? "glibc" : "musl"; }

}  // namespace plugkit
