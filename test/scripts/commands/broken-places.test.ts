// Places that cannot be read or written: a clear error, the variable or flag that names another, nothing internal.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentTarget, type Target } from '../../../loader/target.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { skip } from '../../support/skip.js';

const here = (currentTarget() as Target).id;
const CLI = projectPath('lib/scripts/cli.js');
/** Somebody whom the system does not know, and who may write nowhere but where everybody may. */
const NOBODY = 54_321;

describe('places that are of no use', () => {
  let root: string;
  before(function () {
    if (process.platform === 'win32') skip(this, 'Windows has other rights');
    if (process.getuid?.() !== 0) skip(this, 'only root can become somebody without rights');
    root = mkdtempSync(join(tmpdir(), 'plugkit-places-'));
    chmodSync(root, 0o777);
    cpSync(projectPath('plugins/get-string'), join(root, 'plugins/get-string'), {
      recursive: true,
    });
    mkdirSync(join(root, 'closed'), { mode: 0o555 });
    mkdirSync(join(root, 'open'));
    chmodSync(join(root, 'open'), 0o777);
    writeFileSync(join(root, 'file'), '');
  });
  after(() => root && rmSync(root, { recursive: true }));

  function plugkit(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    before: readonly string[] = [],
  ) {
    const [program, ...words] = [...before, process.execPath, CLI, ...args] as [
      string,
      ...string[],
    ];
    const { status, stderr, stdout } = spawnSync(program, words, {
      ...{ cwd: root, encoding: 'utf8' },
      env: { PATH: process.env.PATH, HOME: join(root, 'open'), ...env },
      ...(before.length > 0 ? {} : { uid: NOBODY, gid: NOBODY }),
    });
    return { status, stderr, stdout };
  }

  const build = ['build', '--target', here];
  const places: [
    what: string,
    args: string[],
    env: NodeJS.ProcessEnv,
    words: RegExp,
    hint: RegExp,
  ][] = [
    [
      'a cache that is closed',
      build,
      { PLUGKIT_CACHE_DIR: 'closed/x' },
      /closed\/x/,
      /PLUGKIT_CACHE_DIR/,
    ],
    ['a cache through a file', build, { PLUGKIT_CACHE_DIR: 'file/x' }, /file/, /PLUGKIT_CACHE_DIR/],
    ['a home that is closed', build, { HOME: 'CLOSED' }, /closed/, /PLUGKIT_CACHE_DIR/],
    ['no home at all', build, { HOME: undefined }, /no home directory/, /PLUGKIT_CACHE_DIR/],
    [
      'a report in a closed place',
      ['test', '--report', 'closed/a.json'],
      {},
      /closed\/a\.json/,
      /--report/,
    ],
    [
      'a report through a file',
      ['test', '--report', 'file/a.json'],
      {},
      /file\/a\.json/,
      /--report/,
    ],
    [
      'a temporary directory that is closed',
      ['explain', 'file'],
      { TMPDIR: 'CLOSED' },
      /closed/,
      /TMPDIR/,
    ],
  ];
  for (const [what, args, env, words, hint] of places) {
    it(`${what} is a clear error`, () => {
      const variables = Object.fromEntries(
        Object.entries(env).map(([name, value]) => [
          name,
          value === 'CLOSED' ? join(root, 'closed') : value,
        ]),
      );
      const { status, stderr, stdout } = plugkit(args, variables);
      assert.equal(status, 3, stdout + stderr);
      assert.match(stderr, /Error FILE_UN(READ|WRIT)ABLE: Cannot /);
      assert.match(stderr, words);
      assert.match(stderr, hint);
      assert.doesNotMatch(stderr, /Internal|at .*\.js:/);
    });
  }

  it('who has no home may name a cache directory', () => {
    const { status, stdout, stderr } = plugkit(['explain', 'file'], {
      HOME: undefined,
      PLUGKIT_CACHE_DIR: join(root, 'open'),
    });
    assert.equal(status, 0, stdout + stderr);
  });

  it('a working directory that is gone is a clear error', () => {
    // A Node that collects coverage does not start there at all.
    const script = 'unset NODE_V8_COVERAGE; mkdir gone && cd gone && rmdir ../gone && exec "$@"';
    const { status, stderr } = plugkit(['build'], {}, ['sh', '-c', script, 'sh']);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /the working directory is gone/);
  });

  it('an output directory through a file fails the build, and says so', () => {
    const env = { PLUGKIT_CACHE_DIR: process.env.PLUGKIT_CACHE_DIR, HOME: process.env.HOME };
    const { status, stderr, stdout } = plugkit([...build, '--out', 'file/x'], env, ['env']);
    assert.equal(status, 3, stdout + stderr);
    assert.match(stderr, /FILE_UN(READ|WRIT)ABLE: .*file.*ENOTDIR/);
    assert.match(stderr, /--out/);
  });
});
