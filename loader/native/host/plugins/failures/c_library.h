// Which C library of Linux a library is made for.
#pragma once

#include <string_view>
#include <vector>

namespace plugkit {

enum class CLibrary { Unknown, Glibc, Musl };

/// By the names of the libraries that it needs.
CLibrary CLibraryOf(const std::vector<std::string_view>& needed);
/// That of this process; unknown where the system is not Linux.
CLibrary OwnCLibrary();
const char* NameOf(CLibrary library);

}  // namespace plugkit
