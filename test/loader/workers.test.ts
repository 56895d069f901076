import assert from 'node:assert/strict';
import { mirrorFile, runChild } from './mirror.js';

describe('worker threads', () => {
  async function play(scene: string): Promise<{ saw: unknown; finalized: number }> {
    const { stdout, stderr } = await runChild('workers.child.js', [await mirrorFile(), scene], {
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

  it('may be terminated in the middle of calls', async () => {
    const { saw, finalized } = await play('terminate');
    assert.deepEqual(saw, { codes: Array(10).fill(1), sum: 42 });
    assert.equal(finalized, 11);
  });
});
