#include <algorithm>
#include <utility>

#include "file_system.h"
#include "wide_string_win.h"

namespace plugkit {

namespace {

PathProblem ProblemOf(DWORD Code) {
  const auto Trouble = [Code] {
    switch (Code) {
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
  return {Trouble(), DescribeError(Code)};
}

PathStatus Failed(DWORD Code) {
  PathStatus Result;
  Result.Problem = ProblemOf(Code);
  const PathTrouble Trouble = Result.Problem.Trouble;
  const bool Missing = Trouble == PathTrouble::NotFound || Trouble == PathTrouble::PartIsFile;
  Result.Kind = Missing ? PathKind::Missing : PathKind::Unreadable;
  return Result;
}

PathStatus Describe(HANDLE File) {
  PathStatus Result;
  BY_HANDLE_FILE_INFORMATION Info;
  if (GetFileType(File) != FILE_TYPE_DISK || !GetFileInformationByHandle(File, &Info)) {
    Result.Kind = PathKind::Other;
    return Result;
  }
  const auto Join = [](DWORD High, DWORD Low) { return uint64_t{High} << 32 | Low; };
  Result.Kind =
      Info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? PathKind::Directory : PathKind::File;
  Result.Identity = {Info.dwVolumeSerialNumber, Join(Info.nFileIndexHigh, Info.nFileIndexLow)};
  const FILETIME& Time = Info.ftLastWriteTime;
  Result.Version = {Join(Info.nFileSizeHigh, Info.nFileSizeLow),
                    static_cast<int64_t>(Join(Time.dwHighDateTime, Time.dwLowDateTime))};
  return Result;
}

}  // namespace

PathStatus LookAt(const std::string& Path) {
  // Access 0 asks for the attributes only; backup semantics lets a directory be opened.
  const HANDLE File =
      CreateFileW(Widen(Path).data(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                  nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
  if (File == INVALID_HANDLE_VALUE) return Failed(GetLastError());
  const PathStatus Result = Describe(File);
  CloseHandle(File);
  return Result;
}

bool IsDanglingLink(const std::string&) { return false; }

std::string FindClosedDirectory(const std::string&) { return {}; }

PathProblem ListDirectory(const std::string& Path, std::vector<DirectoryEntry>& Entries) {
  WIN32_FIND_DATAW Entry;
  const HANDLE Search = FindFirstFileW(Widen(JoinPath(Path, "*")).data(), &Entry);
  if (Search == INVALID_HANDLE_VALUE) {
    if (GetLastError() == ERROR_FILE_NOT_FOUND) return {};
    return ProblemOf(GetLastError());
  }
  constexpr DWORD kOther =
      FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DEVICE;
  do {
    std::string Name = Narrow(Entry.cFileName);
    if (Name == "." || Name == "..") continue;
    Entries.push_back({std::move(Name), (Entry.dwFileAttributes & kOther) == 0});
  } while (FindNextFileW(Search, &Entry));
  FindClose(Search);
  std::sort(Entries.begin(), Entries.end(),
            [](const auto& A, const auto& B) { return A.Name < B.Name; });
  return {};
}

OpenedFile::OpenedFile(const std::string& Path) {
  const HANDLE File =
      CreateFileW(Widen(Path).data(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                  OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  Status_ = File == INVALID_HANDLE_VALUE ? Failed(GetLastError()) : Describe(File);
  File_ = reinterpret_cast<intptr_t>(File);
}

PathProblem OpenedFile::Read(ByteReader& Bytes) {
  if (Status_.Version.Size == 0) return {};
  const auto File = reinterpret_cast<HANDLE>(File_);
  const HANDLE Section = CreateFileMappingW(File, nullptr, PAGE_READONLY, 0, 0, nullptr);
  Mapping_ = Section ? MapViewOfFile(Section, FILE_MAP_READ, 0, 0, 0) : nullptr;
  const DWORD Code = GetLastError();
  if (Section) CloseHandle(Section);
  if (!Mapping_) return ProblemOf(Code);
  Bytes = ByteReader(static_cast<const uint8_t*>(Mapping_), Status_.Version.Size);
  return {};
}

OpenedFile::~OpenedFile() {
  if (Mapping_) UnmapViewOfFile(Mapping_);
  const auto File = reinterpret_cast<HANDLE>(File_);
  if (File != INVALID_HANDLE_VALUE) CloseHandle(File);
}

bool IsLibraryName(const std::string& Name) {
  constexpr size_t kExtension = sizeof kLibraryExtension - 1;
  return Name.size() > kExtension && Name.compare(0, 2, "._") != 0 &&
         _stricmp(Name.c_str() + Name.size() - kExtension, kLibraryExtension) == 0;
}

std::string JoinPath(const std::string& Directory, const std::string& Name) {
  const char Last = Directory.back();
  return Last == '\\' || Last == '/' ? Directory + Name : Directory + "\\" + Name;
}

}  // namespace plugkit
