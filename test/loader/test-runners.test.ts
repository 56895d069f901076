// The loader in other projects' tests: jest and vitest evaluate modules again for each test file and when
// they are told to, in the same thread.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { requirePackages } from '../support/registry.js';
import { runProgram } from '../support/stock.js';
import { copyPackage } from './copies.js';
import { assemble, mirrorFile, temporaryDirectory } from './mirror.js';

const JEST = 'jest@30.5.2';
const VITEST = 'vitest@4.1.12';

const GUEST = `(module
  (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
  (import "mirror" "fail_user" (func $fail (param i32) (result i32)))
  (import "mirror" "terminate" (func $terminate))
  (import "mirror" "echo_externref" (func $value (param externref) (result externref)))
  (import "js" "callback" (func $js (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "callback") (param i32) (result i32) (call $js (local.get 0)))
  (func (export "run") (param i32) (result i32) (call $call_back (local.get 0)))
  (func (export "fail") (param i32) (result i32) (call $fail (local.get 0)))
  (func (export "terminate") (call $terminate))
  (func (export "value") (param externref) (result externref) (call $value (local.get 0))))`;

/** A test file: what is made before a reset of the modules works after it, beside what is made then. */
const testFile = (imports: string, reset: string) => `
import { readFileSync } from 'node:fs';
${imports}

async function open(step) {
  const { loadPlugins, isHostCallError, runToEnd } = await import('wasmedge-plugin-kit');
  const host = loadPlugins({ paths: [process.env.MIRROR] });
  // Bytes, modules and errors of this realm.
  const callback = (value) => {
    if (value < 0) throw new RangeError('mine');
    return value + step;
  };
  const module = await WebAssembly.compile(new Uint8Array(readFileSync(process.env.GUEST)));
  const { instance } = await host.instantiate(module, { imports: { js: { callback } } });
  const { run, fail, terminate, value } = instance.exports;
  const object = {};
  return () => {
    const thrown = [];
    for (const call of [() => fail(7), () => run(-1)]) {
      try {
        call();
      } catch (error) {
        thrown.push(isHostCallError(error) ? error.resultCode : error.message);
      }
    }
    return [run(1), thrown, runToEnd(terminate), value(object) === object];
  };
}
const expected = (step) => [1 + step, [7, 'mine'], { terminated: true }, true];

for (const round of [1, 2]) {
  test('round ' + round, async () => {
    const before = await open(10);
    expect(before()).toEqual(expected(10));
    ${reset};
    const after = await open(20);
    expect(before()).toEqual(expected(10));
    expect(after()).toEqual(expected(20));
    expect(before()).toEqual(expected(10));
  });
}
`;

describe('the loader in the tests of other projects', () => {
  /** A project with this package and two equal test files. */
  async function createProject(text: string, links: Readonly<Record<string, string>> = {}) {
    const root = temporaryDirectory();
    const modules = join(root, 'node_modules');
    copyPackage(join(modules, 'wasmedge-plugin-kit'), { prebuilds: 'copied' });
    for (const [name, target] of Object.entries(links)) {
      const link = join(modules, name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link, 'junction');
    }
    const guest = join(root, 'guest.wasm');
    writeFileSync(guest, await assemble(GUEST));
    writeFileSync(join(root, 'package.json'), '{ "type": "module", "jest": { "transform": {} } }');
    for (const name of ['one', 'two']) writeFileSync(join(root, `${name}.test.js`), text);
    return { root, env: { GUEST: guest, MIRROR: await mirrorFile(), CI: '1', NO_COLOR: '1' } };
  }

  it('works in jest, after a reset of the modules and in the next file', async function () {
    const modules = await requirePackages(this, JEST);
    const text = testFile(`import { jest } from '@jest/globals';`, 'jest.resetModules()');
    const { root, env } = await createProject(text);
    const { stdout, stderr, status } = await runProgram(
      process.execPath,
      [
        '--experimental-vm-modules',
        join(modules, 'jest/bin/jest.js'),
        '--rootDir',
        root,
        '--runInBand',
        '--watchman=false',
        '--cacheDirectory',
        join(root, 'cache'),
      ],
      { env },
    );
    assert.equal(status, 0, stdout + stderr);
    assert.match(stderr, /Tests: +4 passed, 4 total/);
  });

  for (const pool of ['threads', 'forks', 'vmThreads'] as const) {
    for (const isolate of [true, false]) {
      it(`works in vitest, ${pool}, ${isolate ? '' : 'not '}isolated, after a reset of the modules`, async function () {
        const modules = await requirePackages(this, VITEST);
        const text = testFile(`import { expect, test, vi } from 'vitest';`, 'vi.resetModules()');
        const { root, env } = await createProject(text, { vitest: join(modules, 'vitest') });
        // Modules of packages are otherwise evaluated once a thread.
        const server = { deps: { inline: ['wasmedge-plugin-kit'] } };
        const test = { pool, isolate, server, maxWorkers: 1, testTimeout: 60_000 };
        const config = join(root, 'vitest.config.js');
        writeFileSync(config, `export default ${JSON.stringify({ test })};`);
        const { stdout, stderr, status } = await runProgram(
          process.execPath,
          [join(modules, 'vitest/vitest.mjs'), 'run', '--root', root],
          { env },
        );
        assert.equal(status, 0, stdout + stderr);
        assert.match(stdout, /Tests +4 passed \(4\)/);
      });
    }
  }
});
