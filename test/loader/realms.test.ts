// The loader's code in realms of its own (contexts of node:vm), which come and go in one thread.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, mirrorFile, runChild, temporaryDirectory } from './mirror.js';

const GUEST = `(module
  (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
  (import "mirror" "call_ref" (func $call_ref (param funcref i32) (result i32)))
  (import "mirror" "fail_user" (func $fail (param i32) (result i32)))
  (import "mirror" "terminate" (func $terminate))
  (import "mirror" "echo_externref" (func $value (param externref) (result externref)))
  (import "js" "callback" (func $js (param i32) (result i32)))
  (memory 1)
  (func $callback (export "callback") (param i32) (result i32) (call $js (local.get 0)))
  (func (export "run") (param i32) (result i32) (call $call_back (local.get 0)))
  (func (export "fail") (param i32) (result i32) (call $fail (local.get 0)))
  (func (export "terminate") (call $terminate))
  (func (export "ref") (param i32) (result i32)
    (call $call_ref (ref.func $callback) (local.get 0)))
  (func (export "value") (param externref) (result externref) (call $value (local.get 0))))`;

describe('the loader in realms of its own', () => {
  async function play(scene: string): Promise<unknown> {
    const guest = join(temporaryDirectory(), 'guest.wasm');
    writeFileSync(guest, await assemble(GUEST));
    const { stdout } = await runChild('realms.child.js', [scene, await mirrorFile(), guest], {
      flags: ['--expose-gc'],
      // V8 keeps every realm whose coverage it counts.
      env: { NODE_V8_COVERAGE: '' },
    });
    return JSON.parse(stdout);
  }

  it('works in each, and is collected with it', async () => {
    const used = [2, 3, { terminated: true }, true, 6];
    assert.deepEqual(await play('collected'), { seen: [used], left: 0 });
  });

  it('lives as long as what it made', async () => {
    assert.deepEqual(await play('kept'), [2, 3, true]);
  });
});
