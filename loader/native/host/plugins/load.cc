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
Mutex loadLock;
// Set on a thread that is loading: a constructor that loads plug-ins itself would wait for itself.
thread_local bool loading = false;

Check CheckOpened(void* library, const ByteReader& bytes, Image& contents, OpenedLibrary& kept) {
  using GetDescriptor = const WasmEdge_PluginDescriptor* (*)();
  const auto get =
      reinterpret_cast<GetDescriptor>(FindSymbol(library, "WasmEdge_Plugin_GetDescriptor"));
  if (!get) {
    return Refusal{kNoDescriptor, "the system does not find WasmEdge_Plugin_GetDescriptor in it",
                   "Export the function with default visibility"};
  }
  const uintptr_t loadedAt = LoadAddress(library, reinterpret_cast<const void*>(get));
  LoadedMemory memory(loadedAt, std::move(contents.memory));
  const WasmEdge_PluginDescriptor* descriptor = get();
  if (Check failed = CheckDescriptor(descriptor, memory)) return failed;
  const uint32_t apiVersion = descriptor->APIVersion;
  if (Check failed = CheckAbi(apiVersion, contents, HostSymbolBinding())) return failed;
  if (const WasmEdge_PluginContext* other = FindPlugin(descriptor->Name)) {
    return Refusal{kDuplicatePlugin,
                   Join({"a plug-in named \"", other->name, "\" is loaded from ", other->path}),
                   "Remove one of the two files, or rename one plug-in"};
  }
  if (Check failed = BindOldForms(apiVersion, bytes, loadedAt)) return failed;
  if (Check failed = ApplyDefaults(*descriptor, memory, kept.warnings)) return failed;
  kept.plugin =
      new WasmEdge_PluginContext{descriptor->Name, kept.path, descriptor, std::move(memory)};
  Register(kept.plugin);
  return {};
}

void Report(const OpenedLibrary& library, Outcome& result) {
  result.plugin = library.plugin;
  result.why = library.why;
  result.isPlugin = true;
  result.warnings = library.warnings;
}

void ReportAgain(const OpenedLibrary& library, const PathStatus& status, Outcome& result) {
  Report(library, result);
  result.alreadyLoaded = library.plugin != nullptr;
  for (Warning& changed : WarnOfChange(library, status.identity, status.version)) {
    result.warnings.push_back(std::move(changed));
  }
}

// Opens a file that is no library opened before.
Check LoadNew(OpenedFile& file, Outcome& result) {
  ByteReader bytes;
  if (const PathProblem problem = file.Read(bytes); problem.trouble != PathTrouble::None) {
    return CannotRead(result.path, problem);
  }
  Image contents;
  Check failed = CheckLibrary(bytes, CurrentPlatform(), Detail::Brief, contents);
  result.isPlugin = contents.exportsDescriptor || contents.IsCppPlugin();
  if (failed || (failed = CheckCLibrary(contents))) return failed;
  ShareOwnSymbols();
  OpenProblem problem;
  OpenedLibrary kept;
  kept.path = result.path;
  kept.file = file.Status().identity;
  kept.version = file.Status().version;
  void* library = OpenLibrary(result.path, problem);
  if (!library) {
    library = OpenLibraryLazily(result.path);
    if (!library) return ExplainOpenFailure(result.path, problem, bytes);
    kept.warnings.push_back(WarnOfMissingSymbols(library, problem, bytes));
  }
  if (const OpenedLibrary* same = FindOpened(library)) {
    ReportAgain(*same, file.Status(), result);
    return result.why;
  }
  kept.why = CheckOpened(library, bytes, contents, kept);
  Report(KeepOpened(library, std::move(kept)), result);
  return result.why;
}

void Load(bool openAtOnce, Outcome& result) {
  if (!openAtOnce) {
    const PathStatus status = LookAt(result.path);
    result.isDirectory = status.kind == PathKind::Directory;
    if (const OpenedLibrary* known = FindOpened(result.path, status.identity);
        known && status.kind == PathKind::File) {
      return ReportAgain(*known, status, result);
    }
    result.why = CheckKind(result.path, status);
    if (result.why) return;
  }
  OpenedFile file(result.path);
  const PathStatus& status = file.Status();
  if (status.kind != PathKind::File) {
    // A file that may not be read may have been loaded before.
    if (openAtOnce) return Load(false, result);
    result.why = CheckKind(result.path, status);
    return;
  }
  if (const OpenedLibrary* known = FindOpened(result.path, status.identity)) {
    return ReportAgain(*known, status, result);
  }
  result.why = LoadNew(file, result);
}

}  // namespace

Outcome LoadFile(const std::string& path, bool openAtOnce) {
  Outcome result;
  result.path = path;
  if (loading) {
    result.why = Refusal{kLibraryOpenFailed, "another plug-in is being opened on this thread",
                         "Do not load plug-ins in the constructor of one"};
    return result;
  }
  LockGuard guard(loadLock);
  loading = true;
  Load(openAtOnce, result);
  loading = false;
  return result;
}

}  // namespace plugkit
