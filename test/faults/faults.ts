// The table of faults: one broken plug-in a kind, and what each who opens it must be told. The plug-ins
// of one kind are made by `make`; faults.test.ts goes through the table.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TARGETS, type TargetId } from '../../loader/target.js';
import type { AnyErrorCode } from '../../scripts/errors.js';
import { here, type OddPlugin, oddPlugin } from '../host/odd-plugins.js';
import { APPLE_DOUBLE, bytes, faultyPlugin, loop } from './corpus.js';

export interface Verdict {
  code: AnyErrorCode;
  reason: RegExp;
}

export interface FaultKind {
  kind: string;
  /**
   * Makes the plug-in at a path (whose directory is there and is its own), or elsewhere.
   * @returns where it is
   */
  make(path: string): Promise<string> | string;
  /** What loadPlugins, the probe and a cell say of it. */
  refused?: Verdict;
  /** What the probe and a cell say of it: no process survives opening it. */
  fatal?: Verdict;
  /** What a cell says of it: it opens, and does harm when it is used. */
  used?: Verdict;
  /** A limit it runs into, in place of one that is never reached. */
  timeout?: number;
  memory?: number;
  /** It is no regular file, so there is nothing for a cell to copy: `plugkit test` refuses it before. */
  special?: Verdict;
}

const other = (difference: 'arch' | 'platform') =>
  TARGETS.find(
    (target) =>
      (target.arch === here.arch) === (difference === 'platform') &&
      (target.platform === here.platform) === (difference === 'arch') &&
      (difference === 'platform' || target.libc === here.libc),
  )?.id as TargetId;

const odd = (macros: readonly string[], options: OddPlugin = {}) => ({
  make: (path: string) => oddPlugin('', path, { macros, ...options }),
});
const faulty = (macros: Record<string, string>) => ({
  make: (path: string) => faultyPlugin(path, macros),
});
const file = (contents: string | Uint8Array) => ({ make: (path: string) => bytes(path, contents) });

/** The plug-in without a library that it needs, which is then `replaced`. */
const withNeeded = (flags: readonly string[], replaced: (library: string) => void) => ({
  async make(path: string) {
    const directory = join(path, '..');
    const needed = await oddPlugin(directory, 'libneeded.so', { macros: ['NO_DESCRIPTOR'] });
    const made = await oddPlugin('', path, { libraries: [needed, ...flags] });
    replaced(needed);
    return made;
  },
});
const cutAt = (share: number) => ({
  kind: `a file cut off after ${share * 100} % of its bytes`,
  async make(path: string) {
    const whole = readFileSync(await oddPlugin('', path, {}));
    return bytes(path, whole.subarray(0, Math.round(whole.length * share)));
  },
  refused: { code: 'LIBRARY_TRUNCATED', reason: /has \d+ bytes, expected \d+ or more/ } as const,
});

const LIMIT = { timeout: 10_000 };

