#include "opened.h"

#include <map>
#include <string_view>
#include <utility>

namespace plugkit {
namespace {

using Key = std::pair<uint64_t, uint64_t>;

Key KeyOf(const FileIdentity& file) { return {file.device, file.file}; }

struct Table {
  std::map<Key, const OpenedLibrary*> byFile;
  std::map<std::string_view, const OpenedLibrary*> byPath;
  std::map<void*, const OpenedLibrary*> byHandle;
};

// Never deleted, as what it describes.
Table* opened = nullptr;

template <typename Map, typename Wanted>
const OpenedLibrary* Find(const Map& libraries, const Wanted& sought) {
  const auto found = libraries.find(sought);
  return found == libraries.end() ? nullptr : found->second;
}

}  // namespace

const OpenedLibrary& KeepOpened(void* handle, OpenedLibrary library) {
  if (!opened) opened = new Table();
  const auto& kept = *new OpenedLibrary(std::move(library));
  opened->byFile[KeyOf(kept.file)] = &kept;
  opened->byPath[kept.path] = &kept;
  opened->byHandle[handle] = &kept;
  return kept;
}

const OpenedLibrary* FindOpened(const std::string& path, const FileIdentity& file) {
  if (!opened) return nullptr;
  if (const OpenedLibrary* found = Find(opened->byFile, KeyOf(file))) return found;
  return Find(opened->byPath, path);
}

const OpenedLibrary* FindOpened(void* handle) {
  return opened ? Find(opened->byHandle, handle) : nullptr;
}

std::vector<Warning> WarnOfChange(const OpenedLibrary& library, const FileIdentity& file,
                                  const FileVersion& version) {
  const bool same = library.file == file;
  if (same && library.version == version) return {};
  const std::string what = same ? "the file was changed" : "another file was put in its place";
  return {{kFileChanged, Join({what, " after it was opened; this process keeps what it opened"}),
           "Restart the process to use the new file"}};
}

}  // namespace plugkit
