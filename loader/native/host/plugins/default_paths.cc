#include "default_paths.h"

#include <algorithm>

namespace plugkit {
namespace {

std::vector<std::string> Split(const std::string& Text, const char* Separators) {
  std::vector<std::string> Parts;
  for (size_t Start = 0; Start <= Text.size();) {
    const size_t End = std::min(Text.find_first_of(Separators, Start), Text.size());
    if (End > Start) Parts.push_back(Text.substr(Start, End - Start));
    Start = End + 1;
  }
  return Parts;
}

bool EndsWith(const std::string& Text, const std::string& End) {
  return Text.size() >= End.size() && Text.compare(Text.size() - End.size(), End.size(), End) == 0;
}

bool IsLetter(char C) { return (C >= 'A' && C <= 'Z') || (C >= 'a' && C <= 'z'); }

bool HasDrive(const std::string& Path) {
  return Path.size() >= 2 && IsLetter(Path[0]) && Path[1] == ':';
}

bool IsSlash(char C) { return C == '\\' || C == '/'; }

bool SameDrive(const std::string& A, const std::string& B) {
  return HasDrive(A) && HasDrive(B) && (A[0] | 0x20) == (B[0] | 0x20);
}

// Windows: what Path means from the working directory; a path may lack its drive, or have only
// that.
std::string FromWorkingDirectory(const std::string& Path, const std::string& Directory) {
  if (!Path.empty() && IsSlash(Path[0])) {
    const bool Network = Path.size() > 1 && IsSlash(Path[1]);
    return Network || !HasDrive(Directory) ? Path : Directory.substr(0, 2) + Path;
  }
  if (!HasDrive(Path)) return Directory + "\\" + Path;
  if (Path.size() > 2 && IsSlash(Path[2])) return Path;
  if (SameDrive(Path, Directory)) return Directory + "\\" + Path.substr(2);
  return Path.substr(0, 2) + "\\" + Path.substr(2);
}

// "" for a path directly under the root.
std::string Parent(const std::string& Path) { return Path.substr(0, Path.find_last_of("\\/")); }

// The prefix of an installation that holds this library in a library directory, else "".
std::string PrefixOf(const std::string& Library, const PathEnvironment& Environment) {
  std::string Directory = Parent(Library);
  const std::string& Triplet = Environment.Triplet;
  if (!Triplet.empty() && EndsWith(Directory, "/lib/" + Triplet)) Directory = Parent(Directory);
  const bool IsLibraryDirectory =
      Environment.Windows ? EndsWith(Directory, "\\lib") || EndsWith(Directory, "\\bin")
                          : EndsWith(Directory, "/lib") || EndsWith(Directory, "/lib64");
  if (!IsLibraryDirectory) return {};
  const std::string Prefix = Parent(Directory);
  return Prefix.empty() ? "/" : Prefix;
}

}  // namespace

std::string AbsolutePath(const std::string& Path, const PathEnvironment& Environment) {
  const std::string& Directory = Environment.WorkingDirectory;
  const char* Separator = Environment.Windows ? "\\" : "/";
  std::string Full;
  if (Environment.Windows) {
    Full = FromWorkingDirectory(Path, Directory);
  } else {
    Full = !Path.empty() && Path[0] == '/' ? Path : Directory + "/" + Path;
  }
  const std::vector<std::string> Parts = Split(Full, Environment.Windows ? "\\/" : "/");
  std::string Result;
  if (Environment.Windows && Full.size() > 1 && IsSlash(Full[0]) && IsSlash(Full[1])) Result = "\\";
  for (size_t I = 0; I < Parts.size(); ++I) {
    if (Parts[I] == ".") continue;
    if (!(Environment.Windows && I == 0 && HasDrive(Parts[I]))) Result += Separator;
    Result += Parts[I];
  }
  // A root is nothing but its separator.
  if (Result.empty() || (Environment.Windows && Result.size() == 2 && HasDrive(Result))) {
    Result += Separator;
  }
  return Result;
}

std::vector<DefaultPath> DefaultPaths(const PathEnvironment& Environment) {
  std::vector<DefaultPath> Result;
  const std::string Separator = Environment.Windows ? "\\" : "/";
  const auto Add = [&](const std::string& Path, const char* Rule) {
    std::string Full = AbsolutePath(Path, Environment);
    for (const DefaultPath& Known : Result) {
      if (Known.Path == Full) return;
    }
    Result.push_back({std::move(Full), Rule});
  };

  for (const std::string& Part : Split(Environment.PluginPath, Environment.Windows ? ";" : ":")) {
    Add(Part, kRuleVariable);
  }

  const std::string Library =
      Environment.HostLibrary.empty() ? "" : AbsolutePath(Environment.HostLibrary, Environment);
  const std::string LibraryPrefix = Library.empty() ? "" : PrefixOf(Library, Environment);
  const std::string Prefix = Environment.WasmEdgeDirectory.empty()
                                 ? LibraryPrefix
                                 : AbsolutePath(Environment.WasmEdgeDirectory, Environment);

  // A library under /usr/lib may be seen as one under /lib, a link to it.
  const bool System = Prefix == "/" || Prefix == "/usr" || Prefix == "/usr/local";
  if (System && !Environment.Windows) {
    Add("/usr/lib/wasmedge", kRuleSystem);
    Add("/usr/lib64/wasmedge", kRuleSystem);
    if (!Environment.Triplet.empty()) {
      Add("/usr/lib/" + Environment.Triplet + "/wasmedge", kRuleSystem);
    }
    Add("/usr/local/lib/wasmedge", kRuleSystem);
    // Such as /usr/local/lib64.
    if (LibraryPrefix == Prefix && Prefix != "/") Add(Parent(Library) + "/wasmedge", kRuleSystem);
  } else if (!Prefix.empty()) {
    Add(Prefix + Separator + "plugin", kRuleInstallation);
  }
  if (Environment.Windows && !Library.empty()) Add(Parent(Library), kRuleLibrary);
  const std::string& Home = Environment.HomeDirectory;
  if (!Home.empty() && (Environment.Windows || Prefix.empty())) {
    Add(Home + Separator + ".wasmedge" + Separator + "plugin", kRuleHome);
  }
  return Result;
}

}  // namespace plugkit