export const FAULTS: FaultKind[] = [
  {
    kind: 'wrong architecture',
    ...odd([], { target: other('arch') }),
    refused: { code: 'WRONG_ARCHITECTURE', reason: /built for \w+ .*, expected \w+/ },
  },
  {
    kind: 'wrong format',
    ...odd([], { target: other('platform') }),
    refused: { code: 'WRONG_FORMAT', reason: /it is a \w+ library \(.*\), expected a \w+ library/ },
  },
  ...[0.05, 0.25, 0.5, 0.75, 0.99].map(cutAt),
  {
    kind: 'no bytes',
    ...file(''),
    refused: { code: 'NOT_A_LIBRARY', reason: /an empty file/ },
  },
  {
    kind: 'zero bytes',
    ...file(new Uint8Array(8192)),
    refused: { code: 'NOT_A_LIBRARY', reason: /a file of an unknown format/ },
  },
  {
    kind: 'text',
    ...file('GROUP ( libwasmedge.so.0 )\n'),
    refused: { code: 'NOT_A_LIBRARY', reason: /text beginning "GROUP/ },
  },
  {
    kind: 'an AppleDouble file',
    make: (path) => bytes(join(path, '..', '._faulty.so'), APPLE_DOUBLE),
    refused: { code: 'NOT_A_LIBRARY', reason: /an AppleDouble file/ },
  },
  {
    kind: 'a needed library that is missing',
    ...withNeeded([], (library) => rmSync(library)),
    refused: { code: 'LIBRARY_OPEN_FAILED', reason: /needs the library .*libneeded\.so, which/ },
  },
  {
    kind: 'an rpath that leads to no library',
    ...withNeeded(['-Wl,-rpath,$ORIGIN'], (library) => bytes(library, 'Not Found\n')),
    refused: { code: 'LIBRARY_OPEN_FAILED', reason: /libneeded\.so: (file too short|invalid ELF)/ },
  },
  {
    kind: 'a host function that no WasmEdge has',
    ...odd(['IMPORT="WasmEdge_Nothing"']),
    refused: { code: 'LIBRARY_OPEN_FAILED', reason: /needs the function WasmEdge_Nothing/ },
  },
  {
    kind: 'no descriptor function',
    ...odd(['NO_DESCRIPTOR']),
    refused: { code: 'NO_DESCRIPTOR', reason: /exports no function WasmEdge_Plugin_GetDescriptor/ },
  },
  {
    kind: 'a null descriptor',
    ...odd(['DESCRIPTOR=NULL']),
    refused: { code: 'DESCRIPTOR_NULL', reason: /returned null/ },
  },
  {
    kind: 'wild pointers in the descriptor',
    ...odd(['MODULES=WILD', 'OPTIONS=WILD']),
    refused: { code: 'DESCRIPTOR_INVALID', reason: /is at an address that cannot be read/ },
  },
  {
    kind: 'an absurd count in the descriptor',
    ...odd(['MODULE_COUNT=4000000000']),
    refused: { code: 'DESCRIPTOR_INVALID', reason: /ModuleCount is 4000000000, expected 1024/ },
  },
  {
    kind: 'a name that is not UTF-8',
    ...odd(['NAME="faulty\\xff"']),
    refused: { code: 'NAME_NOT_UTF8', reason: /plug-in's name is not UTF-8/ },
  },
  {
    kind: 'a wrong API version',
    ...odd(['API_VERSION=2']),
    refused: { code: 'API_VERSION_UNSUPPORTED', reason: /is 2, expected 5/ },
  },
  {
    kind: 'two modules of one name',
    ...odd(['OTHER_MODULE_NAME="odd_module"']),
    refused: { code: 'DUPLICATE_MODULE', reason: /"odd_module" is offered twice/ },
  },

  {
    kind: 'a constructor that crashes',
    ...faulty({ ON_LOAD: 'CRASH()' }),
    fatal: { code: 'PLUGIN_CRASHED', reason: /ended by SIGSEGV while (it|the plug-in) was opened/ },
  },
  {
    kind: 'a constructor that aborts',
    ...faulty({ ON_LOAD: 'abort()' }),
    fatal: { code: 'PLUGIN_CRASHED', reason: /ended by SIGABRT while/ },
  },
  {
    kind: 'a constructor that hangs',
    ...faulty({ ON_LOAD: 'HANG()' }),
    ...LIMIT,
    fatal: { code: 'PLUGIN_HUNG', reason: /did not end within 10 s, stopped while/ },
  },
  {
    kind: 'a constructor that ends the process',
    ...faulty({ ON_LOAD: '_exit(7)' }),
    fatal: { code: 'PLUGIN_EXITED', reason: /ended with exit status 7 while/ },
  },
  {
    kind: 'a constructor that allocates without bound',
    ...faulty({ ON_LOAD: 'FILL()' }),
    memory: 2 ** 29,
    fatal: { code: 'MEMORY_EXCEEDED', reason: /held more than 512 MiB of memory, stopped while/ },
  },

  {
    kind: 'a create function that returns null',
    ...faulty({ ON_CREATE: 'return NULL' }),
    used: { code: 'MODULE_CREATE_FAILED', reason: /'one act': .*"faulty" returned a null pointer/ },
  },
  {
    kind: 'a create function that crashes',
    ...faulty({ ON_CREATE: 'CRASH()' }),
    used: {
      code: 'PLUGIN_CRASHED',
      reason: /SIGSEGV in test case .*create function of .*'faulty'$/,
    },
  },
  {
    kind: 'a create function that throws in C++',
    ...faulty({ ON_CREATE: 'THROW()' }),
    used: { code: 'PLUGIN_CRASHED', reason: /SIG(ABRT|SEGV) in test case .*create function of/ },
  },
  {
    kind: 'a host function that crashes',
    ...faulty({ ON_CALL: 'CRASH()' }),
    used: { code: 'PLUGIN_CRASHED', reason: /SIGSEGV in test case .*host function 'faulty\.act'$/ },
  },
  {
    kind: 'a host function that aborts',
    ...faulty({ ON_CALL: 'abort()' }),
    used: { code: 'PLUGIN_CRASHED', reason: /SIGABRT in test case .*host function 'faulty\.act'/ },
  },
  {
    kind: 'a host function that never returns',
    ...faulty({ ON_CALL: 'HANG()' }),
    ...LIMIT,
    used: { code: 'PLUGIN_HUNG', reason: /stopped in test case .*host function 'faulty\.act'$/ },
  },
  {
    kind: 'a host function that allocates without bound',
    ...faulty({ ON_CALL: 'FILL()' }),
    memory: 2 ** 29,
    used: { code: 'MEMORY_EXCEEDED', reason: /512 MiB .* host function 'faulty\.act'$/ },
  },
  {
    kind: 'a host function with a wrong result',
    ...faulty({ ON_CALL: 'Result = 3' }),
    used: { code: 'CASE_FAILED', reason: /'one act': returned \(3\), expected \(2\)/ },
  },

  {
    kind: 'a directory with the name of a library',
    make: (path) => {
      execFileSync('mkdir', [path]);
      return path;
    },
    refused: { code: 'NO_LIBRARY_FOUND', reason: /hold no file/ },
    special: { code: 'FILE_UNREADABLE', reason: /it is not a regular file/ },
  },
  {
    kind: 'a pipe',
    make: (path) => {
      execFileSync('mkfifo', [path]);
      return path;
    },
    refused: { code: 'NOT_A_LIBRARY', reason: /a device, pipe or socket/ },
    special: { code: 'FILE_UNREADABLE', reason: /it is not a regular file/ },
  },
  {
    kind: 'a link to itself',
    make: loop,
    refused: { code: 'PATH_NOT_READABLE', reason: /cannot be read \(Too many levels of symbolic/ },
    special: { code: 'FILE_UNREADABLE', reason: /is not there/ },
  },
];
