#include <algorithm>
#include <utility>

#include "file_system.h"
#include "wide_string_win.h"

namespace plugkit {

namespace {

PathProblem ProblemOf(DWORD code) {
  const auto trouble = [code] {
    switch (code) {
      case ERROR_FILE_NOT_FOUND:
      case ERROR_PATH_NOT_FOUND:
      case ERROR_INVALID_NAME:
      case ERROR_BAD_NETPATH:
        return PathTrouble::NotFound;
      case ERROR_DIRECTORY:
        return PathTrouble::PartIsFile;
      case ERROR_ACCESS_DENIED:
      case ERROR_SHARING_VIOLATION:
        return PathTrouble::NoPermission;
      case ERROR_CANT_RESOLVE_FILENAME:
        return PathTrouble::LinkLoop;
      case ERROR_FILENAME_EXCED_RANGE:
        return PathTrouble::NameTooLong;
      case ERROR_NOT_ENOUGH_MEMORY:
      case ERROR_COMMITMENT_LIMIT:
        return PathTrouble::NoAddressSpace;
      case ERROR_TOO_MANY_OPEN_FILES:
        return PathTrouble::TooManyFiles;
      default:
        return PathTrouble::Unknown;
    }
  };
  return {trouble(), DescribeError(code)};
}

PathStatus Failed(DWORD code) {
  PathStatus result;
  result.problem = ProblemOf(code);
  const PathTrouble trouble = result.problem.trouble;
  const bool missing = trouble == PathTrouble::NotFound || trouble == PathTrouble::PartIsFile;
  result.kind = missing ? PathKind::Missing : PathKind::Unreadable;
  return result;
}

PathStatus Describe(HANDLE file) {
  PathStatus result;
  BY_HANDLE_FILE_INFORMATION info;
  if (GetFileType(file) != FILE_TYPE_DISK || !GetFileInformationByHandle(file, &info)) {
    result.kind = PathKind::Other;
    return result;
  }
  const auto join = [](DWORD high, DWORD low) { return uint64_t{high} << 32 | low; };
  result.kind =
      info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? PathKind::Directory : PathKind::File;
  result.identity = {info.dwVolumeSerialNumber, join(info.nFileIndexHigh, info.nFileIndexLow)};
  const FILETIME& time = info.ftLastWriteTime;
  result.version = {join(info.nFileSizeHigh, info.nFileSizeLow),
                    static_cast<int64_t>(join(time.dwHighDateTime, time.dwLowDateTime))};
  return result;
}

}  // namespace

PathStatus LookAt(const std::string& path) {
  // Access 0 asks for the attributes only; backup semantics lets a directory be opened.
  const HANDLE file =
      CreateFileW(Widen(path).data(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                  nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
  if (file == INVALID_HANDLE_VALUE) return Failed(GetLastError());
  const PathStatus result = Describe(file);
  CloseHandle(file);
  return result;
}

bool IsDanglingLink(const std::string&) { return false; }

std::string FindClosedDirectory(const std::string&) { return {}; }

PathProblem ListDirectory(const std::string& path, std::vector<DirectoryEntry>& entries) {
  WIN32_FIND_DATAW entry;
  const HANDLE search = FindFirstFileW(Widen(JoinPath(path, "*")).data(), &entry);
  if (search == INVALID_HANDLE_VALUE) {
    if (GetLastError() == ERROR_FILE_NOT_FOUND) return {};
    return ProblemOf(GetLastError());
  }
  constexpr DWORD kOther =
      FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DEVICE;
  do {
    std::string name = Narrow(entry.cFileName);
    if (name == "." || name == "..") continue;
    entries.push_back({std::move(name), (entry.dwFileAttributes & kOther) == 0});
  } while (FindNextFileW(search, &entry));
  FindClose(search);
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return {};
}

OpenedFile::OpenedFile(const std::string& path) {
  const HANDLE file =
      CreateFileW(Widen(path).data(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                  OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  status_ = file == INVALID_HANDLE_VALUE ? Failed(GetLastError()) : Describe(file);
  file_ = reinterpret_cast<intptr_t>(file);
}

PathProblem OpenedFile::Read(ByteReader& bytes) {
  if (status_.version.size == 0) return {};
  const auto file = reinterpret_cast<HANDLE>(file_);
  const HANDLE section = CreateFileMappingW(file, nullptr, PAGE_READONLY, 0, 0, nullptr);
  mapping_ = section ? MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0) : nullptr;
  const DWORD code = GetLastError();
  if (section) CloseHandle(section);
  if (!mapping_) return ProblemOf(code);
  bytes = ByteReader(static_cast<const uint8_t*>(mapping_), status_.version.size);
  return {};
}

OpenedFile::~OpenedFile() {
  if (mapping_) UnmapViewOfFile(mapping_);
  const auto file = reinterpret_cast<HANDLE>(file_);
  if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
}

bool IsLibraryName(const std::string& name) {
  constexpr size_t kExtension = sizeof kLibraryExtension - 1;
  return name.size() > kExtension && name.compare(0, 2, "._") != 0 &&
         _stricmp(name.c_str() + name.size() - kExtension, kLibraryExtension) == 0;
}

std::string JoinPath(const std::string& directory, const std::string& name) {
  const char last = directory.back();
  return last == '\\' || last == '/' ? directory + name : directory + "\\" + name;
}

}  // namespace plugkit
