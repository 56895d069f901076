import assert from 'node:assert/strict';
import { mirrorFile, runChild } from './mirror.js';

describe('workers that are terminated at random moments', () => {
  // In host calls, callbacks, growth, loadPlugins(), creation, instantiation, and by process.exit().
  it('harm nobody, and leave no module behind', async () => {
    const { stdout } = await runChild('chaos.child.js', [await mirrorFile(), '1', '18']);
    const { failures, sum, counts } = JSON.parse(stdout);
    assert.deepEqual(failures, []);
    assert.equal(sum, 42);
    const [created, finalized, elsewhere] = counts;
    // The module that counts is alive.
    assert.deepEqual({ finalized, elsewhere }, { finalized: created - 1, elsewhere: 0 });
  });
});
