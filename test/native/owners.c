// An instance belongs to the module that it was added to first: adding it twice, to another module
// or deleting it besides frees nothing twice.
#include <string.h>
#include <wasmedge/wasmedge.h>

#include "../../loader/native/embedder.h"
#include "check.h"

static int errors;

static void count(const WasmEdge_LogMessage* message) {
  if (message->Level == WasmEdge_LogLevel_Error) errors++;
}

static WasmEdge_String text(const char* s) { return WasmEdge_StringWrap(s, (uint32_t)strlen(s)); }

static WasmEdge_ModuleInstanceContext* module(void) {
  return WasmEdge_ModuleInstanceCreate(text("env"));
}

static WasmEdge_Result host(void* data, const WasmEdge_CallingFrameContext* frame,
                            const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)frame, (void)params, (void)returns;
  *(int*)data = 7;
  return WasmEdge_Result_Success;
}

static WasmEdge_FunctionInstanceContext* make_Function(void) {
  static int data;
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(NULL, 0, NULL, 0);
  WasmEdge_FunctionInstanceContext* made = WasmEdge_FunctionInstanceCreate(type, host, &data, 0);
  WasmEdge_FunctionTypeDelete(type);
  return made;
}

static WasmEdge_MemoryInstanceContext* make_Memory(void) {
  WasmEdge_LimitContext* limit = WasmEdge_LimitCreate(1, false);
  WasmEdge_MemoryTypeContext* type = WasmEdge_MemoryTypeCreate(limit);
  WasmEdge_MemoryInstanceContext* made = WasmEdge_MemoryInstanceCreate(type);
  WasmEdge_MemoryTypeDelete(type);
  WasmEdge_LimitDelete(limit);
  return made;
}

static WasmEdge_TableInstanceContext* make_Table(void) {
  WasmEdge_LimitContext* limit = WasmEdge_LimitCreate(1, false);
  WasmEdge_TableTypeContext* type = WasmEdge_TableTypeCreate(WasmEdge_ValTypeGenFuncRef(), limit);
  WasmEdge_TableInstanceContext* made = WasmEdge_TableInstanceCreate(type);
  WasmEdge_TableTypeDelete(type);
  WasmEdge_LimitDelete(limit);
  return made;
}

static WasmEdge_GlobalInstanceContext* make_Global(void) {
  WasmEdge_GlobalTypeContext* type =
      WasmEdge_GlobalTypeCreate(WasmEdge_ValTypeGenI32(), WasmEdge_Mutability_Var);
  WasmEdge_GlobalInstanceContext* made =
      WasmEdge_GlobalInstanceCreate(type, WasmEdge_ValueGenI32(1));
  WasmEdge_GlobalTypeDelete(type);
  return made;
}

// The second module goes first or last: neither order may free what the first one has.
#define OWNED(KIND)                                                       \
  static void owned_##KIND(bool second_first) {                           \
    WasmEdge_ModuleInstanceContext *first = module(), *second = module(); \
    WasmEdge_##KIND##InstanceContext* it = make_##KIND();                 \
    WasmEdge_ModuleInstanceAdd##KIND(first, text("one"), it);             \
    errors = 0;                                                           \
    WasmEdge_ModuleInstanceAdd##KIND(first, text("two"), it);             \
    WasmEdge_ModuleInstanceAdd##KIND(first, text("one"), it);             \
    CHECK(errors == 0);                                                   \
    WasmEdge_ModuleInstanceAdd##KIND(second, text("one"), it);            \
    CHECK(errors == 1);                                                   \
    WasmEdge_##KIND##InstanceDelete(it);                                  \
    CHECK(errors == 2);                                                   \
    CHECK(WasmEdge_ModuleInstanceList##KIND##Length(first) == 2);         \
    CHECK(WasmEdge_ModuleInstanceFind##KIND(first, text("one")) == it);   \
    CHECK(WasmEdge_ModuleInstanceFind##KIND(first, text("two")) == it);   \
    CHECK(!WasmEdge_ModuleInstanceFind##KIND(second, text("one")));       \
    WasmEdge_ModuleInstanceDelete(second_first ? second : first);         \
    WasmEdge_ModuleInstanceDelete(second_first ? first : second);         \
    /* One that is in no module is the program's. */                      \
    WasmEdge_##KIND##InstanceDelete(make_##KIND());                       \
    CHECK(errors == 2);                                                   \
  }

OWNED(Function)
OWNED(Memory)
OWNED(Table)
OWNED(Global)

// The result is what the version after 0.17.1 returns, which its plug-ins find under this form.
static void results(void) {
  WasmEdge_Result (*add)(WasmEdge_ModuleInstanceContext*, WasmEdge_String,
                         WasmEdge_FunctionInstanceContext*);
  void* form = (void*)WasmEdge_ModuleInstanceAddFunction;
  memcpy(&add, &form, sizeof(add));
  WasmEdge_ModuleInstanceContext *first = module(), *second = module();
  WasmEdge_FunctionInstanceContext* it = make_Function();
  CHECK(add(first, text("one"), it).Code == 0);
  CHECK(add(first, text("two"), it).Code == 0);
  CHECK(add(second, text("one"), it).Code == WasmEdge_ErrCode_WrongVMWorkflow);
  WasmEdge_ModuleInstanceDelete(second);
  WasmEdge_ModuleInstanceDelete(first);
}

static int released;
static void release(void* data, void* handle) {
  (void)data, (void)handle;
  released++;
}

// What an embedder gives a plug-in to look at is not the plug-in's to add or delete.
static void embedded(void) {
  const plugkit_Host* host_library = (const plugkit_Host*)WasmEdge_PluginFind(
      WasmEdge_StringWrap(PLUGKIT_HOST_NAME, PLUGKIT_HOST_NAME_LENGTH));
  plugkit_Embedder embedder = {0};
  embedder.Release = release;
  int handle;
  WasmEdge_ModuleInstanceContext *guest = host_library->ModuleCreate(text("g"), &embedder, &handle),
                                 *plugin = module();
  WasmEdge_MemoryInstanceContext* own = make_Memory();
  WasmEdge_MemoryInstanceContext* memory =
      host_library->MemoryCreate(WasmEdge_MemoryInstanceGetMemoryType(own), &embedder, &handle);
  WasmEdge_FunctionInstanceContext* function =
      host_library->FunctionCreate(NULL, &embedder, &handle);
  host_library->ModuleSetMemory(guest, 0, memory);
  errors = 0;
  WasmEdge_MemoryInstanceDelete(memory);
  WasmEdge_ModuleInstanceAddMemory(plugin, text("m"), memory);
  WasmEdge_ModuleInstanceAddFunction(plugin, text("f"), function);
  CHECK(errors == 3 && released == 0);
  CHECK(WasmEdge_ModuleInstanceListFunctionLength(plugin) == 0);
  WasmEdge_ModuleInstanceDelete(plugin);
  CHECK(released == 0);
  WasmEdge_FunctionInstanceDelete(function);
  WasmEdge_ModuleInstanceDelete(guest);
  CHECK(released == 3);
  WasmEdge_MemoryInstanceDelete(own);
}

int main(void) {
  WasmEdge_LogSetCallback(count);
  for (int i = 0; i < 2; ++i) {
    owned_Function(i);
    owned_Memory(i);
    owned_Table(i);
    owned_Global(i);
  }
  results();
  embedded();
  return 0;
}
