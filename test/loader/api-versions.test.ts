// Plug-ins for older versions of the plug-in API in the loader: those that use what changed since. Whole
// plug-ins, with all their test cases, are in test/scripts/project/api-version.test.ts; ones compiled against a
// stock WasmEdge in test/stock/reverse.test.ts.
import { includeDirectory, linkLibraries } from '../support/compile.js';
import { callNarrow, compileNarrow } from '../support/narrow.js';

const LINKS: Readonly<Record<string, readonly string[]>> =
  process.platform === 'linux'
    ? {
        'bound when it is opened, then write-protected': ['-Wl,-z,now', '-Wl,-z,relro'],
        'bound at the first call': ['-Wl,-z,lazy', '-Wl,-z,norelro'],
        'called without a jump table': ['-fno-plt'],
      }
    : { 'as this system links': [] };

describe('a plug-in that passes 32-bit numbers and struct limits', () => {
  for (const api of [3, 4] as const) {
    for (const [title, flags] of Object.entries(LINKS)) {
      it(`may leave anything in the upper halves of registers: API ${api}, ${title}`, async () => {
        const file = await compileNarrow(`narrow ${api} ${title}`, {
          include: includeDirectory,
          flags: [
            `-DWASMEDGE_PLUGIN_API_VERSION=${api}`,
            ...flags,
            ...(await linkLibraries(undefined, api)),
          ],
        });
        callNarrow(file);
      });
    }
  }
});
