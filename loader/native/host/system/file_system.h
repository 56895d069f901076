// The little of a file system that finding plug-ins needs. Paths are UTF-8. One
// implementation a system (file_system_posix.cc, file_system_win.cc).
#pragma once

#include <string>
#include <vector>

#include "host/image/byte_reader.h"

namespace plugkit {

/// Equal for two paths of one file.
struct FileIdentity {
  uint64_t device = 0;
  uint64_t file = 0;
  bool operator==(const FileIdentity& other) const {
    return device == other.device && file == other.file;
  }
};

/// Changed contents of a file have another version, as far as a look at it shows.
struct FileVersion {
  uint64_t size = 0;
  int64_t modified = 0;  // in the finest unit that the system knows
  bool operator==(const FileVersion& other) const {
    return size == other.size && modified == other.modified;
  }
};

enum class PathKind { Missing, Unreadable, File, Directory, Other };

/// Why something is missing or unreadable, where that decides what to do about it.
enum class PathTrouble {
  None,
  NotFound,
  PartIsFile,  // what should be a directory on the way is none
  NoPermission,
  LinkLoop,
  NameTooLong,
  NoAddressSpace,
  TooManyFiles,
  Unknown
};

struct PathProblem {
  PathTrouble trouble = PathTrouble::None;
  std::string words;  // what the system says
};

struct PathStatus {
  PathKind kind = PathKind::Missing;
  FileIdentity identity;  // of a file or directory
  FileVersion version;    // of a file
  PathProblem problem;    // when missing or unreadable
};

/// What is at Path, through symbolic links.
PathStatus LookAt(const std::string& path);
/// Whether Path is a symbolic link that leads to nothing. False where the system has no such links.
bool IsDanglingLink(const std::string& path);
/// The first directory on the way to Path that this user may not enter, "" when there is none.
std::string FindClosedDirectory(const std::string& path);

struct DirectoryEntry {
  std::string name;
  bool isFile;  // a regular file, no link; false when that takes a look
};

/// The entries of a directory, sorted by the bytes of their names.
PathProblem ListDirectory(const std::string& path, std::vector<DirectoryEntry>& entries);

/// A file that is open for reading as long as this object lives. Opening a pipe does not wait.
class OpenedFile {
 public:
  explicit OpenedFile(const std::string& path);
  ~OpenedFile();
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;

  /// What LookAt() gives, or Unreadable.
  const PathStatus& Status() const { return status_; }
  /// The bytes of a regular file, read or mapped; as long as this object lives.
  PathProblem Read(ByteReader& bytes);

 private:
  // The first bytes of a small file, until others are asked for.
  struct Copy : ByteSource {
    uint8_t* bytes = nullptr;
    OpenedFile* file = nullptr;
  };
  static void ReadRest(ByteSource& source);

  PathStatus status_;
  intptr_t file_ = -1;
  Copy copy_;
  void* mapping_ = nullptr;
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
bool IsLibraryName(const std::string& name);

std::string JoinPath(const std::string& directory, const std::string& name);

}  // namespace plugkit
