import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { programsOnPath } from '../../../scripts/process/run.js';
import { supervise } from '../../../scripts/process/supervise.js';
import { skip } from '../../support/skip.js';

const run = (script: string, timeout = 60_000) =>
  supervise([process.execPath, '-e', script], { cwd: tmpdir(), env: { KEY: 'value' }, timeout });

/** Wine has no tasklist. */
const canMeasure =
  process.platform !== 'win32' || programsOnPath('tasklist', process.env.PATH ?? '').length > 0;

describe('scripts/process/supervise', () => {
  it('supervise() gives exit status and output', async () => {
    const end = await run('console.log("out"); console.error("err"); process.exitCode = 3');
    assert.equal(end.exitCode, 3);
    assert.equal(end.signal, null);
    assert.equal(end.timedOut, false);
    assert.deepEqual(end.output.split('\n').sort(), ['err', 'out']);
  });

  it('supervise() gives the process no environment but the one named', async () => {
    process.env.PLUGKIT_OUTSIDE = 'outside';
    const { output } = await run('console.log(process.env.KEY, process.env.PLUGKIT_OUTSIDE)');
    delete process.env.PLUGKIT_OUTSIDE;
    assert.equal(output, 'value undefined');
  });

  it('supervise() names the signal that ended the process', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no signals');
    assert.equal((await run('process.kill(process.pid, "SIGSEGV")')).signal, 'SIGSEGV');
  });

  /** A program that starts one that goes on for ever, prints its number, and does `then`. */
  const starts = (then: string, options = '{ stdio: "ignore" }') => {
    const forever = JSON.stringify('setInterval(() => {}, 1000)');
    return `const child = require("child_process").spawn(process.execPath, ["-e", ${forever}], ${options});
      console.log(child.pid); child.unref(); ${then}`;
  };
  const isRunning = (pid: string): boolean => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z';
    } catch {
      return false;
    }
  };

  /** A killed process takes a moment to end; one that was not killed runs until this test's time limit. */
  const ended = async (pid: string): Promise<void> => {
    while (isRunning(pid)) await setTimeout(10);
  };

  it('supervise() ends a process that takes too long, and what it started', async function () {
    if (process.platform !== 'linux') skip(this, 'only Linux tells of any process');
    const end = await run(starts('setInterval(() => {}, 1000)'), 1000);
    assert.equal(end.timedOut, true);
    assert.match(end.output, /^\d+$/);
    await ended(end.output);
  });

  for (const [what, options] of [
    ['in its group', '{ stdio: "ignore" }'],
    ['in a session of its own', '{ stdio: "ignore", detached: true }'],
  ] as const) {
    it(`supervise() ends what a process leaves behind ${what}`, async function () {
      if (process.platform !== 'linux') skip(this, 'only Linux tells of any process');
      const end = await run(starts('process.exitCode = 0', options));
      assert.equal(end.exitCode, 0);
      assert.equal(end.leftBehind, 1);
      await ended(end.output);
    });
  }

  it('supervise() leaves nothing behind to be told of where there is nothing', async () => {
    assert.equal((await run('')).leftBehind, 0);
  });

  it('supervise() counts the memory of what has left the group', async function () {
    if (process.platform !== 'linux') skip(this, 'only Linux tells of any process');
    const fill = 'const all = []; setInterval(() => all.push(Buffer.alloc(2 ** 24, 1)), 1)';
    const script = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(fill)}],
      { stdio: "ignore", detached: true })`;
    const options = { cwd: tmpdir(), env: {}, timeout: 60_000, memory: 2 ** 28 };
    assert.equal((await supervise([process.execPath, '-e', script], options)).outOfMemory, true);
  });

  it('supervise() collects what comes by descriptor 3, and ends who never stops', async function () {
    if (process.platform === 'win32') skip(this, 'there, processes tell by a file');
    const { channel } = await run('require("fs").writeSync(3, "one\\ntwo")');
    assert.equal(channel, 'one\ntwo');
    const flood = await run('for (;;) require("fs").writeSync(3, "x".repeat(65536))');
    assert.equal(flood.signal, 'SIGKILL');
  });

  it('supervise() does not take a limit longer than a timer can wait for none', async () => {
    const end = await run('setTimeout(() => {}, 200)', 3_000_000_000);
    assert.equal(end.timedOut, false);
    assert.equal(end.exitCode, 0);
  });

  it('supervise() ends a process that holds too much memory, with what it started', async function () {
    if (!canMeasure) skip(this, 'Windows without tasklist does not say what a process holds');
    const fill = 'const all = []; setInterval(() => all.push(Buffer.alloc(2 ** 24, 1)), 1)';
    const script =
      process.platform === 'win32'
        ? fill // there, the process alone is watched
        : `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(fill)}])`;
    const end = await supervise([process.execPath, '-e', script], {
      cwd: tmpdir(),
      env: {},
      timeout: 60_000,
      memory: 2 ** 28,
    });
    assert.equal(end.outOfMemory, true);
    assert.equal(end.timedOut, false);
  });

  it('supervise() throws when the program does not exist', async () => {
    const options = { cwd: tmpdir(), env: {}, timeout: 60_000 };
    await assert.rejects(supervise(['/no/such/program'], options), { code: 'ENOENT' });
  });

  it('supervise() keeps the end of a long output', async () => {
    const { output } = await run('console.log("x".repeat(100000) + "end")');
    assert.ok(output.length <= 16_384);
    assert.ok(output.endsWith('end'));
  });
});
