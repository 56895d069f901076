// Loads the plug-in small_plugin.c and prints the values of its options: the defaults, then what
// was set; then how long the text of one stays where it is, and that it does not stay for ever.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "../../../loader/native/embedder.h"

static void PrintOption(const WasmEdge_ProgramOption* Option) {
  const void* At = Option->Storage;
  printf("%s ", Option->Name);
  switch (Option->Type) {
    case WasmEdge_ProgramOptionType_None:
      printf("-\n");
      break;
    case WasmEdge_ProgramOptionType_Toggle:
      printf("%d\n", *(const bool*)At);
      break;
    case WasmEdge_ProgramOptionType_Int8:
      printf("%" PRId8 "\n", *(const int8_t*)At);
      break;
    case WasmEdge_ProgramOptionType_Int16:
      printf("%" PRId16 "\n", *(const int16_t*)At);
      break;
    case WasmEdge_ProgramOptionType_Int32:
      printf("%" PRId32 "\n", *(const int32_t*)At);
      break;
    case WasmEdge_ProgramOptionType_Int64:
      printf("%" PRId64 "\n", *(const int64_t*)At);
      break;
    case WasmEdge_ProgramOptionType_UInt8:
      printf("%" PRIu8 "\n", *(const uint8_t*)At);
      break;
    case WasmEdge_ProgramOptionType_UInt16:
      printf("%" PRIu16 "\n", *(const uint16_t*)At);
      break;
    case WasmEdge_ProgramOptionType_UInt32:
      printf("%" PRIu32 "\n", *(const uint32_t*)At);
      break;
    case WasmEdge_ProgramOptionType_UInt64:
      printf("%" PRIu64 "\n", *(const uint64_t*)At);
      break;
    case WasmEdge_ProgramOptionType_Float:
      printf("%g\n", (double)*(const float*)At);
      break;
    case WasmEdge_ProgramOptionType_Double:
      printf("%g\n", *(const double*)At);
      break;
    case WasmEdge_ProgramOptionType_String:
      printf("%.*s\n", (int)((const WasmEdge_String*)At)->Length,
             ((const WasmEdge_String*)At)->Buf);
      break;
  }
}

// Sets the option to a text that begins with this number, and returns where the plug-in finds it.
static const char* SetText(const plugkit_Host* Host, const WasmEdge_PluginContext* Plugin,
                           unsigned Number) {
  enum { Text = 11 };
  char Value[1024];
  const char* Given = Value;
  memset(Value, 'x', sizeof Value - 1);
  Value[sizeof Value - 1] = 0;
  snprintf(Value, 16, "%u", Number);
  Value[15] = 'x';
  Host->PluginSetOption(Plugin, Text, &Given);
  const WasmEdge_ProgramOption* Option = &Host->PluginGetDescriptor(Plugin)->ProgramOptions[Text];
  return ((const WasmEdge_String*)Option->Storage)->Buf;
}

static long Kilobytes(void) {
  struct rusage Usage;
  getrusage(RUSAGE_SELF, &Usage);
  return Usage.ru_maxrss;
}

static void SetTexts(const plugkit_Host* Host, const WasmEdge_PluginContext* Plugin) {
  const char* First = SetText(Host, Plugin, 0);
  printf("the same text is the same copy: %d\n", SetText(Host, Plugin, 0) == First);
  for (unsigned Other = 1; Other <= 256; ++Other) SetText(Host, Plugin, Other);
  printf("after 256 others: %d, %d\n", First[0] == '0' && First[1] == 0,
         SetText(Host, Plugin, 0) == First);
  const long Before = Kilobytes();
  for (unsigned Other = 1; Other <= 100000; ++Other) SetText(Host, Plugin, Other);
  printf("bounded: %d\n", Kilobytes() - Before < 10000);
}

static void KeepPlugin(void* Data, const plugkit_LoadOutcome* Outcome) {
  *(const WasmEdge_PluginContext**)Data = Outcome->Plugin;
}

int main(int Count, char** Arguments) {
  const WasmEdge_String Name = {PLUGKIT_HOST_NAME_LENGTH, PLUGKIT_HOST_NAME};
  const plugkit_Host* Host = (const plugkit_Host*)(const void*)WasmEdge_PluginFind(Name);
  const WasmEdge_PluginContext* Plugin = NULL;
  if (!Host || Count != 2) return 1;
  Host->LoadFromPath(Arguments[1], KeepPlugin, &Plugin);
  if (!Plugin) return 1;
  const WasmEdge_PluginDescriptor* Descriptor = Host->PluginGetDescriptor(Plugin);
  for (uint32_t I = 0; I < Descriptor->ProgramOptionCount; ++I) {
    PrintOption(&Descriptor->ProgramOptions[I]);
  }
  char Text[] = "given";
  const char* Given = Text;
  for (uint32_t I = 0; I <= Descriptor->ProgramOptionCount; ++I) {
    const bool IsText = I < Descriptor->ProgramOptionCount &&
                        Descriptor->ProgramOptions[I].Type == WasmEdge_ProgramOptionType_String;
    const uint64_t One = 1;
    if (!Host->PluginSetOption(Plugin, I, IsText ? (const void*)&Given : &One)) {
      printf("option %" PRIu32 " not set\n", I);
    }
  }
  memset(Text, 'x', sizeof Text - 1);  // the library has its own copy
  PrintOption(&Descriptor->ProgramOptions[1]);
  PrintOption(&Descriptor->ProgramOptions[8]);
  PrintOption(&Descriptor->ProgramOptions[11]);
  SetTexts(Host, Plugin);
  return 0;
}
