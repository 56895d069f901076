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

/// Changed contents of a file have another version, as far as a look at it shows.
struct FileVersion {
  uint64_t Size = 0;
  int64_t Modified = 0;  // in the finest unit that the system knows
  bool operator==(const FileVersion& Other) const {
    return Size == Other.Size && Modified == Other.Modified;
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
  PathTrouble Trouble = PathTrouble::None;
  std::string Words;  // what the system says
};

struct PathStatus {
  PathKind Kind = PathKind::Missing;
  FileIdentity Identity;  // of a file or directory
  FileVersion Version;    // of a file
  PathProblem Problem;    // when missing or unreadable
};

/// What is at Path, through symbolic links.
PathStatus LookAt(const std::string& Path);
/// Whether Path is a symbolic link that leads to nothing. False where the system has no such links.
bool IsDanglingLink(const std::string& Path);
/// The first directory on the way to Path that this user may not enter, "" when there is none.
std::string FindClosedDirectory(const std::string& Path);

struct DirectoryEntry {
  std::string Name;
  bool IsFile;  // a regular file, no link; false when that takes a look
};

/// The entries of a directory, sorted by the bytes of their names.
PathProblem ListDirectory(const std::string& Path, std::vector<DirectoryEntry>& Entries);

/// A file that is open for reading as long as this object lives. Opening a pipe does not wait.
class OpenedFile {
 public:
  explicit OpenedFile(const std::string& Path);
  ~OpenedFile();
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;

  /// What LookAt() gives, or Unreadable.
  const PathStatus& Status() const { return Status_; }
  /// The bytes of a regular file, read or mapped; as long as this object lives.
  PathProblem Read(ByteReader& Bytes);

 private:
  // The first bytes of a small file, until others are asked for.
  struct Copy : ByteSource {
    uint8_t* Bytes = nullptr;
    OpenedFile* File = nullptr;
  };
  static void ReadRest(ByteSource& Source);

  PathStatus Status_;
  intptr_t File_ = -1;
  Copy Copy_;
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
