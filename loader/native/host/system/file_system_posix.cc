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

PathStatus LookAt(const std::string& Path) {
  PathStatus Result;
  struct stat Info;
  if (stat(Path.c_str(), &Info) != 0) {
    const bool Missing = errno == ENOENT || errno == ENOTDIR;
    Result.Kind = Missing ? PathKind::Missing : PathKind::Unreadable;
    Result.Problem = strerror(errno);
    return Result;
  }
  Result.Identity = {static_cast<uint64_t>(Info.st_dev), static_cast<uint64_t>(Info.st_ino)};
  Result.Kind = S_ISDIR(Info.st_mode)   ? PathKind::Directory
                : S_ISREG(Info.st_mode) ? PathKind::File
                                        : PathKind::Other;
  return Result;
}

bool ListDirectory(const std::string& Path, std::vector<std::string>& Names, std::string& Problem) {
  DIR* Directory = opendir(Path.c_str());
  if (!Directory) {
    Problem = strerror(errno);
    return false;
  }
  while (const dirent* Entry = readdir(Directory)) {
    if (strcmp(Entry->d_name, ".") != 0 && strcmp(Entry->d_name, "..") != 0) {
      Names.emplace_back(Entry->d_name);
    }
  }
  closedir(Directory);
  std::sort(Names.begin(), Names.end());
  return true;
}

MappedFile::MappedFile(const std::string& Path) {
  const int File = open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat Info;
  if (File < 0 || fstat(File, &Info) != 0) {
    Problem_ = strerror(errno);
  } else if (Info.st_size > 0) {
    const auto Size = static_cast<size_t>(Info.st_size);
    void* Mapping = mmap(nullptr, Size, PROT_READ, MAP_PRIVATE, File, 0);
    if (Mapping == MAP_FAILED) {
      Problem_ = strerror(errno);
    } else {
      Mapping_ = Mapping;
      Bytes_ = ByteReader(static_cast<const uint8_t*>(Mapping), Size);
    }
  }
  if (File >= 0) close(File);
}

MappedFile::~MappedFile() {
  if (Mapping_) munmap(Mapping_, Bytes_.Size());
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
