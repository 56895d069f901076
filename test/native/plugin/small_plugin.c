// A plug-in with one module that has one function, and an option of every type. Compiled by
// test/host/plugin-use.test.ts.
#include <stddef.h>
#include <wasmedge/wasmedge.h>

static bool Toggle;
static int8_t Int8;
static int16_t Int16;
static int32_t Int32;
static int64_t Int64;
static uint8_t UInt8;
static uint16_t UInt16;
static uint32_t UInt32;
static uint64_t UInt64;
static float Float;
static double Double;
static WasmEdge_String String;
static int32_t Kept = 17;

static const bool DefaultToggle = true;
static const int8_t DefaultInt8 = -8;
static const int16_t DefaultInt16 = -1600;
static const int32_t DefaultInt32 = -320000;
static const int64_t DefaultInt64 = -6400000000;
static const uint8_t DefaultUInt8 = 200;
static const uint16_t DefaultUInt16 = 60000;
static const uint32_t DefaultUInt32 = 4000000000;
static const uint64_t DefaultUInt64 = 12345678901234567890u;
static const float DefaultFloat = 1.5f;
static const double DefaultDouble = -2.25;
static const WasmEdge_String DefaultString = {.Length = 7, .Buf = "default"};

#define OPTION(Kind)                                                                               \
  {                                                                                                \
    .Name = #Kind, .Description = "", .Type = WasmEdge_ProgramOptionType_##Kind, .Storage = &Kind, \
    .DefaultValue = &Default##Kind                                                                 \
  }
static WasmEdge_ProgramOption Options[] = {
    OPTION(Toggle),
    OPTION(Int8),
    OPTION(Int16),
    OPTION(Int32),
    OPTION(Int64),
    OPTION(UInt8),
    OPTION(UInt16),
    OPTION(UInt32),
    OPTION(UInt64),
    OPTION(Float),
    OPTION(Double),
    OPTION(String),
    {.Name = "Kept", .Type = WasmEdge_ProgramOptionType_Int32, .Storage = &Kept},
    {.Name = "None", .Type = WasmEdge_ProgramOptionType_None}};

static WasmEdge_Result Add(void* Data, const WasmEdge_CallingFrameContext* Frame,
                           const WasmEdge_Value* Params, WasmEdge_Value* Returns) {
  (void)Data;
  (void)Frame;
  Returns[0] =
      WasmEdge_ValueGenI32(WasmEdge_ValueGetI32(Params[0]) + WasmEdge_ValueGetI32(Params[1]));
  return WasmEdge_Result_Success;
}

static WasmEdge_ModuleInstanceContext* Create(const WasmEdge_ModuleDescriptor* Descriptor) {
  WasmEdge_String Name = WasmEdge_StringCreateByCString(Descriptor->Name);
  WasmEdge_ModuleInstanceContext* Module = WasmEdge_ModuleInstanceCreate(Name);
  WasmEdge_StringDelete(Name);
  const WasmEdge_ValType Types[] = {WasmEdge_ValTypeGenI32(), WasmEdge_ValTypeGenI32()};
  WasmEdge_FunctionTypeContext* Type = WasmEdge_FunctionTypeCreate(Types, 2, Types, 1);
  WasmEdge_FunctionInstanceContext* Function = WasmEdge_FunctionInstanceCreate(Type, Add, NULL, 0);
  WasmEdge_FunctionTypeDelete(Type);
  Name = WasmEdge_StringCreateByCString("add");
  WasmEdge_ModuleInstanceAddFunction(Module, Name, Function);
  WasmEdge_StringDelete(Name);
  return Module;
}

static WasmEdge_ModuleDescriptor Modules[] = {
    {.Name = "small_module", .Description = "Adds numbers", .Create = Create}};

static WasmEdge_PluginDescriptor Descriptor = {
    .Name = "small",
    .Description = "A small plug-in",
    .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
    .Version = {0, 1, 0, 0},
    .ModuleCount = 1,
    .ProgramOptionCount = sizeof Options / sizeof Options[0],
    .ModuleDescriptions = Modules,
    .ProgramOptions = Options};

const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) { return &Descriptor; }
