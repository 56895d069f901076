#include "path_failure.h"

#include "host/image/image.h"

namespace plugkit {
namespace {

Refusal Missing(const std::string& path, const PathProblem& problem) {
  const std::string words = Join({" (", problem.words, ")"});
  if (problem.trouble == PathTrouble::PartIsFile) {
    return {kPathNotFound, Join({"the path does not exist", words}),
            "Check the spelling: a part of the path that should be a directory is a file"};
  }
  if (IsDanglingLink(path)) {
    return {kPathNotFound, Join({"the path is a symbolic link to what does not exist", words}),
            "Correct the link, or put back what it leads to"};
  }
  return {kPathNotFound, Join({"the path does not exist", words}),
          "Check the spelling; a relative path starts at the working directory"};
}

Refusal NotPermitted(const std::string& path, const std::string& reason) {
  const std::string closed = FindClosedDirectory(path);
  if (closed.empty()) {
    return {kPathNotReadable, reason, "Give the user of this process the right to read it"};
  }
  return {kPathNotReadable, Join({reason, ": the directory ", closed, " may not be entered"}),
          "Give the user of this process the right to enter the directory (chmod +x)"};
}

}  // namespace

Refusal CannotRead(const std::string& path, const PathProblem& problem) {
  const std::string reason = Join({"the path cannot be read (", problem.words, ")"});
  switch (problem.trouble) {
    case PathTrouble::NoPermission:
      return NotPermitted(path, reason);
    case PathTrouble::LinkLoop:
      return {kPathNotReadable, Join({reason, ": a symbolic link leads back to itself"}),
              "Correct the link, so that it leads to a file or directory"};
    case PathTrouble::NameTooLong:
      return {kPathNotReadable, reason, "Use a shorter path: the system has no longer ones"};
    case PathTrouble::NoAddressSpace:
      return {kLibraryOpenFailed,
              Join({"there is no address space left for the file (", problem.words, ")"}),
              "Raise the limit of the process's address space (ulimit -v), or let it use less"};
    case PathTrouble::TooManyFiles:
      return {kPathNotReadable, Join({reason, ": this process has as many files open as it may"}),
              "Raise the limit of open files (ulimit -n), or close some"};
    default:
      return {kPathNotReadable, reason, "See what is wrong with the file or its disk"};
  }
}

Check CheckKind(const std::string& path, const PathStatus& status) {
  switch (status.kind) {
    case PathKind::Missing:
      return Missing(path, status.problem);
    case PathKind::Unreadable:
      return CannotRead(path, status.problem);
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
