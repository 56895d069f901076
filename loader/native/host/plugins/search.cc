#include "search.h"

#include <set>
#include <utility>

#include "default_paths.h"
#include "failures/path_failure.h"

namespace plugkit {
namespace {

// Directories that were entered, so that links that lead back end.
using Entered = std::set<std::pair<uint64_t, uint64_t>>;

class DirectorySearch {
 public:
  /// SkipOthers: pass over files that are no plug-ins (a directory that is not meant for plug-ins).
  DirectorySearch(const OutcomeSink& report, Entered& known, bool skipOthers)
      : report_(report), entered_(known), skipOthers_(skipOthers) {}

  /// Loads what is in the directory, by name, and below.
  void Run(const std::string& directory, const FileIdentity& identity) {
    if (!entered_.insert({identity.device, identity.file}).second) return;
    std::vector<DirectoryEntry> entries;
    if (const PathProblem problem = ListDirectory(directory, entries);
        problem.trouble != PathTrouble::None) {
      Outcome unreadable;
      unreadable.path = directory;
      unreadable.why = CannotRead(directory, problem);
      Add(unreadable);
    }
    for (const DirectoryEntry& entry : entries) {
      const bool isLibrary = IsLibraryName(entry.name);
      if (entry.isFile && !isLibrary) continue;
      const std::string path = JoinPath(directory, entry.name);
      if (!entry.isFile) {
        const PathStatus status = LookAt(path);
        if (status.kind == PathKind::Directory) {
          Run(path, status.identity);
          continue;
        }
      }
      if (isLibrary) Load(path, entry.isFile);
    }
  }

  /// Whether anything was reported.
  bool Found() const { return found_; }

 private:
  void Load(const std::string& path, bool isFile) {
    const Outcome result = LoadFile(path, isFile);
    if (result.isPlugin || !skipOthers_) Add(result);
  }
  void Add(const Outcome& result) {
    found_ = true;
    report_(result);
  }

  const OutcomeSink& report_;
  Entered& entered_;
  const bool skipOthers_;
  bool found_ = false;
};

void ReportRefusal(const OutcomeSink& report, const std::string& path, Refusal why) {
  Outcome result;
  result.path = path;
  result.why = std::move(why);
  report(result);
}

}  // namespace

void OutcomeSink::operator()(const Outcome& result) const {
  plugkit_LoadOutcome raw{};
  raw.Path = result.path.c_str();
  raw.Plugin = result.plugin;
  raw.State = result.why             ? plugkit_LoadState_Refused
              : result.alreadyLoaded ? plugkit_LoadState_AlreadyLoaded
                                     : plugkit_LoadState_Loaded;
  if (result.why) {
    raw.Code = result.why->code;
    raw.Reason = result.why->reason.c_str();
    raw.Hint = result.why->hint.c_str();
  }
  std::vector<plugkit_LoadWarning> warnings;
  for (const Warning& each : result.warnings) {
    warnings.push_back({each.code, each.message.c_str(), each.hint.c_str()});
  }
  raw.Warnings = warnings.data();
  raw.WarningCount = warnings.size();
  onOutcome_(data_, &raw);
}

void LoadFromDefaultPaths(const OutcomeSink& report) {
  const std::vector<DefaultPath> paths = DefaultPaths(CurrentPathEnvironment());
  std::vector<plugkit_DefaultPath> listed;
  for (const DefaultPath& entry : paths) listed.push_back({entry.path.c_str(), entry.rule});
  LoadFromPaths(listed.data(), listed.size(), report);
}

void LoadFromPaths(const plugkit_DefaultPath* paths, size_t count, const OutcomeSink& report) {
  Entered known;
  for (size_t i = 0; i < count; ++i) {
    const std::string path = paths[i].Path;
    const std::string_view rule = paths[i].Rule;
    const PathStatus status = LookAt(path);
    if (status.kind == PathKind::Missing && rule != kRuleVariable) continue;
    if (status.kind == PathKind::Directory) {
      DirectorySearch(report, known, rule == kRuleLibrary).Run(path, status.identity);
    } else {
      report(LoadFile(path, status.kind == PathKind::File));
    }
  }
}

void LoadFromPath(const char* path, const OutcomeSink& report) {
  if (!path || !*path) {
    ReportRefusal(report, "",
                  {kPathNotFound, "the path is empty, expected a file or directory",
                   "Name the plug-in's shared library, or the directory that holds it"});
    return;
  }
  const std::string full = FullPath(path);
  // Devices, whose opening may do something, do not have the names of libraries.
  const Outcome result = LoadFile(full, IsLibraryName(full));
  if (!result.isDirectory) return report(result);
  Entered known;
  DirectorySearch search(report, known, false);
  search.Run(full, LookAt(full).identity);
  if (search.Found()) return;
  ReportRefusal(report, full,
                {kNoLibraryFound,
                 std::string("the directory and those below hold no file *") + kLibraryExtension,
                 "Name the directory that the plug-in was installed into"});
}

}  // namespace plugkit
