import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { projectPath, ROOT } from '../scripts/project/paths.js';

describe('the checkout', () => {
  it('has no files, exports or dependencies that nothing uses (knip)', () => {
    const knip = projectPath('node_modules', 'knip', 'bin', 'knip.js');
    const { status, stdout } = spawnSync(process.execPath, [knip], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    assert.equal(stdout, '');
    assert.equal(status, 0);
  });
});
