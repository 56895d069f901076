// Files that are refused, and files that are not, through the host library alone: a C program loads
// them and prints the outcomes. Everything runs twice, the second time under sanitizers. Long because
// every way to be refused is a case of its own.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERROR_CODES, type ErrorCode } from '../../loader/errors.js';
import { TARGETS, type TargetId } from '../../loader/target.js';
import { skip } from '../support/skip.js';
import {
  compileProgram,
  type HostLibrary,
  type RunOptions,
  runLines,
  sanitizedLibrary,
  shippedLibrary,
} from './host-library.js';
import { here, type OddPlugin, oddPlugin } from './odd-plugins.js';
import { load as loadPaths, type Printed } from './outcomes.js';

interface Case extends OddPlugin {
  title: string;
  /** None: it is loaded. */
  code?: ErrorCode;
  reason?: RegExp;
}

const targetOf = (platform: string, arch: string) =>
  TARGETS.find((t) => t.platform === platform && t.arch === arch)?.id as TargetId;
const other = here.arch === 'x64' ? 'arm64' : 'x64';
const invalid = 'DESCRIPTOR_INVALID';
const ambiguous = 'ABI_AMBIGUOUS';
const long = `"${'x'.repeat(300)}"`;
const versioned = here.libc === 'glibc'; // elsewhere a function has one form

