// A plug-in whose descriptor is what the compiler's -D flags say. With none it is in order: plug-in
// "odd" with a module "odd_module" and an option "level".
#define _DEFAULT_SOURCE  // usleep
#include <stddef.h>
#include <stdint.h>
#include <wasmedge/wasmedge.h>

// An address where nothing is.
#define WILD ((void*)(uintptr_t)0x200000000000)

#ifndef NAME
#define NAME "odd"
#endif
#ifndef DESCRIPTION
#define DESCRIPTION "For tests"
#endif
#ifndef API_VERSION
#define API_VERSION WasmEdge_Plugin_CurrentAPIVersion
#endif
#ifndef MODULE_NAME
#define MODULE_NAME "odd_module"
#endif
#ifndef OTHER_MODULE_NAME
#define OTHER_MODULE_NAME "odd_other"
#endif
#ifndef CREATE
#define CREATE Create
#endif
#ifndef MODULES
#define MODULES Modules
#endif
#ifndef MODULE_COUNT
#define MODULE_COUNT 2
#endif
#ifndef OPTION_NAME
#define OPTION_NAME "level"
#endif
#ifndef OPTION_TYPE
#define OPTION_TYPE WasmEdge_ProgramOptionType_Int32
#endif
#ifndef STORAGE
#define STORAGE &Level
#endif
#ifndef DEFAULT
#define DEFAULT &DefaultLevel
#endif
#ifndef LEVEL
#define LEVEL 7
#endif
#ifndef OPTIONS
#define OPTIONS Options
#endif
#ifndef OPTION_COUNT
#define OPTION_COUNT 1
#endif
#ifndef DESCRIPTOR
#define DESCRIPTOR &Descriptor
#endif

// A function to import, by name and without its type.
#ifdef IMPORT
extern void Function(void) __asm__(IMPORT);
#ifndef IMPORT_OFFSET
#define IMPORT_OFFSET 0
#endif
const char* Imported = (const char*)Function + IMPORT_OFFSET;
#endif

// A function to call, by name, when somebody calls this plug-in's.
#ifdef CALLS
extern void Called(void) __asm__(CALLS);
WASMEDGE_CAPI_PLUGIN_EXPORT void Call(void);
void Call(void) { Called(); }
#endif

// What a constructor leaves behind that needs the library's code later: a thread that never ends,
// and something to do at the end of the thread that opened it. Says that it ran.
#ifdef LEAVES_CODE_BEHIND
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
static void* Loop(void* Data) {
  for (;;) usleep(1000);
  return Data;
}
static void AtThreadEnd(void* Data) { (void)Data; }
__attribute__((constructor)) static void Start(void) {
  pthread_t Thread;
  pthread_create(&Thread, NULL, Loop, NULL);
  pthread_detach(Thread);
  pthread_key_t Key;
  pthread_key_create(&Key, AtThreadEnd);
  pthread_setspecific(Key, NAME);
  fprintf(stderr, "constructed %s\n", NAME);
}
#endif

// Memory that is there for every thread from the start, or that takes much address space.
#ifdef STATIC_THREAD_DATA
WASMEDGE_CAPI_PLUGIN_EXPORT char* ThreadData(void);
static __thread char Data[STATIC_THREAD_DATA] __attribute__((tls_model("initial-exec")));
char* ThreadData(void) { return Data; }
#endif
#ifdef BYTES
WASMEDGE_CAPI_PLUGIN_EXPORT char* ManyBytes(void);
static char Many[BYTES];
char* ManyBytes(void) { return Many; }
#endif

// Another plug-in, to load while this one is being opened.
#ifdef OPENS
__attribute__((constructor)) static void LoadAnother(void) { WasmEdge_PluginLoadFromPath(OPENS); }
#endif

extern int32_t Level;
int32_t Level = LEVEL;
extern const int32_t DefaultLevel;
const int32_t DefaultLevel = 7;
extern WasmEdge_String Text;
WasmEdge_String Text = {.Length = 5, .Buf = "seven"};
extern const WasmEdge_String SameText;
const WasmEdge_String SameText = {.Length = 5, .Buf = "seven times"};
extern const WasmEdge_String WildText;
const WasmEdge_String WildText = {.Length = 5, .Buf = WILD};

static WasmEdge_ModuleInstanceContext* Create(const WasmEdge_ModuleDescriptor* Module) {
  (void)Module;
  return NULL;
}

WasmEdge_ModuleDescriptor Modules[] = {
    {.Name = MODULE_NAME, .Description = "One", .Create = CREATE},
    {.Name = OTHER_MODULE_NAME, .Description = NULL, .Create = Create}};

WasmEdge_ProgramOption Options[] = {{.Name = OPTION_NAME,
                                     .Description = "A number",
                                     .Type = OPTION_TYPE,
                                     .Storage = (void*)(STORAGE),
                                     .DefaultValue = DEFAULT}};

extern WasmEdge_PluginDescriptor Descriptor;
WasmEdge_PluginDescriptor Descriptor = {.Name = NAME,
                                        .Description = DESCRIPTION,
                                        .APIVersion = API_VERSION,
                                        .Version = {1, 2, 3, 4},
                                        .ModuleCount = MODULE_COUNT,
                                        .ProgramOptionCount = OPTION_COUNT,
                                        .ModuleDescriptions = MODULES,
                                        .ProgramOptions = OPTIONS};

#ifdef CPP_ONLY
// What a plug-in of the C++ interface exports, and a function of a C++ class that it takes from the
// runtime.
extern void CppFunction(void) __asm__("_ZN8WasmEdge6Plugin6Plugin4loadEv") __attribute__((weak));
void (*CppImported)(void) = CppFunction;
__attribute__((visibility("default"))) const void* GetDescriptor(void) { return &Descriptor; }
#elif defined(NO_DESCRIPTOR)
WASMEDGE_CAPI_PLUGIN_EXPORT const void* Something(void);
const void* Something(void) { return &Descriptor; }
#else
const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) { return DESCRIPTOR; }
#endif
