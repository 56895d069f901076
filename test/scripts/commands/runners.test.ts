// `plugkit setup-runners` and `plugkit doctor` as processes, with a cache of their own and a program
// that stands in for npm.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { create } from 'tar';
import { currentTarget, TARGETS, type Target } from '../../../loader/target.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { isDebian } from '../../../scripts/runners/isolated-apt.js';
import { findRunner } from '../../../scripts/runners/runners.js';
import { skip } from '../../support/skip.js';

const here = (currentTarget() as Target).id;

const STOCK_LIBRARY =
  { darwin: 'libwasmedge.0.dylib', win32: 'wasmedge.dll' }[process.platform as string] ??
  'libwasmedge.so.0';

describe('plugkit setup-runners and doctor', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-runners-'));
    mkdirSync(join(root, 'bin'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function plugkit(args: string[], variables: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [projectPath('lib/scripts/cli.js'), ...args],
      {
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}`,
          PLUGKIT_CACHE_DIR: join(root, 'cache'),
          ...variables,
        },
      },
    );
    return { status, stdout, stderr };
  }

  /** Puts a program first on PATH; it notes how it was called. */
  function standInFor(name: string, script: string): void {
    const file = join(root, 'bin', name);
    writeFileSync(file, `#!/bin/sh\necho "$@" >>'${root}/calls'\n${script}\n`, { mode: 0o755 });
  }

  const nodeOptions = ['setup-runners', '--target', here, '--node', '4.9', '--json'];

  it('setup-runners fetches a version of Node once', async function () {
    if (process.platform === 'win32') skip(this, 'a shell script cannot stand in for npm there');
    mkdirSync(join(root, 'package', 'bin'), { recursive: true });
    writeFileSync(join(root, 'package', 'bin', 'node'), '#!/bin/sh\necho v4.9.1\n', {
      mode: 0o755,
    });
    await create({ file: join(root, 'node.tgz'), cwd: root, gzip: true }, ['package']);
    const told = JSON.stringify([{ version: '4.9.1', integrity: 'sha512-x', filename: 'n.tgz' }]);
    standInFor('npm', `cp '${root}/node.tgz' "$5/n.tgz"; echo '${told}'`);

    const { status, stdout, stderr } = plugkit(nodeOptions);
    assert.equal(status, 0, stdout + stderr);
    assert.equal(stderr, '');
    assert.deepEqual(JSON.parse(stdout).runners, [
      { target: here, runner: 'native', ready: true, nodes: ['4.9.1'], reason: null, fix: null },
    ]);
    const directory = join(root, 'cache', 'runners', 'node', here, '4.9.1');
    assert.ok(existsSync(join(directory, 'bin', 'node')));
    assert.equal(JSON.parse(readFileSync(join(directory, 'origin.json'), 'utf8')).version, '4.9.1');

    assert.equal(plugkit(nodeOptions).stdout, stdout);
    assert.match(readFileSync(join(root, 'calls'), 'utf8'), /^pack node-\S+@4\.9 .*\n$/);
  });

  it('setup-runners says why a version cannot be had, and leaves nothing', function () {
    if (process.platform === 'win32') skip(this, 'a shell script cannot stand in for npm there');
    standInFor(
      'npm',
      "echo 'npm error code ETARGET' >&2; echo 'npm error notarget No matching version found for n@4.9.' >&2; exit 1",
    );
    const { status, stdout } = plugkit(nodeOptions);
    assert.equal(status, 1);
    const [runner] = JSON.parse(stdout).runners;
    assert.equal(runner.ready, false);
    assert.equal(
      runner.reason,
      `Cannot fetch Node 4.9 for ${here}: No matching version found for n@4.9`,
    );
    assert.match(runner.fix, /--node 22/);
    assert.deepEqual(readdirSync(join(root, 'cache', 'runners', 'node', here)), []);
  });

  it('setup-runners goes on with other targets where packages cannot be had', function () {
    if (!isDebian() || here !== 'linux-x64')
      skip(this, 'needs Debian on x64, whose apt it replaces');
    const uri = "'http://archive.invalid/debian/dists/bookworm/InRelease' name 0";
    standInFor(
      'apt-get',
      `[ "$2" = --print-uris ] && echo "${uri}" && exit; echo 'E: no route' >&2; exit 100`,
    );
    standInFor(
      'python3',
      `[ "$3" = --version ] || { echo 'ERROR: No matching version' >&2; exit 1; }`,
    );
    const { status, stdout } = plugkit([
      'setup-runners',
      '--target',
      `${here},linuxmusl-x64`,
      '--json',
    ]);
    assert.equal(status, 1);
    const [native, musl] = JSON.parse(stdout).runners;
    assert.equal(native.ready, true);
    assert.deepEqual(musl, {
      target: 'linuxmusl-x64',
      runner: 'musl',
      ready: false,
      nodes: [],
      reason: 'Cannot fetch Debian packages: no route',
      fix: 'check the network, and that the package debian-archive-keyring is up to date',
    });
    assert.deepEqual(readdirSync(join(root, 'cache', 'runners', 'debian')), []);
  });

  it('doctor tells for each target the runner and the command that makes it ready', () => {
    const { status, stdout, stderr } = plugkit(['doctor', '--json']);
    assert.equal(status, 0, stderr);
    const { runners, parts, cacheDirectory } = JSON.parse(stdout);
    assert.equal(cacheDirectory, join(root, 'cache'));
    assert.equal(existsSync(cacheDirectory), false);
    assert.deepEqual(
      runners.map(({ target, runner }: { target: string; runner: string | null }) => [
        target,
        runner,
      ]),
      TARGETS.map((target) => [target.id, findRunner(target)?.name ?? null]),
    );
    for (const { target, runner, ready, nodes, reason, fix } of runners) {
      if (target === here) {
        assert.deepEqual([ready, nodes], [true, [process.versions.node]]);
      } else if (runner === null) {
        assert.match(fix, new RegExp(`plugkit test --target ${target}' on a machine of that kind`));
      } else if (runner !== 'rosetta') {
        assert.equal(ready, false);
        assert.match(reason, /lacks|is not there/);
        assert.match(fix, new RegExp(`^plugkit setup-runners --target ${target}`));
      }
    }
    const names = parts.map(({ name }: { name: string }) => name);
    assert.deepEqual(names, ['prebuild', 'zig', 'cmake', 'ninja', 'stock WasmEdge']);
  });

  it('doctor finds a stock WasmEdge, and says where that looks for plug-ins', () => {
    const library = join(root, 'prefix', 'lib', STOCK_LIBRARY);
    mkdirSync(join(library, '..'), { recursive: true });
    writeFileSync(library, '');
    const stock = (env: Record<string, string>) => {
      const { stdout } = plugkit(['doctor', '--target', here, '--json'], env);
      const { parts } = JSON.parse(stdout) as { parts: { name: string; detail: string }[] };
      return parts.find(({ name }) => name === 'stock WasmEdge')?.detail ?? '';
    };
    const plugins = join(root, 'prefix', 'plugin');
    const env = { WASMEDGE_DIR: join(root, 'prefix') };
    assert.ok(stock(env).startsWith(library) && stock(env).includes(`looks in ${plugins}`));
    mkdirSync(plugins);
    assert.ok(stock(env).endsWith(`plug-ins in ${plugins}`), stock(env));
  });

  it('doctor tells what is wrong with a tool that a variable names', () => {
    const { status, stdout } = plugkit(['doctor', '--target', here], { ZIG: '/no/such/zig' });
    assert.equal(status, 0);
    assert.match(stdout, /zig +missing +Cannot use ZIG: \/no\/such\/zig does not exist.*Unset ZIG/);
    assert.match(stdout, new RegExp(`${here} +native +[\\d.]+ +✔ ready`));
  });
});
