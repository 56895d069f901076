#include "missing_library_posix.h"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "host/image/library_file.h"
#include "host/system/file_system.h"

namespace plugkit {
namespace {

#if defined(__APPLE__)
constexpr char kRunPath[] = "@loader_path (-Wl,-rpath,@loader_path)",
               kVariable[] = "DYLD_LIBRARY_PATH";
#else
constexpr char kRunPath[] = "$ORIGIN (-Wl,-rpath,'$ORIGIN')", kVariable[] = "LD_LIBRARY_PATH";
#endif

std::string DirectoryOf(const std::string& path) { return path.substr(0, path.find_last_of('/')); }

std::string BaseName(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);  // npos + 1 is 0
}

// Adds the parts of a list of directories; $ORIGIN is where the library that has the list is.
void AddDirectories(std::string_view list, const std::string& origin,
                    std::vector<std::string>& directories) {
  for (size_t start = 0; start < list.size();) {
    const size_t end = std::min(list.find(':', start), list.size());
    std::string directory(list.substr(start, end - start));
    for (const char* variable : {"$ORIGIN", "${ORIGIN}"}) {
      if (const size_t at = directory.find(variable); at != std::string::npos) {
        directory.replace(at, std::string_view(variable).size(), origin);
      }
    }
    if (!directory.empty()) directories.push_back(std::move(directory));
    start = end + 1;
  }
}

bool Contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Which of the libraries that the plug-in needs, needs this one.
std::string FindLink(const std::string& name, const std::string& path, const Image& plugin) {
  for (const std::string_view needed : plugin.needed) {
    const std::string found = FindNeededFile(std::string(needed), path, plugin);
    if (found.empty()) continue;
    OpenedFile file(found);
    ByteReader bytes;
    if (file.Status().kind != PathKind::File || file.Read(bytes).trouble != PathTrouble::None) {
      continue;
    }
    Image library;
    static_cast<void>(CheckLibrary(bytes, CurrentPlatform(), Detail::Full, library));
    if (Contains(library.needed, name)) return found;
  }
  return {};
}

}  // namespace

std::string FindNeededFile(const std::string& name, const std::string& path, const Image& plugin) {
  if (name.find('/') != std::string::npos) return access(name.c_str(), F_OK) == 0 ? name : "";
  std::vector<std::string> directories;
  const std::string own = DirectoryOf(path);
  for (const std::string_view list : plugin.runPaths) AddDirectories(list, own, directories);
  if (const char* list = getenv(kVariable)) AddDirectories(list, own, directories);
  directories.push_back(own);
  for (const std::string& directory : directories) {
    std::string file = JoinPath(directory, name);
    if (access(file.c_str(), F_OK) == 0) return file;
  }
  return {};
}

Refusal LacksLibrary(const std::string& name, const std::string& neededBy, const std::string& path,
                     const Image& plugin, const std::string& words) {
  std::string between;
  if (!Contains(plugin.needed, name)) {
    between = neededBy.empty() ? FindLink(name, path, plugin) : neededBy;
  }
  const std::string who = between.empty() ? "the plug-in" : BaseName(between);
  const std::string subject =
      between.empty() ? "it needs" : Join({"it needs ", who, ", and that needs"});
  const auto lacks = [&](const std::string& why, const std::string& hint) {
    return Refusal{kLibraryOpenFailed,
                   Join({subject, " the library ", name, ", ", why, ": ", words}), hint};
  };
  if (name.find('/') != std::string::npos && name[0] != '@') {
    return lacks("which is not at this path",
                 Join({"Link ", who, " so that it names the library without a path (give ",
                       BaseName(name), " a SONAME), or put it there"}));
  }
  if (BaseName(name).compare(0, 11, "libwasmedge") == 0) {
    return lacks(
        "which no WasmEdge from 0.14 to 0.17 is called",
        Join({"Link ", who, " against the library of one of these: it is found by their name"}));
  }
  const std::string found = FindNeededFile(BaseName(name), path, plugin);
  if (found.empty()) {
    return lacks("which the system does not find",
                 Join({"Install ", BaseName(name), ", or put it where ", who,
                       " looks for libraries (its run path)"}));
  }
  if (access(found.c_str(), R_OK) != 0) {
    return lacks(Join({"which this user may not read (", found, ")"}),
                 "Give the user of this process the right to read it");
  }
  const std::string directory = DirectoryOf(found);
  return lacks(Join({"which is in ", directory, ", where the system does not look"}),
               Join({"Link ", who, " with the run path ", kRunPath, ", or start the process with ",
                     kVariable, "=", directory}));
}

}  // namespace plugkit
