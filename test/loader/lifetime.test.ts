import assert from 'node:assert/strict';
import { mirrorFile, runChild } from './mirror.js';
import { shelfFile } from './shelf.js';

describe('a module', () => {
  async function play(scene: string): Promise<{ saw: unknown; finalized: number }> {
    const args = [await mirrorFile(), scene, await shelfFile()];
    const { stdout, stderr } = await runChild('lifetime.child.js', args, {
      flags: ['--expose-gc'],
      env: { MIRROR_TELL: '1' },
    });
    return { saw: JSON.parse(stdout), finalized: stderr.split('finalized\n').length - 1 };
  }

  // One more than the scene made: the module that observes.
  it('is finalized once when it is garbage', async () => {
    assert.deepEqual(await play('garbage'), { saw: 5, finalized: 6 });
  });

  it('lives as long as one of its functions', async () => {
    assert.deepEqual(await play('used'), { saw: [0, 3], finalized: 2 });
  });

  it('lives as long as the instance that imports it, and no longer', async () => {
    assert.deepEqual(await play('instance'), { saw: [1, 0, 2, 1, 3], finalized: 3 });
  });

  it('keeps the values its plug-in remembers, if it is to', async () => {
    assert.deepEqual((await play('references')).saw, { kept: 1 });
  });

  it('keeps them until it is disposed of, and no longer', async () => {
    assert.deepEqual((await play('kept')).saw, [2, 0, 'mirror', 'function']);
  });

  it('may call a function it was given as long as its instance lives', async () => {
    assert.deepEqual((await play('functions')).saw, [2, 3]);
  });

  it('keeps the functions its plug-in remembers, if it is to', async () => {
    assert.equal((await play('keptFunction')).saw, 2);
  });

  it('lives as long as an instance that was given one of its functions', async () => {
    assert.equal((await play('given')).saw, 'called');
  });

  it('keeps what its plug-in puts into its table', async () => {
    assert.equal((await play('table')).saw, 5);
  });

  it('is finalized once when it is disposed of, at once', async () => {
    assert.deepEqual(await play('dispose'), { saw: [1, 1], finalized: 2 });
  });

  it('is finalized at the end of the call when disposed of during one', async () => {
    assert.deepEqual(await play('during'), { saw: [0, 5, 1], finalized: 2 });
  });

  it('is finalized once when the process ends', async () => {
    assert.deepEqual(await play('exit'), { saw: 0, finalized: 3 });
  });
});
