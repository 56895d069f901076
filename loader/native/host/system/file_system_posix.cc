#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "file_system.h"

namespace plugkit {
namespace {

PathProblem ProblemOf(int Error) {
  const auto Trouble = [Error] {
    switch (Error) {
      case ENOENT:
        return PathTrouble::NotFound;
      case ENOTDIR:
        return PathTrouble::PartIsFile;
      case EACCES:
      case EPERM:
        return PathTrouble::NoPermission;
      case ELOOP:
        return PathTrouble::LinkLoop;
      case ENAMETOOLONG:
        return PathTrouble::NameTooLong;
      case ENOMEM:
        return PathTrouble::NoAddressSpace;
      case EMFILE:
      case ENFILE:
        return PathTrouble::TooManyFiles;
      default:
        return PathTrouble::Unknown;
    }
  };
  return {Trouble(), strerror(Error)};
}

PathStatus Failed(int Error) {
  PathStatus Result;
  const bool Missing = Error == ENOENT || Error == ENOTDIR;
  Result.Kind = Missing ? PathKind::Missing : PathKind::Unreadable;
  Result.Problem = ProblemOf(Error);
  return Result;
}

PathStatus Describe(const struct stat& Info) {
  PathStatus Result;
  Result.Identity = {static_cast<uint64_t>(Info.st_dev), static_cast<uint64_t>(Info.st_ino)};
#if defined(__APPLE__)
  const timespec& Time = Info.st_mtimespec;
#else
  const timespec& Time = Info.st_mtim;
#endif
  Result.Version = {static_cast<uint64_t>(Info.st_size),
                    int64_t{Time.tv_sec} * 1000000000 + Time.tv_nsec};
  Result.Kind = S_ISDIR(Info.st_mode)   ? PathKind::Directory
                : S_ISREG(Info.st_mode) ? PathKind::File
                                        : PathKind::Other;
  return Result;
}

}  // namespace

PathStatus LookAt(const std::string& Path) {
  struct stat Info;
  return stat(Path.c_str(), &Info) == 0 ? Describe(Info) : Failed(errno);
}

bool IsDanglingLink(const std::string& Path) {
  struct stat Info;
  return lstat(Path.c_str(), &Info) == 0 && S_ISLNK(Info.st_mode) && stat(Path.c_str(), &Info) != 0;
}

std::string FindClosedDirectory(const std::string& Path) {
  for (size_t End = Path.find('/', 1); End != std::string::npos; End = Path.find('/', End + 1)) {
    std::string Directory = Path.substr(0, End);
    if (access(Directory.c_str(), X_OK) != 0 && errno == EACCES) return Directory;
  }
  return {};
}

PathProblem ListDirectory(const std::string& Path, std::vector<DirectoryEntry>& Entries) {
  DIR* Directory = opendir(Path.c_str());
  if (!Directory) return ProblemOf(errno);
  while (const dirent* Entry = readdir(Directory)) {
    if (strcmp(Entry->d_name, ".") != 0 && strcmp(Entry->d_name, "..") != 0) {
      Entries.push_back({Entry->d_name, Entry->d_type == DT_REG});
    }
  }
  closedir(Directory);
  std::sort(Entries.begin(), Entries.end(),
            [](const auto& A, const auto& B) { return A.Name < B.Name; });
  return {};
}

OpenedFile::OpenedFile(const std::string& Path) {
  const int File = open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat Info;
  if (File < 0 || fstat(File, &Info) != 0) {
    Status_ = Failed(errno);
  } else {
    Status_ = Describe(Info);
  }
  File_ = File;
}

PathProblem OpenedFile::Read(ByteReader& Bytes) {
  // Mapping, touching and unmapping a page costs as much as copying tens of kilobytes.
  constexpr size_t kSmall = 65536, kFirst = 8192;
  const auto Size = static_cast<size_t>(Status_.Version.Size);
  const int File = static_cast<int>(File_);
  if (Size <= kSmall) {
    Copy_.Bytes = static_cast<uint8_t*>(::operator new(Size));
    Copy_.File = this;
    Copy_.Complete = ReadRest;
    const ssize_t Length = pread(File, Copy_.Bytes, std::min(Size, kFirst), 0);
    if (Length < 0) return ProblemOf(errno);
    Copy_.End = Copy_.Bytes + Length;
    Bytes = ByteReader(Copy_.Bytes, Size, &Copy_);
    return {};
  }
  void* Mapping = mmap(nullptr, Size, PROT_READ, MAP_PRIVATE, File, 0);
  if (Mapping == MAP_FAILED) return ProblemOf(errno);
  Mapping_ = Mapping;
  Bytes = ByteReader(static_cast<const uint8_t*>(Mapping), Size);
  return {};
}

void OpenedFile::ReadRest(ByteSource& Source) {
  auto& There = static_cast<Copy&>(Source);
  const auto Size = static_cast<size_t>(There.File->Status_.Version.Size);
  const auto First = static_cast<size_t>(There.End - There.Bytes);
  const ssize_t Length = pread(static_cast<int>(There.File->File_), There.Bytes + First,
                               Size - First, static_cast<off_t>(First));
  // What cannot be read, or is gone since, is as good as zero.
  const size_t Read = First + (Length > 0 ? static_cast<size_t>(Length) : 0);
  memset(There.Bytes + Read, 0, Size - Read);
  There.End = There.Bytes + Size;
}

OpenedFile::~OpenedFile() {
  ::operator delete(Copy_.Bytes);
  if (Mapping_) munmap(Mapping_, static_cast<size_t>(Status_.Version.Size));
  if (File_ >= 0) close(static_cast<int>(File_));
}

bool IsLibraryName(const std::string& Name) {
  const std::string Extension = kLibraryExtension;
  return Name.size() > Extension.size() && Name.compare(0, 2, "._") != 0 &&
         Name.compare(Name.size() - Extension.size(), Extension.size(), Extension) == 0;
}

std::string JoinPath(const std::string& Directory, const std::string& Name) {
  return Directory.back() == '/' ? Directory + Name : Directory + "/" + Name;
}

}  // namespace plugkit
