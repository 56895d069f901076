// A small part of the matrix on every target that this machine can run besides its own; all of it is
// `npm run matrix`. What runners need is installed on the way.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { TARGETS } from '../../../loader/target.js';
import type { MatrixReport } from '../../../scripts/matrix/report.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { findRunner } from '../../../scripts/runners/runners.js';
import { skip } from '../../support/skip.js';

/** Reasons that lie in the machine, not in a runner: no Debian, no network, no rights. */
const CIRCUMSTANCES = /^Cannot (fetch|find Python)|no mount namespace|private root|Rosetta/;

describe('plugkit test on foreign targets', function () {
  this.timeout(1_200_000);
  for (const target of TARGETS) {
    const runner = findRunner(target);
    if (!runner || runner.name === 'native') continue;

    it(`${runner.name} runs a plug-in of ${target.id} found by a default path`, function () {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [
          projectPath('lib/scripts/cli.js'),
          'test',
          'get-string',
          '--json',
          '--target',
          target.id,
          '--path',
          'env',
        ],
        { cwd: projectPath(), encoding: 'utf8', timeout: 1_100_000 },
      );
      const [cell, ...others] = (JSON.parse(stdout || stderr) as MatrixReport).cells;
      assert.deepEqual(others, []);
      if (cell?.state === 'skipped' && CIRCUMSTANCES.test(cell.reason as string)) {
        skip(this, cell.reason as string);
      }
      assert.equal(cell?.state, 'passed', cell?.reason as string);
      assert.equal(cell.target, target.id);
      assert.ok(cell.cases.length > 0);
    });
  }
});
