// Loads a directory from eight threads at once and prints how the candidates came out. The threads
// end before the process does.
#include <pthread.h>
#include <stdio.h>

#include "../../../loader/native/embedder.h"

enum { Threads = 8 };

struct Counts {
  const plugkit_Host* Host;
  const char* Path;
  unsigned Of[3];
};

static void Count(void* Data, const plugkit_LoadOutcome* Outcome) {
  ((struct Counts*)Data)->Of[Outcome->State]++;
}

static void* Load(void* Data) {
  struct Counts* Mine = Data;
  Mine->Host->LoadFromPath(Mine->Path, Count, Mine);
  return NULL;
}

int main(int ArgumentCount, char** Arguments) {
  const WasmEdge_String Name = {PLUGKIT_HOST_NAME_LENGTH, PLUGKIT_HOST_NAME};
  const plugkit_Host* Host = (const plugkit_Host*)(const void*)WasmEdge_PluginFind(Name);
  if (!Host || ArgumentCount != 2) return 1;
  pthread_t Running[Threads];
  struct Counts Each[Threads];
  for (int I = 0; I < Threads; ++I) {
    Each[I] = (struct Counts){.Host = Host, .Path = Arguments[1]};
    if (pthread_create(&Running[I], NULL, Load, &Each[I]) != 0) return 1;
  }
  unsigned Sum[3] = {0};
  for (int I = 0; I < Threads; ++I) {
    pthread_join(Running[I], NULL);
    for (int State = 0; State < 3; ++State) Sum[State] += Each[I].Of[State];
  }
  printf("loaded %u, already loaded %u, refused %u\n", Sum[plugkit_LoadState_Loaded],
         Sum[plugkit_LoadState_AlreadyLoaded], Sum[plugkit_LoadState_Refused]);
  return 0;
}
