import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
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

  it('supervise() ends a process that takes too long, and what it started', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no process groups');
    // The grandchild keeps the output open: had it survived, the result would never come.
    const forever = JSON.stringify('setInterval(() => {}, 1000)');
    const end = await run(
      `require("child_process").spawn(process.execPath, ["-e", ${forever}], { stdio: "inherit" })`,
      1000,
    );
    assert.equal(end.timedOut, true);
  });

  it('supervise() ends a process that holds too much memory, with what it started', async function () {
    if (!canMeasure) skip(this, 'Windows without tasklist does not say what a process holds');
    const fill = 'const all = []; setInterval(() => all.push(Buffer.alloc(2 ** 24, 1)), 1)';
    const script =
      process.platform === 'win32'
        ? fill // there, the process alone is watched
        : `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(fill)}])`;
    const end = await supervise([process.execPath, '-e', script], {
      ...{ cwd: tmpdir(), env: {}, timeout: 60_000 },
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
