import assert from 'node:assert/strict';
import { TARGETS } from '../../../loader/target.js';
import {
  chooseNodes,
  listCells,
  selectEngines,
  selectPathModes,
} from '../../../scripts/matrix/cells.js';
import { PATH_MODES } from '../../../scripts/matrix/report.js';

const own = process.versions.node;

describe('scripts/matrix/cells', function () {
  this.timeout(60_000);

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

  it('chooseNodes() takes this Node when none is named, and by its version', async () => {
    const choice = { version: own, executable: process.execPath };
    assert.deepEqual(await chooseNodes(undefined), [choice]);
    assert.deepEqual(await chooseNodes(own.split('.')[0]), [choice]);
  });

  it('chooseNodes() asks an executable for its version', async () => {
    const [choice] = await chooseNodes(process.execPath);
    assert.deepEqual(choice, { version: own, executable: process.execPath });
  });

  it('chooseNodes() says what to do about a version that is not there', async () => {
    const [choice] = await chooseNodes('0.10');
    assert.ok(choice && typeof choice.executable === 'object');
    assert.equal(choice.version, '0.10');
    assert.match(choice.executable.reason, /not at hand.*--node \/path/);
  });

  it('chooseNodes() throws USAGE for an empty entry', () => {
    assert.throws(() => chooseNodes('20,'), { code: 'USAGE' });
  });

  it('listCells() has every combination once', () => {
    const nodes = ['20', '22'].map((version) => ({ version, executable: 'node' }));
    const cells = listCells(TARGETS, ['a', 'b', 'c'], PATH_MODES, ['v8'], nodes);
    assert.equal(cells.length, 8 * 3 * 5 * 1 * 2);
    assert.equal(new Set(cells.map((cell) => JSON.stringify(cell))).size, cells.length);
  });
});
