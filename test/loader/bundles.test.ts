// The package in programs that bundlers and tracers make, each with the real one: it runs with its files
// beside the program, and says so where they are not.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TARGETS } from '../../loader/target.js';
import { prebuildFiles } from '../../scripts/compile/prebuilds.js';
import { projectPath } from '../../scripts/project/paths.js';
import { requirePackages } from '../support/registry.js';
import { skip } from '../support/skip.js';
import { temporaryDirectory } from './mirror.js';
import { getStringPlugin, LOADED, NAME, runProgram, StagedPackage } from './staged.js';

type Format = 'esm' | 'cjs';

const PACKAGES = {
  esbuild: ['esbuild@0.28.2'],
  webpack: ['webpack@5.112.2'],
  rollup: ['rollup@4.68.8', '@rollup/plugin-node-resolve@16.0.3'],
  ncc: ['@vercel/ncc@0.45.0'],
  nft: ['@vercel/nft@1.11.5'],
  sea: ['esbuild@0.28.2', 'postject@1.0.0-alpha.6'],
} as const;

const staged = new StagedPackage({ all: true });
const deployed = temporaryDirectory();

/** A module of an installed package. */
// biome-ignore lint/suspicious/noExplicitAny: the packages are no dependencies, so their types are not here
async function load(modules: string, name: string): Promise<any> {
  const file = createRequire(join(modules, 'from-here.js')).resolve(name);
  const loaded = await import(pathToFileURL(file).href);
  return loaded.default ?? loaded;
}

/** The file for a bundle, in a folder of its own. */
function bundleFile(name: string, format: Format): string {
  const folder = join(staged.directory, 'out', `${name}-${format}`);
  mkdirSync(folder, { recursive: true });
  return join(folder, `bundle.${format === 'esm' ? 'mjs' : 'cjs'}`);
}

/** The bundle and what its bundler left beside it, where there is nothing of this package but `files`. */
function deploy(
  bundle: string,
  files: 'as bundled' | 'with prebuilds' | 'without prebuilds',
): string {
  const folder = mkdtempSync(join(deployed, 'app-'));
  cpSync(dirname(bundle), folder, { recursive: true });
  const prebuilds = join(folder, 'prebuilds');
  if (files === 'with prebuilds') cpSync(staged.prebuilds, prebuilds, { recursive: true });
  if (files === 'without prebuilds') rmSync(prebuilds, { recursive: true, force: true });
  return join(folder, basename(bundle));
}

async function assertRuns(bundle: string): Promise<void> {
  const plugin = await getStringPlugin();
  const options = { cwd: dirname(bundle) };
  assert.deepEqual(await runProgram([process.execPath, bundle, plugin], options), LOADED);
}

async function assertRefuses(...command: [string, ...string[]]): Promise<void> {
  const { code, message = '', hint = '' } = await runProgram(command);
  assert.match(code ?? '', /^ADDON_(NOT_FOUND|FAILED)$/);
  assert.match(message, /bundle/);
  assert.match(hint, /external .*prebuilds beside the program; docs\/bundlers\.md/);
}

interface Bundler {
  readonly packages: readonly string[];
  /** Makes `to` from the program. */
  bundle(modules: string, to: string, format: Format): Promise<void>;
}

async function webpackWith(modules: string, to: string, format: Format, more: object) {
  const webpack = await load(modules, 'webpack');
  const module = format === 'esm';
  const stats = await new Promise<{ hasErrors(): boolean; toString(): string }>((done, fail) => {
    webpack(
      {
        target: 'node',
        mode: 'production',
        context: staged.directory,
        entry: './program.mjs',
        experiments: { outputModule: module },
        output: {
          path: dirname(to),
          filename: basename(to),
          ...(module ? { module, chunkFormat: 'module', library: { type: 'module' } } : {}),
        },
        ...more,
      },
      (error: Error | null, result: { hasErrors(): boolean }) =>
        error ? fail(error) : done(result),
    );
  });
  assert.ok(!stats.hasErrors(), stats.toString());
}

async function rollup(modules: string, to: string, format: Format) {
  const { rollup: roll } = await load(modules, 'rollup');
  const nodeResolve = await load(modules, '@rollup/plugin-node-resolve');
  const bundle = await roll({
    input: staged.program,
    plugins: [nodeResolve({ preferBuiltins: true })],
    external: [/^node:/],
  });
  await bundle.write({ file: to, format: format === 'esm' ? 'es' : 'cjs' });
}

async function esbuild(modules: string, to: string, format: Format, more: object = {}) {
  const { build } = await load(modules, 'esbuild');
  const common = { bundle: true, platform: 'node', logLevel: 'silent' };
  await build({ ...common, entryPoints: [staged.program], outfile: to, format, ...more });
}

