// Threads of a plug-in that ask for what belongs to its caller: docs/host-call.md, Threads.
import assert from 'node:assert/strict';
import { loadPlugins } from '../../loader/index.js';
import { linkLibraries } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { compilePlugin, type Exports, openGuest } from './mirror.js';

// The memory is not exported, so the loader reaches it by an export of its own.
const GUEST = `
  (import "asking" "ask" (func $ask (param i32) (result i32)))
  (import "asking" "pointers" (func $pointers (param i32) (result i32)))
  (memory 1)
  (table (export "table") 1 funcref)
  (global (export "global") (mut i32) (i32.const 5))
  (data (i32.const 0) "\\07")
  (export "ask" (func $ask))
  (export "pointers" (func $pointers))
  (func (export "use"))
  (func (export "byte") (result i32) (i32.load8_u (i32.const 0)))
  (func (export "size") (result i32) (memory.size))`;

describe('a thread of a plug-in', () => {
  let open: () => Promise<Exports>;

  before(async function () {
    if (process.platform === 'win32') return skip(this, 'the plug-in uses POSIX threads');
    const sources = ['test/fixtures/loader/asking.c'];
    const file = await compilePlugin('asking', sources, await linkLibraries(), ['-pthread']);
    const host = loadPlugins({ paths: [file] });
    open = () => openGuest(host, GUEST);
  });

  for (const look of [0, 1]) {
    it(`gets no answer about its caller ${look ? 'after' : 'before'} the first look`, async () => {
      const guest = await open();
      assert.equal(guest.ask?.(look), 0);
      assert.equal(guest.pointers?.(1), 0);
      assert.equal(guest.ask?.(look), 0);
      assert.deepEqual(
        [guest.byte?.(), guest.size?.(), (guest.global as unknown as WebAssembly.Global).value],
        [7, 1, 5],
      );
      assert.equal((guest.table as unknown as WebAssembly.Table).length, 1);
    });
  }

  it('does not disturb the thread of its caller', async () => {
    const guest = await open();
    assert.equal(guest.pointers?.(20_000_000), 0);
  });
});
