// Programs in C and Rust that use WASI and three plug-ins at once do the same by `plugkit run` in either engine.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { findToolchain } from '../../scripts/toolchain/find.js';
import { zigCaches } from '../../scripts/toolchain/tools.js';
import { builtPlugin } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { runProgram, type Stock, stockWasmEdge } from '../support/stock.js';

const PLUGINS = ['get-string', 'word-count', 'arith'];
const RUST_TARGET = 'wasm32-wasip1';

const EXPECTED = `A STRING FROM A WASMEDGE PLUG-IN: 6 words
argument 1: one
argument 2: two words
COLOUR: blue
read first
read second
in.txt: from the host
`;

async function compileC(output: string): Promise<void> {
  const environment = readEnvironment(process.env, { quiet: true });
  const { zig } = await findToolchain(environment);
  execFileSync(
    zig.path,
    [
      ...['cc', '-target', 'wasm32-wasi', '-O2', '-o', output],
      projectPath('test/stock/fixtures/program.c'),
    ],
    { env: { ...process.env, ...zigCaches(environment.cacheDirectory) } },
  );
}

/** Why Rust cannot compile the program here; undefined when it did. */
function compileRust(output: string): string | undefined {
  let directory: string;
  try {
    const args = ['--print', 'target-libdir', '--target', RUST_TARGET];
    directory = execFileSync('rustc', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'there is no rustc';
  }
  if (!existsSync(directory)) return `no std for ${RUST_TARGET} (rustup target add ${RUST_TARGET})`;
  const source = projectPath('test/stock/fixtures/program.rs');
  execFileSync('rustc', ['--target', RUST_TARGET, '--edition=2021', '-O', '-o', output, source]);
  return undefined;
}

describe('WASI programs with three plug-ins', () => {
  let work: string;
  let plugins: string[];
  let stock: Stock | { skip: string };

  before(async () => {
    work = mkdtempSync(join(tmpdir(), 'plugkit-programs-'));
    stock = await stockWasmEdge('0.17.1');
    plugins = [];
    for (const name of PLUGINS) {
      plugins.push(await builtPlugin(await readManifest(projectPath('plugins', name))));
    }
    writeFileSync(join(work, 'in.txt'), 'from the host\n');
  });
  after(() => rmSync(work, { recursive: true }));

  async function check(program: string, engine: 'v8' | 'wasmedge'): Promise<void> {
    rmSync(join(work, 'out.txt'), { force: true });
    const given = 'skip' in stock ? [] : ['--library', dirname(stock.library)];
    const args = [
      ...[projectPath('lib/scripts/cli.js'), 'run', '--no-default-plugins', '--engine', engine],
      ...(engine === 'wasmedge' ? given : []),
      ...plugins.flatMap((plugin) => ['--plugin', plugin]),
      ...['--get-string.upper', '--dir', `/data:${work}`, '--env', 'COLOUR=blue'],
      ...[program, 'one', 'two words'],
    ];
    const options = { input: 'first\nsecond\n' };
    const { status, stdout, stderr } =
      engine === 'wasmedge' && !('skip' in stock)
        ? await stock.run(process.execPath, args, options)
        : await runProgram(process.execPath, args, options);
    assert.equal(stdout, EXPECTED);
    assert.equal(stderr, 'to standard error\n');
    assert.equal(status, 8, 'its own exit status');
    assert.equal(readFileSync(join(work, 'out.txt'), 'utf8'), '42\n');
  }

  for (const engine of ['v8', 'wasmedge'] as const) {
    it(`in C, in the engine ${engine}`, async function () {
      if (engine === 'wasmedge' && 'skip' in stock) skip(this, stock.skip);
      const program = join(work, 'c.wasm');
      if (!existsSync(program)) await compileC(program);
      await check(program, engine);
    });

    it(`in Rust, in the engine ${engine}`, async function () {
      if (engine === 'wasmedge' && 'skip' in stock) skip(this, stock.skip);
      const program = join(work, 'rust.wasm');
      const why = compileRust(program);
      if (why !== undefined) skip(this, why);
      await check(program, engine);
    });
  }
});