const BUNDLERS: Readonly<Record<string, Bundler>> = {
  esbuild: { packages: PACKAGES.esbuild, bundle: esbuild },
  rollup: { packages: PACKAGES.rollup, bundle: rollup },
  webpack: {
    packages: PACKAGES.webpack,
    bundle: (modules, to, format) => webpackWith(modules, to, format, {}),
  },
};

/** The configuration that the docs give, without the application's own entry. */
async function documentedWebpack(): Promise<object> {
  const text = readFileSync(projectPath('docs', 'bundlers.md'), 'utf8');
  const [, code] = /```js\n(\/\/ webpack\.config\.mjs\n.*?)```/s.exec(text) ?? [];
  assert.ok(code);
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).default;
}

describe('the package in a bundle', () => {
  for (const [name, { packages, bundle }] of Object.entries(BUNDLERS)) {
    for (const format of ['esm', 'cjs'] as const) {
      describe(`of ${name}, ${format}`, () => {
        const file = bundleFile(name, format);

        before(async function () {
          await bundle(await requirePackages(this, ...packages), file, format);
        });

        it('runs with its files beside the program', async () => {
          await assertRuns(deploy(file, 'with prebuilds'));
        });

        it('says that its files are missing', async () => {
          await assertRefuses(process.execPath, deploy(file, 'without prebuilds'));
        });
      });
    }
  }

  it('of esbuild runs when it is external', async function () {
    const file = bundleFile('external', 'esm');
    const modules = await requirePackages(this, ...PACKAGES.esbuild);
    await esbuild(modules, file, 'esm', { external: [NAME] });
    assert.match(readFileSync(file, 'utf8'), new RegExp(`from ["']${NAME}["']`));
    await assertRuns(file);
  });

  for (const format of ['esm', 'cjs'] as const) {
    it(`of webpack, ${format}, runs as bundled with the documented configuration`, async function () {
      const file = bundleFile('documented', format);
      const modules = await requirePackages(this, ...PACKAGES.webpack);
      await webpackWith(modules, file, format, await documentedWebpack());
      await assertRuns(deploy(file, 'as bundled'));
    });
  }

  it('of ncc runs as bundled, and says when its files are missing', async function () {
    const modules = await requirePackages(this, ...PACKAGES.ncc);
    const folder = join(staged.directory, 'out', 'ncc');
    const cli = createRequire(join(modules, 'from-here.js')).resolve('@vercel/ncc/dist/ncc/cli.js');
    execFileSync(process.execPath, [cli, 'build', staged.program, '--out', folder]);
    const file = join(folder, 'index.mjs');
    await assertRuns(deploy(file, 'as bundled'));
    await assertRefuses(process.execPath, deploy(file, 'without prebuilds'));
  });

  it('traced by nft keeps the addon and the host library of every target', async function () {
    const { nodeFileTrace } = await load(
      await requirePackages(this, ...PACKAGES.nft),
      '@vercel/nft',
    );
    const { fileList, warnings } = await nodeFileTrace([staged.program], {
      base: staged.directory,
      processCwd: staged.directory,
    });
    assert.deepEqual([...warnings], []);
    const wanted = TARGETS.flatMap(prebuildFiles);
    const folder = mkdtempSync(join(deployed, 'traced-'));
    for (const path of fileList as Set<string>) {
      cpSync(join(staged.directory, path), join(folder, path));
    }
    const traced = [...fileList].map((path) => path.replaceAll('\\', '/'));
    for (const file of wanted) {
      const path = `node_modules/${NAME}/prebuilds/${file.replaceAll('\\', '/')}`;
      assert.ok(traced.includes(path), path);
    }
    await assertRuns(join(folder, 'program.mjs'));
  });

  it('in a single executable runs with its files beside that', async function () {
    if (process.platform === 'darwin') skip(this, 'a changed executable has to be signed again');
    const modules = await requirePackages(this, ...PACKAGES.sea);
    const folder = join(staged.directory, 'out', 'sea');
    const main = bundleFile('sea', 'cjs');
    await esbuild(modules, main, 'cjs');
    mkdirSync(folder, { recursive: true });
    const [blob, executable] = [join(folder, 'sea.blob'), join(folder, 'app.exe')];
    const settings = { main, output: blob, disableExperimentalSEAWarning: true };
    const config = staged.write('sea.json', JSON.stringify(settings));
    execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: 'pipe' });
    copyFileSync(process.execPath, executable);
    const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
    if (!readFileSync(executable).includes(fuse)) skip(this, 'this Node is not made for it');
    const postject = join(modules, 'postject', 'dist', 'cli.js');
    const words = [postject, executable, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse];
    execFileSync(process.execPath, words, { stdio: 'pipe' });
    const plugin = await getStringPlugin();
    rmSync(blob);
    await assertRefuses(deploy(executable, 'without prebuilds'));
    assert.deepEqual(await runProgram([deploy(executable, 'with prebuilds'), plugin]), LOADED);
  });
});
