#include "opened.h"

#include <map>
#include <string_view>
#include <utility>

namespace plugkit {
namespace {

using Key = std::pair<uint64_t, uint64_t>;

Key KeyOf(const FileIdentity& File) { return {File.Device, File.File}; }

struct Table {
  std::map<Key, const OpenedLibrary*> ByFile;
  std::map<std::string_view, const OpenedLibrary*> ByPath;
  std::map<void*, const OpenedLibrary*> ByHandle;
};

// Never deleted, as what it describes.
Table* Opened = nullptr;

template <typename Map, typename Wanted>
const OpenedLibrary* Find(const Map& Libraries, const Wanted& Sought) {
  const auto Found = Libraries.find(Sought);
  return Found == Libraries.end() ? nullptr : Found->second;
}

}  // namespace

const OpenedLibrary& KeepOpened(void* Handle, OpenedLibrary Library) {
  if (!Opened) Opened = new Table();
  const auto& Kept = *new OpenedLibrary(std::move(Library));
  Opened->ByFile[KeyOf(Kept.File)] = &Kept;
  Opened->ByPath[Kept.Path] = &Kept;
  Opened->ByHandle[Handle] = &Kept;
  return Kept;
}

const OpenedLibrary* FindOpened(const std::string& Path, const FileIdentity& File) {
  if (!Opened) return nullptr;
  if (const OpenedLibrary* Found = Find(Opened->ByFile, KeyOf(File))) return Found;
  return Find(Opened->ByPath, Path);
}

const OpenedLibrary* FindOpened(void* Handle) {
  return Opened ? Find(Opened->ByHandle, Handle) : nullptr;
}

std::vector<Warning> WarnOfChange(const OpenedLibrary& Library, const FileIdentity& File,
                                  const FileVersion& Version) {
  const bool Same = Library.File == File;
  if (Same && Library.Version == Version) return {};
  const std::string What = Same ? "the file was changed" : "another file was put in its place";
  return {{kFileChanged, Join({What, " after it was opened; this process keeps what it opened"}),
           "Restart the process to use the new file"}};
}

}  // namespace plugkit
