#include "registry.h"

#include "abi.h"
#include "descriptor.h"
#include "host/image/library_file.h"
#include "host/system/dynamic_library.h"
#include "host/system/mutex.h"
#include "options.h"

namespace plugkit {
namespace {

// Loading is one at a time, and constructors of plug-ins run inside it; the list has a lock of its
// own so that it can be read meanwhile.
Mutex LoadLock, ListLock;
// Set on a thread that is loading: a constructor that loads plug-ins itself would wait for itself.
thread_local bool Loading = false;

// Made at the first load and never deleted, so that no destructor runs at exit.
std::vector<const WasmEdge_PluginContext*>* Plugins = nullptr;

const WasmEdge_PluginContext* FindFile(const FileIdentity& File) {
  for (const WasmEdge_PluginContext* Plugin : ListPlugins()) {
    if (Plugin->File == File) return Plugin;
  }
  return nullptr;
}

void Register(const WasmEdge_PluginContext* Plugin) {
  LockGuard Guard(ListLock);
  if (!Plugins) Plugins = new std::vector<const WasmEdge_PluginContext*>();
  Plugins->push_back(Plugin);
}

Check CheckKind(const PathStatus& Status) {
  switch (Status.Kind) {
    case PathKind::Missing:
      return Refusal{kPathNotFound, "the path does not exist (" + Status.Problem + ")",
                     "Check the spelling; a relative path starts at the working directory"};
    case PathKind::Unreadable:
      return Refusal{kPathNotReadable, "the path cannot be read (" + Status.Problem + ")",
                     "Give the user of this process the right to read it"};
    case PathKind::Directory:
      return NotALibrary("a directory");
    case PathKind::Other:
      return NotALibrary("a device, pipe or socket");
    case PathKind::File:
      return {};
  }
  return {};
}

// Every function the plug-in takes from the host library must be there; the system would say so
// too, but in words of its own.
Check CheckImports(const Image& Library) {
  for (const Import& Used : Library.Imports) {
    const std::string Name(Used.Name), Version(Used.Version);
    if (Used.Weak || ExportsSymbol(Name, Version)) continue;
    return Refusal{kLibraryOpenFailed,
                   "it needs the function " + Name + (Version.empty() ? "" : "@" + Version) +
                       ", which this host library does not have",
                   "The plug-in was built for another WasmEdge: build it against version 0.17"};
  }
  return {};
}

Refusal OpenFailed(const std::string& Path, const std::string& Problem, const Image& Library) {
  const std::string Missing = FindMissingLibrary(Path, Problem, Library.Needed);
  if (Missing.empty()) {
    return {kLibraryOpenFailed, "the system refused to open it: " + Problem,
            "Look for a build of the plug-in that fits this system"};
  }
  return {kLibraryOpenFailed,
          "it needs the library " + Missing + ", which the system does not find: " + Problem,
          "Install " + Missing + " or put it beside the plug-in"};
}

Check CheckOpened(void* Library, const Image& Contents, const WasmEdge_PluginDescriptor*& Result) {
  using GetDescriptor = const WasmEdge_PluginDescriptor* (*)();
  const auto Get =
      reinterpret_cast<GetDescriptor>(FindSymbol(Library, "WasmEdge_Plugin_GetDescriptor"));
  if (!Get) {
    return Refusal{kNoDescriptor, "the system does not find WasmEdge_Plugin_GetDescriptor in it",
                   "Export the function with default visibility"};
  }
  Result = Get();
  if (Check Failed = CheckDescriptor(Result)) return Failed;
  if (Check Failed = CheckAbi(Result->APIVersion, Contents, HostSymbolBinding())) return Failed;
  if (const WasmEdge_PluginContext* Other = FindPlugin(Result->Name)) {
    return Refusal{kDuplicatePlugin,
                   "a plug-in named \"" + Other->Name + "\" is loaded from " + Other->Path,
                   "Remove one of the two files, or rename one plug-in"};
  }
  if (Check Failed = BindOldForms(Result->APIVersion, Contents, reinterpret_cast<void*>(Get))) {
    return Failed;
  }
  return ApplyDefaults(*Result);
}

Check LoadNew(const FileIdentity& Identity, Outcome& Result) {
  const std::string& Path = Result.Path;
  const MappedFile File(Path);
  if (!File.Problem().empty()) {
    return Refusal{kPathNotReadable, "the file cannot be read (" + File.Problem() + ")",
                   "Give the user of this process the right to read it"};
  }
  Image Contents;
  Check Failed = CheckLibrary(File.Bytes(), CurrentPlatform(), Contents);
  Result.IsPlugin = Contents.ExportsDescriptor || Contents.IsCppPlugin();
  if (Failed) return Failed;
  ShareOwnSymbols();
  if ((Failed = CheckImports(Contents))) return Failed;
  std::string Problem;
  void* Library = OpenLibrary(Path, Problem);
  if (!Library) return OpenFailed(Path, Problem, Contents);
  const WasmEdge_PluginDescriptor* Descriptor = nullptr;
  if ((Failed = CheckOpened(Library, Contents, Descriptor))) {
    CloseLibrary(Library);
    return Failed;
  }
  Result.Plugin = new WasmEdge_PluginContext{Descriptor->Name, Path, Identity, Descriptor};
  Register(Result.Plugin);
  return {};
}

}  // namespace

Outcome LoadFile(const std::string& Path) {
  Outcome Result;
  Result.Path = Path;
  if (Loading) {
    Result.Why = Refusal{kLibraryOpenFailed, "another plug-in is being opened on this thread",
                         "Do not load plug-ins in the constructor of one"};
    return Result;
  }
  LockGuard Guard(LoadLock);
  Loading = true;
  const PathStatus Status = LookAt(Path);
  Result.Why = CheckKind(Status);
  if (!Result.Why) {
    Result.Plugin = FindFile(Status.Identity);
    Result.AlreadyLoaded = Result.IsPlugin = Result.Plugin != nullptr;
    if (!Result.Plugin) Result.Why = LoadNew(Status.Identity, Result);
  }
  Loading = false;
  return Result;
}

std::vector<const WasmEdge_PluginContext*> ListPlugins() {
  LockGuard Guard(ListLock);
  return Plugins ? *Plugins : std::vector<const WasmEdge_PluginContext*>();
}

const WasmEdge_PluginContext* FindPlugin(std::string_view Name) {
  for (const WasmEdge_PluginContext* Plugin : ListPlugins()) {
    if (Plugin->Name == Name) return Plugin;
  }
  return nullptr;
}

}  // namespace plugkit
