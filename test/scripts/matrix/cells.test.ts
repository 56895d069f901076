import assert from 'node:assert/strict';
import { TARGETS } from '../../../loader/target.js';
import {
  listCells,
  listPlaces,
  selectEngines,
  selectPathModes,
} from '../../../scripts/matrix/cells.js';
import { PATH_MODES } from '../../../scripts/matrix/report.js';
import { native } from '../../../scripts/runners/native.js';

describe('scripts/matrix/cells', () => {
  it('selectPathModes() takes globs, in the order of the modes', () => {
    assert.deepEqual(selectPathModes('*'), [...PATH_MODES]);
    assert.deepEqual(selectPathModes('file,e*'), ['env', 'file']);
  });

  it('selectPathModes() throws USAGE with the modes there are', () => {
    assert.throws(() => selectPathModes('file,elsewhere'), {
      code: 'USAGE',
      message: /'elsewhere'/,
      hint: /env, installation, system, file, directory/,
    });
    assert.throws(() => selectPathModes(''), { code: 'USAGE' });
  });

  it('selectEngines() throws USAGE for an engine that is not there', () => {
    assert.throws(() => selectEngines('spidermonkey'), { code: 'USAGE' });
  });

  it('listCells() has every combination once', () => {
    const nodes = ['20', '22'].map((version) => ({ version, executable: 'node' }));
    const seats = TARGETS.map((target) => ({ target, runner: native, obstacle: undefined, nodes }));
    const cells = listCells(listPlaces(TARGETS, ['a', 'b', 'c'], PATH_MODES, ['v8']), seats);
    assert.equal(cells.length, 8 * 3 * 5 * 1 * 2);
    assert.equal(new Set(cells.map((cell) => JSON.stringify(cell))).size, cells.length);
  });
});
