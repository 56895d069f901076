// The loader's code evaluated twice in one thread, as test runners (module reset), hot reload, a bundle
// beside an external copy, and two copies of the package do it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, mirrorFile, runChild, temporaryDirectory } from './mirror.js';
import { shelfFile } from './shelf.js';

const GUEST = `(module
  (import "mirror" "add" (func $add (param i32 i32) (result i32)))
  (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
  (import "mirror" "around" (func $around (param i32 i32) (result i32)))
  (import "mirror" "fail_user" (func $fail (param i32) (result i32)))
  (import "mirror" "terminate" (func $terminate))
  (import "mirror" "echo_externref" (func $value (param externref) (result externref)))
  (import "js" "callback" (func $js (param i32) (result i32)))
  (memory 1) (global $made (mut externref) (ref.null extern))
  (func (export "callback") (param i32) (result i32) (call $js (local.get 0)))
  (func (export "run_js") (param i32) (result i32) (call $js (local.get 0)))
  (func (export "add") (param i32 i32) (result i32) (call $add (local.get 0) (local.get 1)))
  (func (export "around") (param i32 i32) (result i32) (call $around (local.get 0) (local.get 1)))
  (func (export "fail") (param i32) (result i32) (call $fail (local.get 0)))
  (func (export "run") (param i32) (result i32) (call $call_back (local.get 0)))
  (func (export "terminate") (call $terminate))
  (func (export "value") (param externref) (result externref)
    (global.set $made (local.get 0)) (call $value (local.get 0)))
  (func (export "make") (result externref) (global.get $made)))`;

const FAILED = { name: 'RuntimeError', code: 'HOST_FUNCTION_FAILED', resultCode: 7 };
const TERMINATED = { name: 'RuntimeError', code: 'TERMINATED', resultCode: 1 };
const RELEASED = { name: 'RuntimeError', code: 'REFERENCE_RELEASED' };
const USED = (run: number) => [42, run, FAILED, TERMINATED, 'value'];

describe("the loader's code evaluated twice", () => {
  let directory: string;
  let guest: string;
  before(async () => {
    directory = temporaryDirectory();
    guest = join(directory, 'guest.wasm');
    writeFileSync(guest, await assemble(GUEST));
  });

  async function play(way: string, scene: string): Promise<unknown> {
    const files = [await mirrorFile(), await shelfFile(), join(directory, `${way}-${scene}`)];
    const { stdout } = await runChild('twice.child.js', [way, scene, ...files, guest]);
    return JSON.parse(stdout);
  }

  for (const [way, title] of [
    ['evaluated', 'with one addon'],
    ['reopened', 'with an addon that is opened again'],
    ['copied', 'in two copies of the package'],
  ] as const) {
    describe(title, () => {
      it('works on in both', async () => {
        const saw = await play(way, 'work');
        const first = USED(5);
        assert.deepEqual(saw, { alone: first, beside: first, second: USED(6), again: first });
      });

      it('keeps the values of nested host calls apart', async () => {
        assert.deepEqual(await play(way, 'nest'), [50050, 50050]);
      });

      it('lets exceptions pass, the same object to both', async () => {
        const passed = [true, 9, { terminated: true }, true, true];
        assert.deepEqual(await play(way, 'errors'), passed);
      });

      it('calls functions of each other', async () => {
        const saw = (await play(way, 'functions')) as unknown[];
        assert.deepEqual(saw, [50, 60, way !== 'copied', 70]);
      });

      it('takes no pointer of the other for a value of its own', async () => {
        assert.deepEqual(await play(way, 'values'), [RELEASED, 'kept']);
      });

      it('ends loans to calls of the other, and only those', async () => {
        assert.deepEqual(await play(way, 'loans'), [RELEASED, true, RELEASED, true]);
      });

      it('refuses modules of the other', async () => {
        assert.equal(await play(way, 'modules'), 'ARGUMENT_INVALID');
      });
    });
  }
});
