import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectPath } from '../../scripts/project/paths.js';

const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

describe('reporter', () => {
  it('lists skipped tests with their reasons, writes the counts and what failed', () => {
    const directory = mkdtempSync(join(tmpdir(), 'plugkit-reporter-'));
    const file = join(directory, 'sample.mjs');
    const summary = join(directory, 'summary.json');
    const skip = pathToFileURL(projectPath('lib', 'test', 'support', 'skip.js'));
    writeFileSync(
      file,
      `import { skip } from '${skip}';
      it('passes', () => {});
      it('fails', () => { throw new Error('on purpose'); });
      it('is skipped', function () { skip(this, 'needs a moon'); });
      it.skip('is silent', () => {});
      describe('suite', () => {
        before(function () { skip(this, 'needs a sun'); });
        it('first', () => {});
        describe('inner', () => { it('second', () => {}); });
      });`,
    );
    const reporter = projectPath('lib', 'test', 'support', 'reporter.js');
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        mocha,
        '--no-config',
        '--reporter',
        reporter,
        '--reporter-option',
        `summary=${summary}`,
        file,
      ],
      { encoding: 'utf8' },
    );
    const counts = JSON.parse(readFileSync(summary, 'utf8'));
    rmSync(directory, { recursive: true });
    assert.equal(status, 1);
    assert.deepEqual(counts, {
      passed: 1,
      failed: 1,
      skipped: 4,
      failures: ['fails: on purpose'],
    });
    assert.match(stdout, /^ {4}is skipped: needs a moon$/m);
    assert.match(stdout, /^ {4}is silent: no reason given$/m);
    assert.match(stdout, /^ {4}suite first: needs a sun$/m);
    assert.match(stdout, /^ {4}suite inner second: needs a sun$/m);
  });
});
