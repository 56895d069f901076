// Reads environments of the default paths, one a line, fields separated by tabs; prints the paths
// of each, a line "rule<tab>path" each, and an empty line after each environment. Run by
// test/loader/default-paths.test.ts.
#include <stdio.h>
#include <string.h>

#include "host/plugins/default_paths.h"

int main() {
  static char Line[65536];
  while (fgets(Line, sizeof Line, stdin)) {
    Line[strcspn(Line, "\n")] = 0;
    std::vector<std::string> Fields(1);
    for (const char* At = Line; *At; ++At) {
      if (*At == '\t') {
        Fields.emplace_back();
      } else {
        Fields.back() += *At;
      }
    }
    if (Fields.size() != 7) return 1;
    plugkit::PathEnvironment Environment;
    Environment.windows = Fields[0] == "win32";
    Environment.pluginPath = Fields[1];
    Environment.wasmEdgeDirectory = Fields[2];
    Environment.workingDirectory = Fields[3];
    Environment.homeDirectory = Fields[4];
    Environment.hostLibrary = Fields[5];
    Environment.triplet = Fields[6];
    for (const plugkit::DefaultPath& Entry : plugkit::DefaultPaths(Environment)) {
      printf("%s\t%s\n", Entry.rule, Entry.path.c_str());
    }
    printf("\n");
  }
  return 0;
}
