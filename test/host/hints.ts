// What the tests of hints share: a directory with a program that loads plug-ins, and libraries that
// plug-ins need.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { compileProgram, type RunOptions, shippedLibrary } from './host-library.js';
import { here } from './odd-plugins.js';
import { load as loadPaths, type Printed } from './outcomes.js';

export const RUN_PATH = '-Wl,-rpath,$ORIGIN';
/** A user with few rights, as root may read everything. */
export const NOBODY: RunOptions = process.getuid?.() === 0 ? { uid: 65534 } : {};

let directory: string;
let program: string;

/** Makes the directory before the tests of a suite, and removes it after them. */
export function usePlace(): void {
  before(async function () {
    if (here.platform !== 'linux') {
      skip(this, `the words are those of Linux, not of ${here.platform}`);
    }
    directory = mkdtempSync(join(tmpdir(), 'plugkit-hints-'));
    chmodSync(directory, 0o755); // another user looks at it, too
    program = await compileProgram(await shippedLibrary(), 'report_outcomes.c', directory);
  });
  after(() => directory && rmSync(directory, { recursive: true }));
}

/** The path of a file in the directory. */
export const at = (name: string): string => join(directory, name);

/** A new directory in it. */
export function scratch(name: string): string {
  mkdirSync(at(name));
  return at(name);
}

/** What becomes of these paths, in one process. */
export function loadAll(paths: readonly string[], options: RunOptions = {}): Printed[] {
  return loadPaths(program, paths, options);
}
export function load(path: string, options: RunOptions = {}): Printed {
  return loadAll([path], options)[0] as Printed;
}

export function assertRefused(outcome: Printed, code: string, reason: RegExp, hint: RegExp): void {
  assert.equal(outcome.code, code, outcome.reason);
  assert.match(outcome.reason, reason);
  assert.match(outcome.hint, hint);
}
export function assertNotOpened(outcome: Printed, reason: RegExp, hint: RegExp): void {
  assertRefused(outcome, 'LIBRARY_OPEN_FAILED', reason, hint);
}

/** A library that needs others, and is no plug-in. */
export async function library(
  where: string,
  name: string,
  libraries: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<string> {
  const source = join(where, `${name}.c`);
  writeFileSync(source, `void ${name}(void) {}`);
  return compile({
    sources: [source],
    output: join(where, `lib${name}.so`),
    language: 'c',
    libraries,
    flags: ['-shared', '-s', `-Wl,-soname,lib${name}.so`, '-Wl,--no-as-needed', ...flags],
  });
}
