// Loads the paths given, or the default paths when none is, through the interface for embedders,
// and prints a line for each outcome, fields separated by tabs: state, code, path, reason, hint;
// then one for each of its warnings: "warning", code, path, message, hint. With --paths, prints
// only the default paths: rule, path.
#define _DEFAULT_SOURCE  // usleep
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../../loader/native/embedder.h"

static void PrintOutcome(void* Data, const plugkit_LoadOutcome* Outcome) {
  static const char* const States[] = {"loaded", "already-loaded", "refused"};
  (void)Data;
  printf("%s\t%s\t%s\t%s\t%s\n", States[Outcome->State], Outcome->Code ? Outcome->Code : "",
         Outcome->Path, Outcome->Reason ? Outcome->Reason : "", Outcome->Hint ? Outcome->Hint : "");
  for (size_t I = 0; I < Outcome->WarningCount; ++I) {
    const plugkit_LoadWarning* Warning = &Outcome->Warnings[I];
    printf("warning\t%s\t%s\t%s\t%s\n", Warning->Code, Outcome->Path, Warning->Message,
           Warning->Hint);
  }
  fflush(stdout);
}

static void PrintPath(void* Data, const char* Path, const char* Rule) {
  (void)Data;
  printf("%s\t%s\n", Rule, Path);
}

int main(int Count, char** Arguments) {
  const WasmEdge_String Name = {PLUGKIT_HOST_NAME_LENGTH, PLUGKIT_HOST_NAME};
  const plugkit_Host* Host = (const plugkit_Host*)(const void*)WasmEdge_PluginFind(Name);
  if (!Host || Host->Version != PLUGKIT_HOST_VERSION) return 1;
  if (Count == 2 && strcmp(Arguments[1], "--paths") == 0) {
    Host->ListDefaultPaths(PrintPath, NULL);
    return 0;
  }
  if (Count < 2) Host->LoadFromDefaultPaths(PrintOutcome, NULL);
  for (int I = 1; I < Count; ++I) {
    if (strcmp(Arguments[I], "--linger") == 0) {
      usleep(50000);
    } else if (strcmp(Arguments[I], "--run") == 0) {
      if (system(Arguments[++I]) != 0) return 1;
    } else {
      Host->LoadFromPath(Arguments[I], PrintOutcome, NULL);
    }
  }
  return 0;
}
