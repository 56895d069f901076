// What becomes of a run of the matrix that is interrupted: its processes end, its directories go, its exit
// status says so.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectPath } from '../../scripts/project/paths.js';
import { here } from '../host/odd-plugins.js';
import { skip } from '../support/skip.js';
import { builtPlace, bytes, faultyPlugin, faultySource } from './corpus.js';

/** Processes that have a file of this directory in memory. */
const usersOf = (directory: string): string[] =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/maps`, 'utf8').includes(directory);
    } catch {
      return false;
    }
  });

describe('plugkit test, interrupted', () => {
  let root: string;
  before(async function () {
    if (here.platform !== 'linux') skip(this, 'the plug-in is written for Linux');
    root = mkdtempSync(join(tmpdir(), 'plugkit-interrupted-'));
    for (const folder of ['tmp', 'sources/faulty'])
      mkdirSync(join(root, folder), { recursive: true });
    const { manifest } = faultySource();
    const text = JSON.stringify({ ...manifest, sources: ['x.c'] });
    bytes(join(root, 'sources', 'faulty', 'plugin.json'), text);
    bytes(join(root, 'sources', 'faulty', 'x.c'), '');
    await faultyPlugin(builtPlace(join(root, 'out')), { ON_CALL: 'HANG()' });
  });
  after(() => root && rmSync(root, { recursive: true }));

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`ends its cells on ${signal}, and takes away what it made`, async () => {
      const child = spawn(
        process.execPath,
        [
          projectPath('lib/scripts/cli.js'),
          'test',
          '--no-build',
          '--target',
          here.id,
          '--path',
          'file',
          '--plugins',
          join(root, 'sources'),
          '--out',
          join(root, 'out'),
        ],
        { env: { ...process.env, TMPDIR: join(root, 'tmp') }, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        said += chunk;
      });
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      while (usersOf(root).length === 0) {
        assert.equal(child.exitCode, null, said);
        await wait(50);
      }
      child.kill(signal);
      assert.equal(await ended, 128 + constants.signals[signal]);
      assert.match(said, new RegExp(`Stopped by ${signal}`));
      assert.deepEqual(usersOf(root), []);
      assert.deepEqual(readdirSync(join(root, 'tmp')), []);
    });
  }
});
