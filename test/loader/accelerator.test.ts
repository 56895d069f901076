import assert from 'node:assert/strict';
import { isKnownFaster } from '../../loader/bridge/accelerator.js';
import { loadPlugins } from '../../loader/index.js';
import { skip } from '../support/skip.js';
import { assemble, type Exports, mirrorFile, runChild } from './mirror.js';

const GUEST = `(module
  (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
  (import "js" "callback" (func $js (param i32) (result i32)))
  (export "callback" (func $js))
  (func (export "run") (param i32) (result i32) (call $call_back (local.get 0))))`;

/** Whether this Node offers what the accelerator needs; every test of it runs there, see below. */
function isOffered(): boolean {
  try {
    return loadPlugins({ paths: [], accelerator: 'on' }).accelerated;
  } catch {
    return false;
  }
}

describe('the accelerator', () => {
  it('is what the option says', () => {
    assert.equal(loadPlugins({ paths: [], accelerator: 'off' }).accelerated, false);
    assert.equal(typeof loadPlugins({ paths: [], accelerator: 'auto' }).accelerated, 'boolean');
    assert.throws(() => loadPlugins({ paths: [], accelerator: 'fast' as 'on' }), {
      code: 'ARGUMENT_INVALID',
      message: 'Cannot load plug-ins: accelerator is "fast", expected "auto", "on" or "off"',
    });
  });

  it('auto is what the table of versions says', () => {
    assert.deepEqual(
      ['20.20.2', '25.9.0', '26.8.2', '26.9.0', '26.10.0', '27.0.0'].map(isKnownFaster),
      [false, false, false, true, true, false],
    );
    const { accelerated } = loadPlugins({ paths: [], accelerator: 'auto' });
    assert.equal(accelerated, isOffered() && isKnownFaster(process.versions.node));
  });

  it('is what $PLUGKIT_ACCELERATOR says where no option does', async () => {
    const env = { PLUGKIT_ACCELERATOR: 'off' };
    const { stdout } = await runChild('accelerator.child.js', ['env'], { env });
    assert.equal(stdout, 'false\n');
  });

  it('on is an error where Node has none', async () => {
    const flags = isOffered() ? ['--no-experimental-ffi'] : [];
    const { stdout } = await runChild('accelerator.child.js', ['on'], { flags });
    assert.equal(stdout, 'ACCELERATOR_UNAVAILABLE\n');
  });

  it('auto does without where Node has none', async () => {
    const flags = isOffered() ? ['--no-experimental-ffi'] : [];
    const { stdout } = await runChild('accelerator.child.js', ['auto'], { flags });
    assert.equal(stdout, 'false\n');
  });

  it('lets no warning but its own be lost', async () => {
    const { stderr } = await runChild('accelerator.child.js', ['warnings']);
    assert.match(stderr, /a warning of the program/);
    assert.doesNotMatch(stderr, /FFI/);
  });

  // The tests of calls run through it with PLUGKIT_ACCELERATOR=on; these are about the status word.
  it('throws what the host function ended with, and works on after it', async function () {
    if (!isOffered()) return skip(this, `Node ${process.versions.node} has no accelerator`);
    const host = loadPlugins({ paths: [await mirrorFile()], accelerator: 'on' });
    const error = new Error('of the callback');
    const { instance } = await host.instantiate(await assemble(GUEST), {
      imports: {
        js: {
          callback(value: number) {
            if (value < 0) throw error;
            return value * 2;
          },
        },
      },
    });
    const { run } = instance.exports as unknown as Exports;
    assert.equal(run?.(21), 42);
    assert.throws(
      () => run?.(-1),
      (thrown) => thrown === error,
    );
    assert.equal(run?.(4), 8);
  });

  it('has both kinds of host side by side', async function () {
    if (!isOffered()) return skip(this, `Node ${process.versions.node} has no accelerator`);
    const paths = [await mirrorFile()];
    const bytes = await assemble(GUEST);
    const [fast, plain] = await Promise.all(
      (['on', 'off'] as const).map((accelerator) => {
        const imports = { js: { callback: (value: number): number => chain(value) } };
        return loadPlugins({ paths, accelerator }).instantiate(bytes, { imports });
      }),
    );
    const run = (result: typeof fast, value: number) =>
      (result?.instance.exports as unknown as Exports | undefined)?.run?.(value) as number;
    // Each calls the other, down to 0.
    const chain = (value: number): number =>
      value === 0 ? 100 : run(value % 2 ? plain : fast, value - 1) + 1;
    assert.equal(run(fast, 20), 120);
  });
});
