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
  DirectorySearch(const OutcomeSink& Report, Entered& Known, bool SkipOthers)
      : Report_(Report), Entered_(Known), SkipOthers_(SkipOthers) {}

  /// Loads what is in the directory, by name, and below.
  void Run(const std::string& Directory, const FileIdentity& Identity) {
    if (!Entered_.insert({Identity.Device, Identity.File}).second) return;
    std::vector<DirectoryEntry> Entries;
    if (const PathProblem Problem = ListDirectory(Directory, Entries);
        Problem.Trouble != PathTrouble::None) {
      Outcome Unreadable;
      Unreadable.Path = Directory;
      Unreadable.Why = CannotRead(Directory, Problem);
      Tell(Unreadable);
    }
    for (const DirectoryEntry& Entry : Entries) {
      const bool IsLibrary = IsLibraryName(Entry.Name);
      if (Entry.IsFile && !IsLibrary) continue;
      const std::string Path = JoinPath(Directory, Entry.Name);
      if (!Entry.IsFile) {
        const PathStatus Status = LookAt(Path);
        if (Status.Kind == PathKind::Directory) {
          Run(Path, Status.Identity);
          continue;
        }
      }
      if (IsLibrary) Load(Path, Entry.IsFile);
    }
  }

  /// Whether anything was reported.
  bool Found() const { return Found_; }

 private:
  void Load(const std::string& Path, bool IsFile) {
    const Outcome Result = LoadFile(Path, IsFile);
    if (Result.IsPlugin || !SkipOthers_) Tell(Result);
  }
  void Tell(const Outcome& Result) {
    Found_ = true;
    Report_(Result);
  }

  const OutcomeSink& Report_;
  Entered& Entered_;
  const bool SkipOthers_;
  bool Found_ = false;
};

void ReportRefusal(const OutcomeSink& Report, const std::string& Path, Refusal Why) {
  Outcome Result;
  Result.Path = Path;
  Result.Why = std::move(Why);
  Report(Result);
}

}  // namespace

void OutcomeSink::operator()(const Outcome& Result) const {
  plugkit_LoadOutcome Told{};
  Told.Path = Result.Path.c_str();
  Told.Plugin = Result.Plugin;
  Told.State = Result.Why             ? plugkit_LoadState_Refused
               : Result.AlreadyLoaded ? plugkit_LoadState_AlreadyLoaded
                                      : plugkit_LoadState_Loaded;
  if (Result.Why) {
    Told.Code = Result.Why->Code;
    Told.Reason = Result.Why->Reason.c_str();
    Told.Hint = Result.Why->Hint.c_str();
  }
  std::vector<plugkit_LoadWarning> Warnings;
  for (const Warning& Each : Result.Warnings) {
    Warnings.push_back({Each.Code, Each.Message.c_str(), Each.Hint.c_str()});
  }
  Told.Warnings = Warnings.data();
  Told.WarningCount = Warnings.size();
  OnOutcome_(Data_, &Told);
}

void LoadFromDefaultPaths(const OutcomeSink& Report) {
  const std::vector<DefaultPath> Paths = DefaultPaths(CurrentPathEnvironment());
  std::vector<plugkit_DefaultPath> Listed;
  for (const DefaultPath& Entry : Paths) Listed.push_back({Entry.Path.c_str(), Entry.Rule});
  LoadFromPaths(Listed.data(), Listed.size(), Report);
}

void LoadFromPaths(const plugkit_DefaultPath* Paths, size_t Count, const OutcomeSink& Report) {
  Entered Known;
  for (size_t I = 0; I < Count; ++I) {
    const std::string Path = Paths[I].Path;
    const std::string_view Rule = Paths[I].Rule;
    const PathStatus Status = LookAt(Path);
    if (Status.Kind == PathKind::Missing && Rule != kRuleVariable) continue;
    if (Status.Kind == PathKind::Directory) {
      DirectorySearch(Report, Known, Rule == kRuleLibrary).Run(Path, Status.Identity);
    } else {
      Report(LoadFile(Path, Status.Kind == PathKind::File));
    }
  }
}

void LoadFromPath(const char* Path, const OutcomeSink& Report) {
  if (!Path || !*Path) {
    ReportRefusal(Report, "",
                  {kPathNotFound, "the path is empty, expected a file or directory",
                   "Name the plug-in's shared library, or the directory that holds it"});
    return;
  }
  const std::string Full = FullPath(Path);
  // Devices, whose opening may do something, do not have the names of libraries.
  const Outcome Result = LoadFile(Full, IsLibraryName(Full));
  if (!Result.IsDirectory) return Report(Result);
  Entered Known;
  DirectorySearch Search(Report, Known, false);
  Search.Run(Full, LookAt(Full).Identity);
  if (Search.Found()) return;
  ReportRefusal(Report, Full,
                {kNoLibraryFound,
                 std::string("the directory and those below hold no file *") + kLibraryExtension,
                 "Name the directory that the plug-in was installed into"});
}

}  // namespace plugkit
