// Realms whose built-in objects are frozen or changed: a failing host function is the same trap there, and
// WebAssembly cannot catch it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, mirrorFile, runChild, temporaryDirectory } from './mirror.js';

/** Calls a function so that everything which can be caught becomes nothing. */
const caught = (result: string, call: string) =>
  `(try ${result && `(result ${result})`} (do ${call})
    (catch_all ${result && `(${result === 'i32' ? 'i32.const -1' : 'ref.null extern'})`}))`;

const GUEST = `(module
  (import "mirror" "add" (func $add (param i32 i32) (result i32)))
  (import "mirror" "fail_user" (func $fail (param i32) (result i32)))
  (import "mirror" "translate" (func $translate (param i32) (result i32)))
  (import "mirror" "terminate" (func $terminate))
  (import "mirror" "remember" (func $remember (param externref)))
  (import "mirror" "recall" (func $recall (result externref)))
  (import "js" "callback" (func $js (param i32) (result i32)))
  (memory 1)
  (func (export "callback") (param i32) (result i32) (call $js (local.get 0)))
  (func (export "add") (param i32 i32) (result i32)
    ${caught('i32', '(call $add (local.get 0) (local.get 1))')})
  (func (export "fail") (param i32) (result i32) ${caught('i32', '(call $fail (local.get 0))')})
  (func (export "translate") (param i32) (result i32)
    ${caught('i32', '(call $translate (local.get 0))')})
  (func (export "terminate") ${caught('', '(call $terminate)')})
  (func (export "remember") (param externref) (call $remember (local.get 0)))
  (func (export "recall") (result externref) ${caught('externref', '(call $recall)')}))`;

const trap = (code: string, more: object = {}) => ({
  name: 'RuntimeError',
  code,
  isTrap: true,
  words: true,
  ...more,
});
const EXPECTED = {
  fails: trap('HOST_FUNCTION_FAILED', { resultCode: 5, category: 'user' }),
  translates: trap('HOST_FUNCTION_FAILED', { resultCode: 5, category: 'user', cause: 'mine' }),
  terminates: trap('TERMINATED', { resultCode: 1, category: 'wasm' }),
  ends: { terminated: true },
  remembers: trap('REFERENCE_RELEASED'),
  works: 42,
  disposed: trap('MODULE_DISPOSED'),
};

describe('a failing host function is a trap', () => {
  let guest: string;
  before(async () => {
    guest = join(temporaryDirectory(), 'guest.wasm');
    writeFileSync(guest, await assemble(GUEST));
  });

  async function play(change: string, when: string, flags: readonly string[] = []) {
    const args = [change, when, await mirrorFile(), guest];
    const { stdout } = await runChild('hardened.child.js', args, { flags });
    return JSON.parse(stdout);
  }

  it('where nothing is changed', async () => {
    assert.deepEqual(await play('nothing', 'before'), EXPECTED);
  });

  it('with --frozen-intrinsics', async () => {
    const flags = ['--frozen-intrinsics', '--no-warnings'];
    assert.deepEqual(await play('nothing', 'before', flags), EXPECTED);
  });

  it('with properties of descriptors inherited', async () => {
    assert.deepEqual(await play('descriptors polluted', 'later'), EXPECTED);
  });

  for (const change of [
    'Error frozen',
    'stackTraceLimit read-only',
    'stackTraceLimit deleted',
    'stackTraceLimit guarded',
    'stackTraceLimit no number',
    'prepareStackTrace failing',
    'RuntimeError frozen',
    'properties of errors guarded',
    'all frozen',
  ]) {
    for (const when of ['before', 'after']) {
      it(`with ${change} ${when} the loader is there`, async () => {
        assert.deepEqual(await play(change, when), EXPECTED);
      });
    }
  }
});
