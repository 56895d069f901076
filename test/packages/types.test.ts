// Programs in TypeScript that use the loader: with the declarations of the Node versions at both ends,
// with the library `dom` and without it. Declarations of libraries are checked, too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from '../loader/mirror.js';
import { tarballs } from './tarballs.js';

const require = createRequire(import.meta.url);
const TYPES = { 20: '@types/node', 24: 'types-node-24' };
const LIBRARIES = { 'without lib dom': 'es2023', 'with lib dom': 'es2023,dom' };

const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { type ErrorCode, loadPlugins, PluginError, type PluginModule } from 'wasmedge-plugin-kit';
  using host = loadPlugins({ paths: ['./plugins'], options: { arith: { limit: 5n } } });
  const { instance, module } = await host.instantiate(readFileSync('guest.wasm'), { modules: [] });
  const run = instance.exports.run as () => number;
  const { instance: other } = await host.instantiate(module, { imports: { env: { log() {} } } });
  const arith: PluginModule = host.createModule('arith');
  arith.bind(other, { memory: null });
  const sum: number = run();
  console.log(sum, arith.functions.add?.(1, 2));
  const typed = host.createModule<{ add(a: number, b: number): number }>('arith');
  const result: number = typed.functions.add(1, 2);
  await host.instantiate(module, { modules: [arith, typed] });
  host.loadFromPath(new URL('file:///plugins'));
  typed.dispose();
  const counter = await host.instantiate<{ next(): number }>(module);
  const next: number = counter.instance.exports.next();
  arith.bind(counter.instance);
  try { host.createModule('absent', { plugin: typed.plugin }); } catch (error) {
    if (error instanceof PluginError) console.log(error.code === 'MODULE_NOT_FOUND', error.hint);
  }
  // @ts-expect-error not an argument of this function
  typed.functions.add('1', 2);
  // @ts-expect-error a code of the command line
  const code: ErrorCode = 'USAGE';
  // @ts-expect-error only the loader makes them
  new PluginError('ARGUMENT_INVALID', 'text', { hint: 'a hint' });
  // @ts-expect-error a module has no exports
  console.log(module.exports);
  // @ts-expect-error a path is a string
  host.loadFromPath(5);
  // @ts-expect-error no such option
  loadPlugins({ path: '' });
`;
const WITH_DOM = `
  const linked = await WebAssembly.instantiate(module, arith.imports);
  const memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1 });
  arith.bind(linked, { memory });
  const theirs: WebAssembly.Module = module;
`;

describe('types of the npm package', () => {
  for (const [version, types] of Object.entries(TYPES)) {
    for (const [title, lib] of Object.entries(LIBRARIES)) {
      it(`compile with @types/node ${version}, ${title}`, async () => {
        const both = await tarballs();
        const directory = temporaryDirectory();
        mkdirSync(join(directory, 'node_modules', '@types'), { recursive: true });
        const link = (from: string, name: string) =>
          symlinkSync(from, join(directory, 'node_modules', name), 'junction');
        link(both.staged('wasmedge-plugin-kit'), 'wasmedge-plugin-kit');
        link(dirname(require.resolve(`${types}/package.json`)), '@types/node');
        writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
        const program = PROGRAM + (lib.includes('dom') ? WITH_DOM : '');
        writeFileSync(join(directory, 'program.ts'), program);
        const { status, stdout } = spawnSync(
          process.execPath,
          [
            join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc'),
            '--strict',
            '--noEmit',
            '--skipLibCheck',
            'false',
            '--types',
            'node',
            '--lib',
            lib,
            '--target',
            'es2022',
            '--module',
            'nodenext',
            'program.ts',
          ],
          { cwd: directory, encoding: 'utf8' },
        );
        assert.equal(stdout, '');
        assert.equal(status, 0);
      });
    }
  }
});
