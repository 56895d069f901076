// Runtimes that the loader refuses, and limits of Node's own that it names.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { requireNode } from '../../loader/bridge/runtime.js';
import { requirePackages } from '../support/registry.js';
import { skip } from '../support/skip.js';
import {
  getStringPlugin,
  here,
  LOADED,
  type Outcome,
  runProgram,
  StagedPackage,
} from './staged.js';

const DENO = '2.9.6';
const BUN = '1.4.5';

function assertRefused({ code, message = '', hint = '' }: Outcome, reason: RegExp, remedy: RegExp) {
  assert.equal(code, 'RUNTIME_UNSUPPORTED', message);
  assert.match(message, reason);
  assert.match(hint, remedy);
}

/** The name of this system in the names of packages, or a skipped test. */
function systemName(context: Mocha.Context): string {
  if (here.libc === 'musl') skip(context, 'the registry has these programs for glibc only');
  return `${here.platform}-${here.arch}`;
}

const exe = here.platform === 'win32' ? '.exe' : '';

describe('the loader in another runtime', () => {
  it('refuses Deno', async function () {
    const name = `@deno/${systemName(this)}${here.libc === null ? '' : '-glibc'}`;
    const modules = await requirePackages(this, `${name}@${DENO}`);
    const staged = new StagedPackage();
    const deno = join(modules, name, `deno${exe}`);
    const outcome = await runProgram([deno, 'run', '--allow-all', staged.program], {
      cwd: staged.directory,
    });
    assertRefused(
      outcome,
      /this is deno 2\.9\.6, expected Node: .* 0 from host functions$/,
      /Node/,
    );
  });

  it('refuses Bun', async function () {
    const system = systemName(this).replace('win32', 'windows').replace('arm64', 'aarch64');
    const modules = await requirePackages(this, `@oven/bun-${system}@${BUN}`);
    const staged = new StagedPackage();
    const bun = join(modules, `@oven/bun-${system}`, 'bin', `bun${exe}`);
    const outcome = await runProgram([bun, staged.program], { cwd: staged.directory });
    assertRefused(outcome, /this is bun 1\.4\.5, expected Node: .* lose their codes$/, /Node/);
  });

  it('refuses a Node without WebAssembly', async () => {
    const outcome = await new StagedPackage().run([], { flags: ['--jitless'] });
    assertRefused(outcome, /this process has no WebAssembly: --jitless/, /without --jitless/);
  });

  it('says that there is no address space, or does without', async function () {
    if (process.platform !== 'linux') skip(this, 'only Linux limits address space with ulimit -v');
    const staged = new StagedPackage();
    const plugin = await getStringPlugin();
    // Node itself takes less than 4 GB; V8 wants 10 for a memory, and on some versions takes less.
    const command = ['sh', '-c', 'ulimit -v 4000000; exec "$@"', 'sh'] as const;
    const outcome = await runProgram([...command, process.execPath, staged.program, plugin], {
      cwd: staged.directory,
    });
    if (outcome.code === undefined) return assert.deepEqual(outcome, LOADED);
    assert.equal(outcome.code, 'ADDRESS_SPACE_EXHAUSTED');
    assert.match(outcome.message ?? '', /no WebAssembly memory of \d pages can be made, .*memory/);
    return assert.match(outcome.hint ?? '', /ulimit -v/);
  });
});

describe('requireNode()', () => {
  const refusal = { code: 'RUNTIME_UNSUPPORTED' };

  it('accepts Node and Electron', () => {
    requireNode();
    requireNode({ versions: { node: '22.0.0', electron: '40.0.0' }, hasWebAssembly: true });
  });

  it('refuses a browser', () => {
    for (const versions of [undefined, {}]) {
      assert.throws(() => requireNode({ versions, hasWebAssembly: true }), refusal);
    }
  });

  it('refuses a runtime that calls itself Node, too', () => {
    for (const name of ['deno', 'bun']) {
      const versions = { node: '22.0.0', [name]: '1.0.0' };
      assert.throws(() => requireNode({ versions, hasWebAssembly: true }), refusal);
    }
  });
});
