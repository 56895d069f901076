import assert from 'node:assert/strict';
import { mirrorFile, runChild } from './mirror.js';
import { shelfFile } from './shelf.js';

describe('worker threads', () => {
  async function play(scene: string): Promise<{ saw: unknown; finalized: number }> {
    const args = [await mirrorFile(), scene, await shelfFile()];
    const { stdout, stderr } = await runChild('workers.child.js', args, {
      env: { MIRROR_TELL: '1' },
    });
    return { saw: JSON.parse(stdout), finalized: stderr.split('finalized\n').length - 1 };
  }

  it('load one plug-in at the same time, and finalize what they made when they end', async () => {
    const { saw, finalized } = await play('together');
    const workers = saw as { code: number; result: { last: number; states: string[] } }[];
    assert.deepEqual(
      workers.map(({ code, result }) => [code, result.last]),
      workers.map(() => [0, 5000]),
    );
    const states = workers.flatMap(({ result }) => result.states).sort();
    assert.deepEqual(states, [...Array(5).fill('already-loaded'), 'loaded']);
    assert.equal(finalized, 6);
  });

  it('have functions and values of their own, which others can neither call nor get', async () => {
    const released = { name: 'RuntimeError', code: 'REFERENCE_RELEASED' };
    const failed = { name: 'RuntimeError', code: 'HOST_FUNCTION_FAILED', resultCode: 2 };
    assert.deepEqual((await play('shelf')).saw, [released, failed, released]);
  });

  it('may be terminated in the middle of calls', async () => {
    const { saw, finalized } = await play('terminate');
    assert.deepEqual(saw, { codes: Array(10).fill(1), sum: 42 });
    assert.equal(finalized, 11);
  });
});
