#include "c_library.h"

#include <climits>  // says which C library it belongs to

namespace plugkit {
namespace {

bool Begins(std::string_view Name, std::string_view With) {
  return Name.substr(0, With.size()) == With;
}

}  // namespace

CLibrary CLibraryOf(const std::vector<std::string_view>& Needed) {
  for (const std::string_view Name : Needed) {
    if (Name == "libc.so.6" || Begins(Name, "ld-linux")) return CLibrary::Glibc;
    // As linkers name it, and as Alpine Linux does.
    if (Name == "libc.so" || Begins(Name, "libc.musl-") || Begins(Name, "ld-musl-")) {
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

const char* NameOf(CLibrary Library) { return Library == CLibrary::Glibc ? "glibc" : "musl"; }

}  // namespace plugkit