const CASES: Case[] = [
  { title: 'a plug-in in order' },
  { title: 'one that names the host library', versions: true },

  {
    title: 'one for Windows',
    target: targetOf('win32', here.arch),
    code: 'WRONG_FORMAT',
    reason: /Windows library \(PE\), expected a Linux/,
  },
  {
    title: 'one for macOS',
    target: targetOf('darwin', here.arch),
    code: 'WRONG_FORMAT',
    reason: /macOS library \(Mach-O\), expected a Linux/,
  },
  {
    title: 'one for the other processor',
    target: targetOf('linux', other),
    code: 'WRONG_ARCHITECTURE',
    reason: new RegExp(`built for ${other} .*, expected ${here.arch} `),
  },

  { title: 'no descriptor', macros: ['NO_DESCRIPTOR'], code: 'NO_DESCRIPTOR' },
  { title: 'only a C++ descriptor', macros: ['CPP_ONLY'], code: 'CPP_PLUGIN' },
  {
    title: 'a function that no WasmEdge has',
    macros: ['IMPORT="WasmEdge_Nothing"'],
    code: 'LIBRARY_OPEN_FAILED',
    reason: /needs the function WasmEdge_Nothing/,
  },
  {
    title: 'a function that nobody has',
    macros: ['IMPORT="nothing_at_all"'],
    code: 'LIBRARY_OPEN_FAILED',
    reason: /^it needs a symbol that no library has: .*nothing_at_all/,
  },

  { title: 'a null descriptor', macros: ['DESCRIPTOR=NULL'], code: 'DESCRIPTOR_NULL' },
  {
    title: 'a wild descriptor',
    macros: ['DESCRIPTOR=WILD'],
    code: invalid,
    reason: /^the descriptor is at an address that cannot be read/,
  },
  { title: 'a null name', macros: ['NAME=NULL'], code: invalid, reason: /plug-in's name is null/ },
  {
    title: 'a wild name',
    macros: ['NAME=WILD'],
    code: invalid,
    reason: /plug-in's name is at an address/,
  },
  { title: 'an empty name', macros: ['NAME=""'], code: invalid, reason: /plug-in's name is empty/ },
  {
    title: 'an endless name',
    macros: [`NAME=${long}`],
    code: invalid,
    reason: /more than 256 bytes/,
  },
  {
    title: 'a wild description',
    macros: ['DESCRIPTION=WILD'],
    code: invalid,
    reason: /plug-in's description is at/,
  },
  { title: 'no description', macros: ['DESCRIPTION=NULL'] },
  {
    title: 'null modules',
    macros: ['MODULES=NULL'],
    code: invalid,
    reason: /ModuleDescriptions is null, expected 2/,
  },
  {
    title: 'wild modules',
    macros: ['MODULES=WILD'],
    code: invalid,
    reason: /ModuleDescriptions is at an address/,
  },
  { title: 'no modules', macros: ['MODULES=NULL', 'MODULE_COUNT=0'] },
  {
    title: 'four thousand million modules',
    macros: ['MODULE_COUNT=4000000000'],
    code: invalid,
    reason: /ModuleCount is 4000000000, expected 1024/,
  },
  {
    title: 'a null module name',
    macros: ['MODULE_NAME=NULL'],
    code: invalid,
    reason: /name of module 0 is null/,
  },
  {
    title: 'a wild module name',
    macros: ['OTHER_MODULE_NAME=WILD'],
    code: invalid,
    reason: /name of module 1 is at/,
  },
  {
    title: 'a null Create',
    macros: ['CREATE=NULL'],
    code: invalid,
    reason: /Create of module "odd_module" is null/,
  },
  {
    title: 'a wild Create',
    macros: ['CREATE=WILD'],
    code: invalid,
    reason: /Create of module "odd_module" is at an address outside/,
  },
  {
    title: 'wild options',
    macros: ['OPTIONS=WILD'],
    code: invalid,
    reason: /ProgramOptions is at an address/,
  },
  {
    title: 'four thousand million options',
    macros: ['OPTION_COUNT=4000000000'],
    code: invalid,
    reason: /ProgramOptionCount is 4000000000/,
  },
  {
    title: 'a null option name',
    macros: ['OPTION_NAME=NULL'],
    code: invalid,
    reason: /name of option 0 is null/,
  },
  {
    title: 'an option of an unknown type',
    macros: ['OPTION_TYPE=13'],
    code: invalid,
    reason: /type of option "level" is 13, expected 0 to 12/,
  },
  {
    title: 'an option without storage',
    macros: ['STORAGE=NULL'],
    code: invalid,
    reason: /Storage of option "level" is null/,
  },
  {
    title: 'an option with wild storage',
    macros: ['STORAGE=WILD'],
    code: invalid,
    reason: /Storage cannot be written/,
  },
  {
    title: 'an option with constant storage',
    macros: ['STORAGE=&DefaultLevel'],
    code: invalid,
    reason: /Storage cannot be written/,
  },
  {
    title: 'an option with a wild default',
    macros: ['DEFAULT=WILD'],
    code: invalid,
    reason: /DefaultValue cannot be read/,
  },
  {
    title: 'an option with a wild default text',
    macros: ['DEFAULT=&WildText', 'OPTION_TYPE=WasmEdge_ProgramOptionType_String'],
    code: invalid,
    reason: /default text cannot be read/,
  },
  {
    title: 'a plug-in name that is not UTF-8',
    macros: ['NAME="odd\\xff"'],
    code: 'NAME_NOT_UTF8',
    reason: /plug-in's name/,
  },
  {
    title: 'a module name that is not UTF-8',
    macros: ['MODULE_NAME="\\xed\\xa0\\x80"'],
    code: 'NAME_NOT_UTF8',
    reason: /name of module 0/,
  },
  {
    title: 'an option name that is not UTF-8',
    macros: ['OPTION_NAME="\\xc0\\xaf"'],
    code: 'NAME_NOT_UTF8',
    reason: /name of option 0/,
  },
  { title: 'a name in Greek', macros: ['NAME="περίεργο"'] },
  {
    title: 'two modules of one name',
    macros: ['OTHER_MODULE_NAME="odd_module"'],
    code: 'DUPLICATE_MODULE',
    reason: /"odd_module" is offered twice/,
  },

  {
    title: 'API version 2',
    macros: ['API_VERSION=2'],
    code: 'API_VERSION_UNSUPPORTED',
    reason: /^API version is 2, expected 5/,
  },
  {
    title: 'API version 6',
    macros: ['API_VERSION=6'],
    code: 'API_VERSION_UNSUPPORTED',
    reason: /^API version is 6/,
  },
  {
    title: 'API version 4 with functions that did not change',
    macros: ['API_VERSION=4', 'IMPORT="WasmEdge_StringWrap"'],
  },
  {
    title: 'API version 3 with functions that did not change',
    macros: ['API_VERSION=3', 'IMPORT="WasmEdge_ValueGenI32"'],
  },
  {
    title: 'API version 4 with 32-bit offsets',
    macros: ['API_VERSION=4', 'IMPORT="WasmEdge_MemoryInstanceSetData"'],
  },
  {
    title: 'API version 4 with 32-bit offsets, at an address computed from that of the function',
    macros: ['API_VERSION=4', 'IMPORT="WasmEdge_MemoryInstanceSetData"', 'IMPORT_OFFSET=8'],
    code: ambiguous,
    reason:
      /^WasmEdge_MemoryInstanceSetData cannot be replaced .*: its address is not where calls look it up$/,
  },
  {
    title: 'API version 5 with such an address',
    macros: ['IMPORT="WasmEdge_MemoryInstanceSetData"', 'IMPORT_OFFSET=8'],
  },
  {
    title: 'API version 4 with numbers of proposals',
    macros: ['API_VERSION=4', 'IMPORT="WasmEdge_ConfigureAddProposal"'],
    code: ambiguous,
    reason: /^WasmEdge_ConfigureAddProposal takes a number/,
  },
  {
    title: 'API version 4 with limits, asking for the new form',
    macros: ['API_VERSION=4', 'IMPORT="WasmEdge_TableTypeCreate"'],
    versions: true,
    code: ambiguous,
    reason: /^WasmEdge_TableTypeCreate is imported with symbol version WASMEDGE_0\.17/,
  },
  {
    title: 'API version 4 with limits, asking for no form',
    macros: ['API_VERSION=4', 'IMPORT="WasmEdge_MemoryTypeGetLimit"'],
  },
  ...[
    'WasmEdge_LimitIsEqual',
    'WasmEdge_MemoryTypeCreate',
    'WasmEdge_MemoryTypeGetLimit',
    'WasmEdge_TableTypeCreate',
    'WasmEdge_TableTypeGetLimit',
  ].flatMap((name): Case[] => [
    {
      title: `${name} without a version`,
      macros: [`IMPORT="${name}"`],
      ...(versioned
        ? { code: ambiguous, reason: new RegExp(`^${name} is imported with no symbol version`) }
        : {}),
    },
    { title: `${name} with its version`, macros: [`IMPORT="${name}"`], versions: true },
  ]),
];

// The plug-ins of the table, compiled once for both libraries.
let fixtures: string;
before(() => {
  fixtures = mkdtempSync(join(tmpdir(), 'plugkit-odd-'));
});
after(() => rmSync(fixtures, { recursive: true }));
const compiled = new Map<Case, Promise<string>>();

function compiledCase(subject: Case): Promise<string> {
  const known = compiled.get(subject);
  if (known) return known;
  const made = oddPlugin(fixtures, `case${compiled.size}.so`, subject);
  compiled.set(subject, made);
  return made;
}

function testsOf(kind: string, getLibrary: () => Promise<HostLibrary | { skip: string }>): void {
  describe(`loading with the ${kind} host library`, () => {
    let root: string;
    let library: HostLibrary;
    let program: string;
    const seen = new Set<string>();

    before(async function () {
      if (here.platform !== 'linux') {
        skip(this, `these fixtures are for Linux, not ${here.platform}`);
      }
      const got = await getLibrary();
      if ('skip' in got) {
        skip(this, got.skip);
      }
      library = got;
      root = mkdtempSync(join(tmpdir(), 'plugkit-load-'));
      chmodSync(root, 0o755); // another user looks at it, too
      program = await compileProgram(library, 'report_outcomes.c', root);
    });
    after(() => root && rmSync(root, { recursive: true }));

    function load(paths: readonly string[], options: RunOptions = {}): Printed[] {
      const outcomes = loadPaths(program, paths, options);
      for (const { state, code } of outcomes) if (state === 'refused') seen.add(code);
      return outcomes;
    }
    const short = ({ state, code, path }: Printed, directory = root) =>
      `${path.replace(`${directory}/`, '')} ${code || state}`;
    function scratch(name: string): string {
      const directory = join(root, name);
      mkdirSync(directory);
      return directory;
    }

    for (const subject of CASES) {
      const { title, code, reason } = subject;
      it(`${code ? `refuses (${code})` : 'loads'} ${title}`, async () => {
        const path = await compiledCase(subject);
        const [outcome, ...rest] = load([path]);
        assert.equal(outcome?.state, code ? 'refused' : 'loaded', outcome?.reason);
        assert.equal(outcome.code, code ?? '', outcome.reason);
        if (reason) assert.match(outcome.reason, reason);
        assert.deepEqual(outcome.warnings, []);
        assert.equal(outcome.path, path);
        assert.deepEqual(rest, []);
      });
    }

    it('names the library that a plug-in lacks', async () => {
      const directory = scratch('lacks');
      const needed = await oddPlugin(directory, 'libneeded.so', { macros: ['NO_DESCRIPTOR'] });
      const path = await oddPlugin(directory, 'lacks.so', { libraries: [needed] });
      rmSync(needed);
      const [outcome] = load([path]);
      assert.equal(outcome?.code, 'LIBRARY_OPEN_FAILED');
      assert.match(outcome.reason, /^it needs the library .*libneeded\.so, which/);
    });

    it('refuses what is not there, not a library, or for no system', () => {
      const directory = scratch('files');
      const files = {
        empty: '',
        text: 'INPUT(libother.so)\n',
        umlauts: 'größer\n',
        binary: '\x01\x02',
        archive: '!<arch>\n',
        zip: 'PK\x03\x04',
        wasm: '\0asm\x01\0\0\0',
        dos: `MZ${'\0'.repeat(100)}`,
      };
      for (const [name, content] of Object.entries(files)) {
        writeFileSync(join(directory, `${name}.so`), content);
      }
      const names = [...Object.keys(files).map((name) => `${name}.so`), 'missing.so', 'text.so/x'];
      const outcomes = load([...names.map((name) => join(directory, name)), process.execPath, '']);
      assert.deepEqual(
        outcomes.map(({ code, reason }) => `${code}: ${reason}`),
        [
          'NOT_A_LIBRARY: it is an empty file, expected a shared library',
          'NOT_A_LIBRARY: it is text beginning "INPUT(libother.so)", expected a shared library',
          'NOT_A_LIBRARY: it is a file of an unknown format, expected a shared library',
          'NOT_A_LIBRARY: it is a file of an unknown format, expected a shared library',
          'NOT_A_LIBRARY: it is a static library, expected a shared library',
          'NOT_A_LIBRARY: it is a zip archive, expected a shared library',
          'NOT_A_LIBRARY: it is a WebAssembly module, expected a shared library',
          'WRONG_FORMAT: it is a Windows library (PE), expected a Linux library (ELF)',
          'PATH_NOT_FOUND: the path does not exist (No such file or directory)',
          'PATH_NOT_FOUND: the path does not exist (Not a directory)',
          'NOT_A_LIBRARY: it is an executable, expected a shared library',
          'PATH_NOT_FOUND: the path is empty, expected a file or directory',
        ],
      );
    });

    it('refuses a library cut off anywhere', async () => {
      const directory = scratch('cut');
      const bytes = readFileSync(await oddPlugin(root, 'whole.so', {}));
      const step = Math.ceil(bytes.length / 150);
      for (let length = 4; length < bytes.length; length += step) {
        writeFileSync(join(directory, `${length}.so`), bytes.subarray(0, length));
      }
      writeFileSync(join(directory, 'last.so'), bytes.subarray(0, -1));
      const outcomes = load([directory]);
      assert.ok(outcomes.length > 100);
      const others = outcomes.filter(({ code }) => code !== 'LIBRARY_TRUNCATED');
      assert.deepEqual(others, []);
      assert.match(outcomes.at(-1)?.reason ?? '', /^the file has \d+ bytes, expected \d+ or more$/);
    });

    it('refuses a second plug-in of a name, and names the first', async () => {
      const first = await oddPlugin(root, 'first.so', {});
      const second = await oddPlugin(root, 'second.so', {});
      const [, outcome] = load([first, second]);
      assert.equal(outcome?.code, 'DUPLICATE_PLUGIN');
      assert.equal(outcome.reason, `a plug-in named "odd" is loaded from ${first}`);
    });

    it('knows a file again by a link, a hard link and another spelling', async () => {
      const directory = scratch('again');
      const first = await oddPlugin(directory, 'first.so', {});
      execFileSync('ln', ['-s', 'first.so', join(directory, 'link.so')]);
      execFileSync('ln', [first, join(directory, 'twin.so')]);
      const spelled = `${directory}/./../again//first.so`;
      const outcomes = load(['link.so', 'first.so', 'twin.so', spelled], { cwd: directory });
      assert.deepEqual(
        outcomes.map((outcome) => short(outcome, directory)),
        [
          'link.so loaded',
          'first.so already-loaded',
          'twin.so already-loaded',
          '../again/first.so already-loaded',
        ],
      );
    });

    it('searches directories below by name, past what is no plug-in', async () => {
      const directory = scratch('tree');
      mkdirSync(join(directory, 'b.so'));
      const plugin = (name: string) => oddPlugin(directory, name, { macros: [`NAME="${name}"`] });
      for (const name of ['c.so', 'b.so/z.so', 'B.so', '._c.so', 'c.so.bak', '.so'])
        await plugin(name);
      writeFileSync(join(directory, 'a.so'), 'text');
      writeFileSync(join(directory, 'readme.txt'), 'text');
      execFileSync('mkfifo', [join(directory, 'pipe.so')]); // opening it would wait for a writer
      execFileSync('ln', ['-s', '..', join(directory, 'b.so/up')]);
      execFileSync('ln', ['-s', 'self.so', join(directory, 'self.so')]);
      execFileSync('ln', ['-s', 'nowhere', join(directory, 'gone.so')]);
      execFileSync('ln', ['-s', 'b.so', join(directory, 'same')]);
      assert.deepEqual(
        load([directory]).map((outcome) => short(outcome, directory)),
        [
          'B.so loaded',
          'a.so NOT_A_LIBRARY',
          'b.so/z.so loaded',
          'c.so loaded',
          'gone.so PATH_NOT_FOUND',
          'pipe.so NOT_A_LIBRARY',
          'self.so PATH_NOT_READABLE',
        ],
      );
    });

    it('says that a directory holds no library', () => {
      const directory = scratch('none');
      mkdirSync(join(directory, 'deeper'));
      writeFileSync(join(directory, '._x.so'), 'AppleDouble');
      const outcomes = load([directory]);
      assert.deepEqual(
        outcomes.map((outcome) => short(outcome)),
        ['none NO_LIBRARY_FOUND'],
      );
    });

    it('says what another user may not read', async () => {
      const directory = scratch('locked');
      mkdirSync(join(directory, 'closed'));
      const secret = await oddPlugin(directory, 'secret.so', {});
      chmodSync(secret, 0);
      chmodSync(join(directory, 'closed'), 0);
      const options = process.getuid?.() === 0 ? { uid: 65534 } : {}; // root may read everything
      const outcomes = load([directory, join(directory, 'closed/x.so')], options);
      chmodSync(join(directory, 'closed'), 0o700);
      assert.deepEqual(
        outcomes.map((outcome) => short(outcome, directory)),
        [
          'closed PATH_NOT_READABLE',
          'secret.so PATH_NOT_READABLE',
          'closed/x.so PATH_NOT_READABLE',
        ],
      );
    });

    it('refuses plug-ins that a plug-in loads while it is being opened', async () => {
      const inner = await oddPlugin(root, 'inner.so', { macros: ['NAME="inner"'] });
      const outer = await oddPlugin(root, 'outer.so', {
        macros: [`OPENS="${inner}"`],
        versions: true,
      });
      assert.deepEqual(
        load([outer, inner]).map((outcome) => short(outcome)),
        ['outer.so loaded', 'inner.so loaded'],
      );
    });

    it('loads each plug-in once, however many threads ask', async () => {
      const directory = scratch('threads');
      for (const name of ['one', 'two', 'three']) {
        await oddPlugin(directory, `${name}.so`, { macros: [`NAME="${name}"`] });
      }
      const threads = await compileProgram(library, 'load_in_threads.c', root);
      assert.deepEqual(runLines(threads, [directory]), ['loaded 3, already loaded 21, refused 0']);
    });

    it('has shown every code of a candidate', () => {
      const all = Object.keys(ERROR_CODES);
      const codes = all.slice(all.indexOf('PATH_NOT_FOUND'), all.indexOf('DUPLICATE_MODULE') + 1);
      assert.deepEqual([...seen].sort(), codes.sort());
    });
  });
}

testsOf('shipped', shippedLibrary);
testsOf('sanitized', sanitizedLibrary);
