#include "load.h"

#include <utility>

#include "abi.h"
#include "descriptor.h"
#include "failures/missing_symbols.h"
#include "failures/open_failure.h"
#include "failures/path_failure.h"
#include "host/image/library_file.h"
#include "host/system/dynamic_library.h"
#include "host/system/mutex.h"
#include "opened.h"
#include "options.h"

namespace plugkit {
namespace {

// Constructors of plug-ins run while it is held.
Mutex LoadLock;
// Set on a thread that is loading: a constructor that loads plug-ins itself would wait for itself.
thread_local bool Loading = false;

Check CheckOpened(void* Library, const ByteReader& Bytes, Image& Contents, OpenedLibrary& Kept) {
  using GetDescriptor = const WasmEdge_PluginDescriptor* (*)();
  const auto Get =
      reinterpret_cast<GetDescriptor>(FindSymbol(Library, "WasmEdge_Plugin_GetDescriptor"));
  if (!Get) {
    return Refusal{kNoDescriptor, "the system does not find WasmEdge_Plugin_GetDescriptor in it",
                   "Export the function with default visibility"};
  }
  const uintptr_t LoadedAt = LoadAddress(Library, reinterpret_cast<const void*>(Get));
  LoadedMemory Memory(LoadedAt, std::move(Contents.Memory));
  const WasmEdge_PluginDescriptor* Descriptor = Get();
  if (Check Failed = CheckDescriptor(Descriptor, Memory)) return Failed;
  const uint32_t ApiVersion = Descriptor->APIVersion;
  if (Check Failed = CheckAbi(ApiVersion, Contents, HostSymbolBinding())) return Failed;
  if (const WasmEdge_PluginContext* Other = FindPlugin(Descriptor->Name)) {
    return Refusal{kDuplicatePlugin,
                   Join({"a plug-in named \"", Other->Name, "\" is loaded from ", Other->Path}),
                   "Remove one of the two files, or rename one plug-in"};
  }
  if (Check Failed = BindOldForms(ApiVersion, Bytes, LoadedAt)) return Failed;
  if (Check Failed = ApplyDefaults(*Descriptor, Memory, Kept.Warnings)) return Failed;
  Kept.Plugin =
      new WasmEdge_PluginContext{Descriptor->Name, Kept.Path, Descriptor, std::move(Memory)};
  Register(Kept.Plugin);
  return {};
}

void Report(const OpenedLibrary& Library, Outcome& Result) {
  Result.Plugin = Library.Plugin;
  Result.Why = Library.Why;
  Result.IsPlugin = true;
  Result.Warnings = Library.Warnings;
}

void ReportAgain(const OpenedLibrary& Library, const PathStatus& Status, Outcome& Result) {
  Report(Library, Result);
  Result.AlreadyLoaded = Library.Plugin != nullptr;
  for (Warning& Changed : WarnOfChange(Library, Status.Identity, Status.Version)) {
    Result.Warnings.push_back(std::move(Changed));
  }
}

// Opens a file that is no library opened before.
Check LoadNew(OpenedFile& File, Outcome& Result) {
  ByteReader Bytes;
  if (const PathProblem Problem = File.Read(Bytes); Problem.Trouble != PathTrouble::None) {
    return CannotRead(Result.Path, Problem);
  }
  Image Contents;
  Check Failed = CheckLibrary(Bytes, CurrentPlatform(), Detail::Brief, Contents);
  Result.IsPlugin = Contents.ExportsDescriptor || Contents.IsCppPlugin();
  if (Failed || (Failed = CheckCLibrary(Contents))) return Failed;
  ShareOwnSymbols();
  OpenProblem Problem;
  OpenedLibrary Kept;
  Kept.Path = Result.Path;
  Kept.File = File.Status().Identity;
  Kept.Version = File.Status().Version;
  void* Library = OpenLibrary(Result.Path, Problem);
  if (!Library) {
    Library = OpenLibraryLazily(Result.Path);
    if (!Library) return ExplainOpenFailure(Result.Path, Problem, Bytes);
    Kept.Warnings.push_back(WarnOfMissingSymbols(Library, Problem, Bytes));
  }
  if (const OpenedLibrary* Same = FindOpened(Library)) {
    ReportAgain(*Same, File.Status(), Result);
    return Result.Why;
  }
  Kept.Why = CheckOpened(Library, Bytes, Contents, Kept);
  Report(KeepOpened(Library, std::move(Kept)), Result);
  return Result.Why;
}

void Load(bool OpenAtOnce, Outcome& Result) {
  if (!OpenAtOnce) {
    const PathStatus Status = LookAt(Result.Path);
    Result.IsDirectory = Status.Kind == PathKind::Directory;
    if (const OpenedLibrary* Known = FindOpened(Result.Path, Status.Identity);
        Known && Status.Kind == PathKind::File) {
      return ReportAgain(*Known, Status, Result);
    }
    Result.Why = CheckKind(Result.Path, Status);
    if (Result.Why) return;
  }
  OpenedFile File(Result.Path);
  const PathStatus& Status = File.Status();
  if (Status.Kind != PathKind::File) {
    // A file that may not be read may have been loaded before.
    if (OpenAtOnce) return Load(false, Result);
    Result.Why = CheckKind(Result.Path, Status);
    return;
  }
  if (const OpenedLibrary* Known = FindOpened(Result.Path, Status.Identity)) {
    return ReportAgain(*Known, Status, Result);
  }
  Result.Why = LoadNew(File, Result);
}

}  // namespace

Outcome LoadFile(const std::string& Path, bool OpenAtOnce) {
  Outcome Result;
  Result.Path = Path;
  if (Loading) {
    Result.Why = Refusal{kLibraryOpenFailed, "another plug-in is being opened on this thread",
                         "Do not load plug-ins in the constructor of one"};
    return Result;
  }
  LockGuard Guard(LoadLock);
  Loading = true;
  Load(OpenAtOnce, Result);
  Loading = false;
  return Result;
}

}  // namespace plugkit
