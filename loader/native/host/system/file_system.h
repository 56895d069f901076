// The little of a file system that finding plug-ins needs. Paths are UTF-8. One
// implementation a system (file_system_posix.cc, file_system_win.cc).
#pragma once

#include <string>
#include <vector>

#include "host/image/byte_reader.h"

namespace plugkit {

/// Equal for two paths of one file.
struct FileIdentity {
  uint64_t Device = 0;
  uint64_t File = 0;
  bool operator==(const FileIdentity& Other) const {
    return Device == Other.Device && File == Other.File;
  }
};

enum class PathKind { Missing, Unreadable, File, Directory, Other };

struct PathStatus {
  PathKind Kind = PathKind::Missing;
  FileIdentity Identity;  // of a file or directory
  std::string Problem;    // when missing or unreadable: what the system says
};

/// What is at Path, through symbolic links.
PathStatus LookAt(const std::string& Path);

/// The names in a directory, sorted by their bytes. False with the system's words in Problem.
bool ListDirectory(const std::string& Path, std::vector<std::string>& Names, std::string& Problem);

/// The bytes of a file, mapped for reading as long as this object lives.
class MappedFile {
 public:
  explicit MappedFile(const std::string& Path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /// Empty when the bytes could be read, else what the system says.
  const std::string& Problem() const { return Problem_; }
  const ByteReader& Bytes() const { return Bytes_; }

 private:
  std::string Problem_;
  ByteReader Bytes_;
  void* Mapping_ = nullptr;
};

#if defined(_WIN32)
inline constexpr char kLibraryExtension[] = ".dll";
#elif defined(__APPLE__)
inline constexpr char kLibraryExtension[] = ".dylib";
#else
inline constexpr char kLibraryExtension[] = ".so";
#endif

/// Has the name of a plug-in library here: its extension, and it is not the AppleDouble companion
/// (`._name`) that macOS leaves on foreign disks and in archives.
bool IsLibraryName(const std::string& Name);

std::string JoinPath(const std::string& Directory, const std::string& Name);

}  // namespace plugkit
