#include "search.h"

#include <algorithm>

#include "default_paths.h"

namespace plugkit {
namespace {

class DirectorySearch {
 public:
  /// SkipOthers: pass over files that are no plug-ins (a directory that is not meant for plug-ins).
  DirectorySearch(const OutcomeSink& Report, bool SkipOthers)
      : Report_(Report), SkipOthers_(SkipOthers) {}

  /// Loads what is in the directory, by name, and below. Each directory is entered once, so links
  /// that lead back end.
  void Run(const std::string& Directory, const FileIdentity& Identity) {
    if (std::find(Entered_.begin(), Entered_.end(), Identity) != Entered_.end()) return;
    Entered_.push_back(Identity);
    std::vector<std::string> Names;
    std::string Problem;
    if (!ListDirectory(Directory, Names, Problem)) {
      Outcome Unreadable;
      Unreadable.Path = Directory;
      Unreadable.Why = Refusal{kPathNotReadable, "the directory cannot be read (" + Problem + ")",
                               "Give the user of this process the right to read it"};
      Tell(Unreadable);
    }
    for (const std::string& Name : Names) {
      const std::string Path = JoinPath(Directory, Name);
      const PathStatus Status = LookAt(Path);
      if (Status.Kind == PathKind::Directory) {
        Run(Path, Status.Identity);
      } else if (IsLibraryName(Name)) {
        Load(Path);
      }
    }
  }

  /// Whether anything was reported.
  bool Found() const { return Found_; }

 private:
  void Load(const std::string& Path) {
    const Outcome Result = LoadFile(Path);
    if (Result.IsPlugin || !SkipOthers_) Tell(Result);
  }
  void Tell(const Outcome& Result) {
    Found_ = true;
    Report_(Result);
  }

  const OutcomeSink& Report_;
  const bool SkipOthers_;
  bool Found_ = false;
  std::vector<FileIdentity> Entered_;
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
  OnOutcome_(Data_, &Told);
}

void LoadFromDefaultPaths(const OutcomeSink& Report) {
  for (const DefaultPath& Entry : DefaultPaths(CurrentPathEnvironment())) {
    const PathStatus Status = LookAt(Entry.Path);
    const bool WrittenDown = Entry.Rule == kRuleVariable;
    if (Status.Kind == PathKind::Missing && !WrittenDown) continue;
    if (Status.Kind == PathKind::Directory) {
      DirectorySearch(Report, Entry.Rule == kRuleLibrary).Run(Entry.Path, Status.Identity);
    } else {
      Report(LoadFile(Entry.Path));
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
  const std::string Full = AbsolutePath(Path, CurrentPathEnvironment());
  const PathStatus Status = LookAt(Full);
  if (Status.Kind != PathKind::Directory) {
    Report(LoadFile(Full));
    return;
  }
  DirectorySearch Search(Report, false);
  Search.Run(Full, Status.Identity);
  if (Search.Found()) return;
  ReportRefusal(Report, Full,
                {kNoLibraryFound,
                 std::string("the directory and those below hold no file *") + kLibraryExtension,
                 "Name the directory that the plug-in was installed into"});
}

}  // namespace plugkit
