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

PathProblem ProblemOf(int error) {
  const auto trouble = [error] {
    switch (error) {
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
  return {trouble(), strerror(error)};
}

PathStatus Failed(int error) {
  PathStatus result;
  const bool missing = error == ENOENT || error == ENOTDIR;
  result.kind = missing ? PathKind::Missing : PathKind::Unreadable;
  result.problem = ProblemOf(error);
  return result;
}

PathStatus Describe(const struct stat& info) {
  PathStatus result;
  result.identity = {static_cast<uint64_t>(info.st_dev), static_cast<uint64_t>(info.st_ino)};
#if defined(__APPLE__)
  const timespec& time = info.st_mtimespec;
#else
  const timespec& time = info.st_mtim;
#endif
  result.version = {static_cast<uint64_t>(info.st_size),
                    int64_t{time.tv_sec} * 1000000000 + time.tv_nsec};
  result.kind = S_ISDIR(info.st_mode)   ? PathKind::Directory
                : S_ISREG(info.st_mode) ? PathKind::File
                                        : PathKind::Other;
  return result;
}

}  // namespace

PathStatus LookAt(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 ? Describe(info) : Failed(errno);
}

bool IsDanglingLink(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode) && stat(path.c_str(), &info) != 0;
}

std::string FindClosedDirectory(const std::string& path) {
  for (size_t end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1)) {
    std::string directory = path.substr(0, end);
    if (access(directory.c_str(), X_OK) != 0 && errno == EACCES) return directory;
  }
  return {};
}

PathProblem ListDirectory(const std::string& path, std::vector<DirectoryEntry>& entries) {
  DIR* directory = opendir(path.c_str());
  if (!directory) return ProblemOf(errno);
  while (const dirent* entry = readdir(directory)) {
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
      entries.push_back({entry->d_name, entry->d_type == DT_REG});
    }
  }
  closedir(directory);
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return {};
}

OpenedFile::OpenedFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;
  if (file < 0 || fstat(file, &info) != 0) {
    status_ = Failed(errno);
  } else {
    status_ = Describe(info);
  }
  file_ = file;
}

PathProblem OpenedFile::Read(ByteReader& bytes) {
  // Mapping, touching and unmapping a page costs as much as copying tens of kilobytes.
  constexpr size_t kSmall = 65536, kFirst = 8192;
  const auto size = static_cast<size_t>(status_.version.size);
  const int file = static_cast<int>(file_);
  if (size <= kSmall) {
    copy_.bytes = static_cast<uint8_t*>(::operator new(size));
    copy_.file = this;
    copy_.complete = ReadRest;
    const ssize_t length = pread(file, copy_.bytes, std::min(size, kFirst), 0);
    if (length < 0) return ProblemOf(errno);
    copy_.end = copy_.bytes + length;
    bytes = ByteReader(copy_.bytes, size, &copy_);
    return {};
  }
  void* mapping = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (mapping == MAP_FAILED) return ProblemOf(errno);
  mapping_ = mapping;
  bytes = ByteReader(static_cast<const uint8_t*>(mapping), size);
  return {};
}

void OpenedFile::ReadRest(ByteSource& source) {
  auto& there = static_cast<Copy&>(source);
  const auto size = static_cast<size_t>(there.file->status_.version.size);
  const auto first = static_cast<size_t>(there.end - there.bytes);
  const ssize_t length = pread(static_cast<int>(there.file->file_), there.bytes + first,
                               size - first, static_cast<off_t>(first));
  // What cannot be read, or is gone since, is as good as zero.
  const size_t read = first + (length > 0 ? static_cast<size_t>(length) : 0);
  memset(there.bytes + read, 0, size - read);
  there.end = there.bytes + size;
}

OpenedFile::~OpenedFile() {
  ::operator delete(copy_.bytes);
  if (mapping_) munmap(mapping_, static_cast<size_t>(status_.version.size));
  if (file_ >= 0) close(static_cast<int>(file_));
}

bool IsLibraryName(const std::string& name) {
  const std::string extension = kLibraryExtension;
  return name.size() > extension.size() && name.compare(0, 2, "._") != 0 &&
         name.compare(name.size() - extension.size(), extension.size(), extension) == 0;
}

std::string JoinPath(const std::string& directory, const std::string& name) {
  return directory.back() == '/' ? directory + name : directory + "/" + name;
}

}  // namespace plugkit
