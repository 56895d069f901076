#include <algorithm>

#include "file_system.h"
#include "wide_string_win.h"

namespace plugkit {

PathStatus LookAt(const std::string& Path) {
  PathStatus Result;
  // Access 0 asks for the attributes only; backup semantics lets a directory be opened.
  const HANDLE File =
      CreateFileW(Widen(Path).data(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                  nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
  if (File == INVALID_HANDLE_VALUE) {
    const DWORD Code = GetLastError();
    const bool Missing = Code == ERROR_FILE_NOT_FOUND || Code == ERROR_PATH_NOT_FOUND ||
                         Code == ERROR_INVALID_NAME || Code == ERROR_BAD_NETPATH;
    Result.Kind = Missing ? PathKind::Missing : PathKind::Unreadable;
    Result.Problem = DescribeError(Code);
    return Result;
  }
  BY_HANDLE_FILE_INFORMATION Info;
  if (GetFileType(File) != FILE_TYPE_DISK || !GetFileInformationByHandle(File, &Info)) {
    Result.Kind = PathKind::Other;
  } else {
    Result.Kind =
        Info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? PathKind::Directory : PathKind::File;
    Result.Identity = {Info.dwVolumeSerialNumber,
                       uint64_t{Info.nFileIndexHigh} << 32 | Info.nFileIndexLow};
  }
  CloseHandle(File);
  return Result;
}

bool ListDirectory(const std::string& Path, std::vector<std::string>& Names, std::string& Problem) {
  WIN32_FIND_DATAW Entry;
  const HANDLE Search = FindFirstFileW(Widen(JoinPath(Path, "*")).data(), &Entry);
  if (Search == INVALID_HANDLE_VALUE) {
    if (GetLastError() == ERROR_FILE_NOT_FOUND) return true;
    Problem = DescribeError(GetLastError());
    return false;
  }
  do {
    std::string Name = Narrow(Entry.cFileName);
    if (Name != "." && Name != "..") Names.push_back(std::move(Name));
  } while (FindNextFileW(Search, &Entry));
  FindClose(Search);
  std::sort(Names.begin(), Names.end());
  return true;
}

MappedFile::MappedFile(const std::string& Path) {
  const HANDLE File =
      CreateFileW(Widen(Path).data(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                  OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  LARGE_INTEGER Size;
  if (File == INVALID_HANDLE_VALUE || !GetFileSizeEx(File, &Size)) {
    Problem_ = DescribeError(GetLastError());
  } else if (Size.QuadPart > 0) {
    const HANDLE Section = CreateFileMappingW(File, nullptr, PAGE_READONLY, 0, 0, nullptr);
    Mapping_ = Section ? MapViewOfFile(Section, FILE_MAP_READ, 0, 0, 0) : nullptr;
    if (Mapping_) {
      Bytes_ =
          ByteReader(static_cast<const uint8_t*>(Mapping_), static_cast<uint64_t>(Size.QuadPart));
    } else {
      Problem_ = DescribeError(GetLastError());
    }
    if (Section) CloseHandle(Section);
  }
  if (File != INVALID_HANDLE_VALUE) CloseHandle(File);
}

MappedFile::~MappedFile() {
  if (Mapping_) UnmapViewOfFile(Mapping_);
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
