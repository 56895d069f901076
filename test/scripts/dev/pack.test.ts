import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { TARGET_IDS } from '../../../loader/target.js';
import { packageVersion, projectPath } from '../../../scripts/project/paths.js';

const out = (...parts: string[]) => projectPath('build', 'npm', ...parts);

/** What `npm run pack` runs after set-up. */
function pack(...flags: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [projectPath('lib/scripts/dev/cli.js'), 'pack', ...flags],
    { encoding: 'utf8', timeout: 1_200_000 },
  );
  return { status, stdout, stderr };
}

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('npm run pack', function () {
  this.timeout(1_200_000);

  it('leaves both tarballs in build/npm and says so, with the builds of all targets', () => {
    rmSync(out(), { recursive: true, force: true });
    const { status, stdout } = pack('--json');
    assert.equal(status, 0, stdout);
    const { results, packages } = JSON.parse(stdout);
    assert.deepEqual(
      results.map(({ target }: { target: string }) => target),
      [...TARGET_IDS],
    );
    const version = packageVersion();
    assert.deepEqual(
      packages.map(({ tarball }: { tarball: string }) => tarball),
      [out(`wasmedge-plugin-kit-${version}.tgz`), out(`plugkit-${version}.tgz`)],
    );
    for (const { tarball, bytes } of packages) assert.equal(readFileSync(tarball).length, bytes);
  });

  it('makes the same tarballs again, builds nothing, and shows progress and outcome', () => {
    const tarballs = ['wasmedge-plugin-kit', 'plugkit'].map((name) =>
      out(`${name}-${packageVersion()}.tgz`),
    );
    const before = tarballs.map(digest);
    const { status, stdout, stderr } = pack();
    assert.equal(status, 0);
    assert.deepEqual(tarballs.map(digest), before);
    assert.match(stderr, /Pack wasmedge-plugin-kit/);
    assert.doesNotMatch(stderr, /Build/);
    assert.match(stdout, /0 built, 8 up to date, 0 failed\n[\s\S]*2 packed\n$/);
  });
});
