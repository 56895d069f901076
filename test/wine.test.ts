// The unit tests that need no compiler once more, under the Windows Node in Wine, so that what the code
// does on Windows is executed on Linux, too. `npm run test:wine` runs this file alone.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { TARGETS, type Target } from '../loader/target.js';
import { readEnvironment } from '../scripts/flags/environment.js';
import { projectPath } from '../scripts/project/paths.js';
import { setUpRunners } from '../scripts/runners/install.js';
import { describeObstacle } from '../scripts/runners/runner.js';
import { wine } from '../scripts/runners/wine.js';
import { NOT_UNIT, NOT_WINE } from './suites.js';
import { skip } from './support/skip.js';

const target = TARGETS.find(({ id }) => id === 'win32-x64') as Target;
const environment = readEnvironment();
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const leftOut = picomatch([...Object.keys(NOT_UNIT), ...Object.keys(NOT_WINE)]);
const names = (await readdir(projectPath('lib', 'test'), { recursive: true }))
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.test.js') && !leftOut(file.slice(0, -'.test.js'.length)))
  .sort();

describe('under Windows (Wine)', () => {
  let node: string;
  let directory: string;

  before(async function () {
    if (process.platform === 'win32') return skip(this, 'this is Windows');
    const [seat] = await setUpRunners([target], undefined, environment);
    const executable = seat?.nodes[0]?.executable;
    const obstacle = seat?.obstacle ?? (typeof executable === 'string' ? undefined : executable);
    if (seat?.runner !== wine) return skip(this, 'Windows programs do not run here');
    // Where it could run, that it does not is a failure.
    assert.equal(obstacle && describeObstacle(obstacle), undefined);
    node = executable as string;
    directory = await mkdtemp(join(tmpdir(), 'plugkit-windows-'));
  });
  after(() => directory && rm(directory, { recursive: true, force: true }));

  for (const name of names) {
    it(`${name} passes`, async () => {
      const cwd = await mkdtemp(join(directory, 'run-'));
      const home = join(cwd, 'home');
      await mkdir(home);
      const end = await wine.run(
        {
          target,
          node,
          args: [mocha, '--no-config', '--timeout', '60000', projectPath('lib', 'test', name)],
          cwd,
          env: { USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home },
          timeout: 500_000,
        },
        environment.cacheDirectory,
      );
      assert.ok(!('reason' in end), JSON.stringify(end));
      assert.equal(end.exitCode, 0, end.output);
      assert.match(end.output, /\d+ passing/);
    });
  }
});
