import assert from 'node:assert/strict';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { runSteps } from '../../../scripts/output/progress.js';

const quiet = readEnvironment({}, { quiet: true });
const pause = () => new Promise((done) => setTimeout(done, 5));

describe('runSteps()', () => {
  it('runs every step although some fail, and returns what each threw', async () => {
    const ran: string[] = [];
    const step = (title: string, error?: Error) => ({
      title,
      run: async () => {
        ran.push(title);
        if (error) throw error;
      },
    });
    const broken = new Error('broken');
    const errors = await runSteps([step('a'), step('b', broken), step('c')], quiet, 1);
    assert.deepEqual(ran, ['a', 'b', 'c']);
    assert.deepEqual(errors, [undefined, broken, undefined]);
  });

  it('runs at most so many at a time', async () => {
    let running = 0;
    let most = 0;
    const step = {
      title: 'step',
      run: async () => {
        most = Math.max(most, ++running);
        await pause();
        running--;
      },
    };
    await runSteps(Array(9).fill(step), quiet, 3);
    assert.equal(most, 3);
  });
});
