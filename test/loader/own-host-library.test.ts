// The addon uses its own host library, whatever else is called so: first on the library path, or in the
// process already. On every target that runs here.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { TARGETS, type Target } from '../../loader/target.js';
import { buildPrebuilds } from '../../scripts/compile/prebuilds.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { projectPath } from '../../scripts/project/paths.js';
import { setUpRunners } from '../../scripts/runners/install.js';
import { describeObstacle } from '../../scripts/runners/runner.js';
import { findRunner } from '../../scripts/runners/runners.js';
import { compile } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { requireStock, type Stock } from '../support/stock.js';
import { getStringPlugin, LOADED, type Outcome, runProgram, StagedPackage } from './staged.js';

const environment = readEnvironment(process.env, { quiet: true });
/** What is done before the program: Windows looks into PATH when it opens a library, others at their start. */
const BEFORE = `
const { CHANGE, LIBRARY_PATH, OPEN_LIBRARY } = process.env;
if (CHANGE) process.env.LD_LIBRARY_PATH = '/';
if (LIBRARY_PATH) process.env.PATH = LIBRARY_PATH + ';' + process.env.PATH;
if (OPEN_LIBRARY) process.dlopen({ exports: {} }, process.cwd() + '/open_library.node');
await import('./program.mjs');
`;

class Bench {
  readonly staged: StagedPackage;
  readonly #run: (env: Record<string, string>) => Promise<Outcome>;

  private constructor(
    staged: StagedPackage,
    run: (env: Record<string, string>) => Promise<Outcome>,
  ) {
    this.staged = staged;
    this.#run = run;
  }

  /** Whatever it takes to run the program in a Node of the target; skips where that cannot be. */
  static async create(context: Mocha.Context, target: Target): Promise<Bench> {
    const [built] = await buildPrebuilds({ targets: [target], environment });
    assert.notEqual(built?.state, 'failed', built?.log);
    const plugin = await getStringPlugin(target);
    const staged = new StagedPackage({ target });
    staged.write('before.mjs', BEFORE);
    const [seat] = await setUpRunners([target], undefined, environment);
    const { runner, obstacle, nodes = [] } = seat ?? {};
    const node = nodes[0]?.executable;
    if (runner === undefined || obstacle || typeof node !== 'string') {
      const reason = obstacle ?? (typeof node === 'object' ? node : undefined);
      return skip(context, reason ? describeObstacle(reason) : `nothing runs ${target.id} here`);
    }
    return new Bench(staged, async (env) => {
      const cwd = staged.directory;
      const timeout = 60_000 * runner.timeFactor(target);
      const args = [join(cwd, 'before.mjs'), plugin];
      const end = await runner.run(
        { target, node, args, cwd, env, timeout },
        environment.cacheDirectory,
      );
      if ('reason' in end) return skip(context, describeObstacle(end));
      const line = end.output.split('\n').findLast((each) => each.startsWith('{'));
      assert.ok(line, end.output);
      return JSON.parse(line);
    });
  }

  /** Runs the program with the other library first on the library path. */
  withOnPath(library: string, more: Record<string, string> = {}): Promise<Outcome> {
    const directory = dirname(library);
    const env = { LD_LIBRARY_PATH: directory, LIBRARY_PATH: directory };
    return this.#run({ ...env, ...this.#traced, ...more });
  }

  /** Runs the program after the other library was opened. */
  withOpen(library: string): Promise<Outcome> {
    return this.#run({ OPEN_LIBRARY: library, ...this.#traced });
  }

  get #trace(): string {
    return join(this.staged.directory, 'opened');
  }

  get #traced(): Record<string, string> {
    return { OTHER_LIBWASMEDGE_OPENED: this.#trace };
  }

  /** Whether the other library was opened. */
  get opened(): boolean {
    return existsSync(this.#trace);
  }
}

/** The other library, and the addon that opens it. */
async function compileOther(
  { staged }: Bench,
  target: Target,
  folder: string,
  ...flags: string[]
): Promise<string> {
  const common = { language: 'c', target: target.id } as const;
  const fixture = (name: string) => [projectPath('test', 'fixtures', 'loader', name)];
  const soname = target.platform === 'linux' ? [`-Wl,-soname,${target.hostLibrary}`] : [];
  await compile({
    ...common,
    sources: fixture('open_library.c'),
    flags: ['-shared'],
    output: join(staged.directory, 'open_library.node'),
  });
  return compile({
    ...common,
    sources: fixture('other_libwasmedge.c'),
    flags: ['-shared', ...soname, ...flags],
    output: join(staged.directory, folder, target.hostLibrary),
  });
}

