// C programs that check the host library from within (test/native) end well, with the library that is
// shipped, with one under sanitizers, and with the shipped one under valgrind. So do the programs of test/native/parity, whose output another
// test compares with a stock library's.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';
import { callsSource } from '../stock/calls.js';
import { skip } from '../support/skip.js';
import {
  compileProgram,
  type HostLibrary,
  runLines,
  sanitizedLibrary,
  shippedLibrary,
  valgrind,
} from './host-library.js';

/** Those that do are run by the test that compares. */
function wantsArguments(program: string): boolean {
  return readFileSync(projectPath('test/native', program), 'utf8').includes('main(int');
}

/** Relative to test/native. */
const PROGRAMS = [
  'embedder.c',
  'no_engine.c',
  'owners.c',
  'questions.c',
  'threads.c',
  ...(process.platform === 'linux' ? ['old_limits.c'] : []),
  ...readdirSync(projectPath('test/native/parity'))
    .map((name) => join('parity', name))
    .filter((name) => !wantsArguments(name)),
];

const LIBRARIES = {
  'as shipped': shippedLibrary,
  'under sanitizers': sanitizedLibrary,
  'under valgrind': valgrindLibrary,
};

async function valgrindLibrary(): Promise<HostLibrary | { skip: string }> {
  const found = valgrind();
  return 'skip' in found ? found : { ...(await shippedLibrary()), runner: found.command };
}

for (const [title, find] of Object.entries(LIBRARIES)) {
  describe(`the host library ${title}`, () => {
    let library: HostLibrary;
    let directory: string;

    before(async function () {
      if (process.platform === 'win32') return skip(this, 'the programs are built for POSIX');
      const found = await find();
      if ('skip' in found) return skip(this, found.skip);
      library = found;
      directory = mkdtempSync(join(tmpdir(), 'plugkit-native-'));
    });

    after(() => {
      if (directory) rmSync(directory, { recursive: true });
    });

    async function runProgram(name: string): Promise<void> {
      const file = await compileProgram(library, projectPath('test/native', name), directory);
      const [runner, ...args] = [...(library.runner ?? []), file];
      runLines(runner as string, args);
    }

    for (const program of PROGRAMS) {
      it(`passes ${program}`, async () => {
        await runProgram(program);
      });
    }

    if (find === sanitizedLibrary) {
      it('ends no call of a function with null, other kinds or boundaries', async () => {
        const source = join(directory, 'calls.c');
        await writeFile(source, await callsSource());
        const headers = projectPath('test/native');
        const program = await compileProgram(library, source, directory, [headers]);
        // There is no plug-in at this path: a context of one is null in every call.
        const ended = runLines(program, ['/nowhere'], { timeout: 500_000 }).filter((line) =>
          /: (signal|exit) \d+$/.test(line),
        );
        assert.deepEqual(ended, []);
      });
    }

    if (find !== shippedLibrary) {
      it('does not pass leak.c', async function () {
        if (process.platform !== 'linux') skip(this, 'leaks are found on Linux only');
        await assert.rejects(runProgram('leak.c'), /leak|definitely lost/);
      });
    }
  });
}
