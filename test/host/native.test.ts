// C programs that check the host library from within (test/native) end well, with the library that is
// shipped and with one under sanitizers. So do the programs of test/native/parity, whose output another
// test compares with a stock library's.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectPath } from '../../scripts/project.js';
import { skip } from '../support/skip.js';
import {
  compileProgram,
  type HostLibrary,
  runLines,
  sanitizedLibrary,
  shippedLibrary,
} from './host-library.js';

/** Those that do are run by the test that compares. */
function wantsArguments(program: string): boolean {
  return readFileSync(projectPath('test/native', program), 'utf8').includes('main(int');
}

/** Relative to test/native. */
const PROGRAMS = [
  'embedder.c',
  'no_engine.c',
  'threads.c',
  ...(process.platform === 'linux' ? ['old_limits.c'] : []),
  ...readdirSync(projectPath('test/native/parity'))
    .map((name) => join('parity', name))
    .filter((name) => !wantsArguments(name)),
];

const LIBRARIES = { 'as shipped': shippedLibrary, 'under sanitizers': sanitizedLibrary };

for (const [title, find] of Object.entries(LIBRARIES)) {
  describe(`the host library ${title}`, () => {
    let library: HostLibrary;
    let directory: string;

    before(async function () {
      this.timeout(600_000);
      if (process.platform === 'win32') return skip(this, 'the programs are built for POSIX');
      const found = await find();
      if ('skip' in found) return skip(this, found.skip);
      library = found;
      directory = mkdtempSync(join(tmpdir(), 'plugkit-native-'));
    });

    after(() => {
      if (directory) rmSync(directory, { recursive: true });
    });

    for (const program of PROGRAMS) {
      it(`passes ${program}`, async function () {
        this.timeout(60_000);
        runLines(await compileProgram(library, join('..', program), directory), []);
      });
    }
  });
}