for (const target of TARGETS) {
  // macOS puts its library path before every other: see docs/decisions/own-host-library.md.
  if (target.platform === 'darwin' || !findRunner(target)) continue;

  describe(`the addon for ${target.id}, with another libwasmedge`, () => {
    let bench: Bench;
    let other: string;

    before(async function () {
      bench = await Bench.create(this, target);
      other = await compileOther(bench, target, 'other');
    });

    it('first on the library path uses its own', async () => {
      assert.deepEqual(await bench.withOnPath(other), LOADED);
      assert.ok(!bench.opened);
    });

    it('first on the library path, and of no use here, uses its own', async () => {
      const useless = bench.staged.write(join('useless', target.hostLibrary), 'not a library');
      assert.deepEqual(await bench.withOnPath(useless), LOADED);
    });

    if (target.libc === 'musl') {
      // musl then searches where the variable pointed at the start, and nobody knows that any more.
      it('on a library path that the program has changed is named', async () => {
        const useless = bench.staged.write(join('useless', target.hostLibrary), 'not a library');
        const { code, message = '', hint = '' } = await bench.withOnPath(useless, { CHANGE: '1' });
        assert.equal(code, 'ADDON_FAILED');
        assert.match(message, /libwasmedge\.so\.0 is found in LD_LIBRARY_PATH before/);
        assert.match(hint, /^Start Node without .* in LD_LIBRARY_PATH$/);
      });
    }

    it('in the process already is refused', async () => {
      const { code, message = '', hint = '' } = await bench.withOpen(other);
      assert.equal(code, 'ADDON_FAILED', message);
      assert.match(
        message,
        /plug-ins would get the functions of .*, which is another libwasmedge$/,
      );
      assert.match(message, /[\\/]other[\\/]/);
      assert.match(
        hint,
        /^Load plug-ins before that library is loaded, or in a process without it/,
      );
    });

    it('of another version of this package in the process already is refused', async () => {
      const library = await compileOther(bench, target, 'version', '-DWITH_TABLE');
      const { code, message = '', hint } = await bench.withOpen(library);
      assert.equal(code, 'LOADER_CONFLICT', message);
      assert.match(message, /another version of this package is in use .*[\\/]version[\\/]/);
      assert.equal(hint, 'Let all parts of the program use one version');
    });
  });
}

describe('the addon, with a stock libwasmedge', () => {
  const staged = new StagedPackage();
  let stock: Stock;
  let plugin: string;

  before(async function () {
    stock = await requireStock(this, '0.17.1');
    plugin = await getStringPlugin();
    const koffi = createRequire(import.meta.url).resolve('koffi');
    // What the arguments before the plug-in say, around the program.
    staged.write(
      'beside.cjs',
      `const koffi = require(${JSON.stringify(koffi)});
      const [when, options, library] = process.argv.splice(2, 3);
      const callStock = () => {
        const version = koffi.load(library, JSON.parse(options)).func('const char *WasmEdge_VersionGet()');
        if (version() !== '0.17.1') throw new Error('it is not the stock library');
      };
      if (when === 'first') callStock();
      import('./program.mjs').then(() => when === 'last' && callStock());`,
    );
  });

  /** Runs the program in a process that finds the stock library first, and opens it where asked to. */
  function run(when: 'first' | 'last' | 'never', options: object = {}): Promise<Outcome> {
    const [file = process.execPath, ...args] = [...stock.start, process.execPath];
    const words = [when, JSON.stringify(options), stock.library, plugin];
    return runProgram([file, ...args, join(staged.directory, 'beside.cjs'), ...words], {
      cwd: staged.directory,
      env: { ...process.env, ...stock.env },
    });
  }

  it('first on the library path uses its own', async () => {
    assert.deepEqual(await run('never'), LOADED);
  });

  for (const when of ['first', 'last'] as const) {
    it(`opened ${when} for itself uses its own`, async () => {
      assert.deepEqual(await run(when), LOADED);
    });
  }

  it('opened last for all uses its own', async () => {
    assert.deepEqual(await run('last', { global: true }), LOADED);
  });

  it('opened first for all is refused', async () => {
    const { code, message = '' } = await run('first', { global: true });
    assert.equal(code, 'ADDON_FAILED');
    assert.match(
      message,
      /plug-ins would get the functions of \S*libwasmedge\S*, which is another/,
    );
  });
});

describe('two copies of the package in one process', () => {
  it('share the host library of the first', async () => {
    const [first, second] = [new StagedPackage(), new StagedPackage()];
    const plugin = await getStringPlugin();
    const program = first.write(
      'both.mjs',
      `import { pathToFileURL } from 'node:url';
      await import('./program.mjs');
      await import(pathToFileURL(${JSON.stringify(second.program)}));`,
    );
    const { stdout } = await promisify(execFile)(process.execPath, [program, plugin]);
    const [one, other] = stdout.trim().split('\n');
    assert.deepEqual(JSON.parse(one as string), LOADED);
    assert.deepEqual(JSON.parse(other as string), { ...LOADED, states: ['already-loaded'] });
  });
});
