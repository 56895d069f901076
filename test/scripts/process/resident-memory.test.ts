import assert from 'node:assert/strict';
import {
  readTasklist,
  residentMemory,
  sumGroup,
} from '../../../scripts/process/resident-memory.js';
import { programsOnPath } from '../../../scripts/process/run.js';
import { skip } from '../../support/skip.js';

/** Wine has no tasklist. */
const canMeasure =
  process.platform !== 'win32' || programsOnPath('tasklist', process.env.PATH ?? '').length > 0;

describe('scripts/process/resident-memory', () => {
  it('sumGroup() adds up the processes of one group', () => {
    assert.equal(sumGroup('   12  100\n    7 5000\n   12   28\n\n', 12), 128 * 1024);
  });

  it('readTasklist() reads the last field, however thousands are separated', () => {
    assert.equal(readTasklist('"node.exe","42","Console","1","45,120 K"\r\n'), 45_120 * 1024);
    assert.equal(readTasklist('"node.exe","42","Console","1","45.120 K"'), 45_120 * 1024);
    assert.equal(readTasklist('INFO: No tasks are running which match'), 0);
  });

  it('residentMemory() is 0 for a group that is not there', async function () {
    if (!canMeasure) skip(this, 'Windows without tasklist does not say what a process holds');
    assert.equal(await residentMemory(2 ** 30), 0);
  });
});
