#include "path_failure.h"

#include "host/image/image.h"

namespace plugkit {
namespace {

Refusal Missing(const std::string& Path, const PathProblem& Problem) {
  const std::string Words = Join({" (", Problem.Words, ")"});
  if (Problem.Trouble == PathTrouble::PartIsFile) {
    return {kPathNotFound, Join({"the path does not exist", Words}),
            "Check the spelling: a part of the path that should be a directory is a file"};
  }
  if (IsDanglingLink(Path)) {
    return {kPathNotFound, Join({"the path is a symbolic link to what does not exist", Words}),
            "Correct the link, or put back what it leads to"};
  }
  return {kPathNotFound, Join({"the path does not exist", Words}),
          "Check the spelling; a relative path starts at the working directory"};
}

Refusal NotPermitted(const std::string& Path, const std::string& Reason) {
  const std::string Closed = FindClosedDirectory(Path);
  if (Closed.empty()) {
    return {kPathNotReadable, Reason, "Give the user of this process the right to read it"};
  }
  return {kPathNotReadable, Join({Reason, ": the directory ", Closed, " may not be entered"}),
          "Give the user of this process the right to enter the directory (chmod +x)"};
}

}  // namespace

Refusal CannotRead(const std::string& Path, const PathProblem& Problem) {
  const std::string Reason = Join({"the path cannot be read (", Problem.Words, ")"});
  switch (Problem.Trouble) {
    case PathTrouble::NoPermission:
      return NotPermitted(Path, Reason);
    case PathTrouble::LinkLoop:
      return {kPathNotReadable, Join({Reason, ": a symbolic link leads back to itself"}),
              "Correct the link, so that it leads to a file or directory"};
    case PathTrouble::NameTooLong:
      return {kPathNotReadable, Reason, "Use a shorter path: the system has no longer ones"};
    case PathTrouble::NoAddressSpace:
      return {kLibraryOpenFailed,
              Join({"there is no address space left for the file (", Problem.Words, ")"}),
              "Raise the limit of the process's address space (ulimit -v), or let it use less"};
    case PathTrouble::TooManyFiles:
      return {kPathNotReadable, Join({Reason, ": this process has as many files open as it may"}),
              "Raise the limit of open files (ulimit -n), or close some"};
    default:
      return {kPathNotReadable, Reason, "See what is wrong with the file or its disk"};
  }
}

Check CheckKind(const std::string& Path, const PathStatus& Status) {
  switch (Status.Kind) {
    case PathKind::Missing:
      return Missing(Path, Status.Problem);
    case PathKind::Unreadable:
      return CannotRead(Path, Status.Problem);
    case PathKind::Directory:
      return NotALibrary("a directory");
    case PathKind::Other:
      return NotALibrary("a device, pipe or socket");
    case PathKind::File:
      return {};
  }
  return {};
}

}  // namespace plugkit
