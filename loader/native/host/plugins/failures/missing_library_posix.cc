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

std::string DirectoryOf(const std::string& Path) { return Path.substr(0, Path.find_last_of('/')); }

std::string BaseName(const std::string& Path) {
  return Path.substr(Path.find_last_of('/') + 1);  // npos + 1 is 0
}

// Adds the parts of a list of directories; $ORIGIN is where the library that has the list is.
void AddDirectories(std::string_view List, const std::string& Origin,
                    std::vector<std::string>& Directories) {
  for (size_t Start = 0; Start < List.size();) {
    const size_t End = std::min(List.find(':', Start), List.size());
    std::string Directory(List.substr(Start, End - Start));
    for (const char* Variable : {"$ORIGIN", "${ORIGIN}"}) {
      if (const size_t At = Directory.find(Variable); At != std::string::npos) {
        Directory.replace(At, std::string_view(Variable).size(), Origin);
      }
    }
    if (!Directory.empty()) Directories.push_back(std::move(Directory));
    Start = End + 1;
  }
}

bool Contains(const std::vector<std::string_view>& Names, std::string_view Name) {
  return std::find(Names.begin(), Names.end(), Name) != Names.end();
}

// Which of the libraries that the plug-in needs, needs this one.
std::string FindLink(const std::string& Name, const std::string& Path, const Image& Plugin) {
  for (const std::string_view Needed : Plugin.Needed) {
    const std::string Found = FindNeededFile(std::string(Needed), Path, Plugin);
    if (Found.empty()) continue;
    OpenedFile File(Found);
    ByteReader Bytes;
    if (File.Status().Kind != PathKind::File || File.Read(Bytes).Trouble != PathTrouble::None) {
      continue;
    }
    Image Library;
    static_cast<void>(CheckLibrary(Bytes, CurrentPlatform(), Detail::Full, Library));
    if (Contains(Library.Needed, Name)) return Found;
  }
  return {};
}

}  // namespace

std::string FindNeededFile(const std::string& Name, const std::string& Path, const Image& Plugin) {
  if (Name.find('/') != std::string::npos) return access(Name.c_str(), F_OK) == 0 ? Name : "";
  std::vector<std::string> Directories;
  const std::string Own = DirectoryOf(Path);
  for (const std::string_view List : Plugin.RunPaths) AddDirectories(List, Own, Directories);
  if (const char* List = getenv(kVariable)) AddDirectories(List, Own, Directories);
  Directories.push_back(Own);
  for (const std::string& Directory : Directories) {
    std::string File = JoinPath(Directory, Name);
    if (access(File.c_str(), F_OK) == 0) return File;
  }
  return {};
}

Refusal LacksLibrary(const std::string& Name, const std::string& NeededBy, const std::string& Path,
                     const Image& Plugin, const std::string& Words) {
  std::string Between;
  if (!Contains(Plugin.Needed, Name)) {
    Between = NeededBy.empty() ? FindLink(Name, Path, Plugin) : NeededBy;
  }
  const std::string Who = Between.empty() ? "the plug-in" : BaseName(Between);
  const std::string Subject =
      Between.empty() ? "it needs" : Join({"it needs ", Who, ", and that needs"});
  const auto Lacks = [&](const std::string& Why, const std::string& Hint) {
    return Refusal{kLibraryOpenFailed,
                   Join({Subject, " the library ", Name, ", ", Why, ": ", Words}), Hint};
  };
  if (Name.find('/') != std::string::npos && Name[0] != '@') {
    return Lacks("which is not at this path",
                 Join({"Link ", Who, " so that it names the library without a path (give ",
                       BaseName(Name), " a SONAME), or put it there"}));
  }
  if (BaseName(Name).compare(0, 11, "libwasmedge") == 0) {
    return Lacks(
        "which no WasmEdge from 0.14 to 0.17 is called",
        Join({"Link ", Who, " against the library of one of these: it is found by their name"}));
  }
  const std::string Found = FindNeededFile(BaseName(Name), Path, Plugin);
  if (Found.empty()) {
    return Lacks("which the system does not find",
                 Join({"Install ", BaseName(Name), ", or put it where ", Who,
                       " looks for libraries (its run path)"}));
  }
  if (access(Found.c_str(), R_OK) != 0) {
    return Lacks(Join({"which this user may not read (", Found, ")"}),
                 "Give the user of this process the right to read it");
  }
  const std::string Directory = DirectoryOf(Found);
  return Lacks(Join({"which is in ", Directory, ", where the system does not look"}),
               Join({"Link ", Who, " with the run path ", kRunPath, ", or start the process with ",
                     kVariable, "=", Directory}));
}

}  // namespace plugkit
