import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { currentTarget } from '../../../loader/target.js';
import { supervise } from '../../../scripts/process/supervise.js';
import { enterRoot, TOOLS_PATH } from '../../../scripts/runners/private-root.js';
import { skip } from '../../support/skip.js';

/** Runs a shell script in a root whose libraries are this machine's own. */
async function runScript(
  directory: string,
  script: string,
  { timeout = 60_000, maxProcesses = 40 } = {},
) {
  const target = currentTarget();
  assert.ok(target);
  const root = { target, packages: '/', directory, cacheDirectory: '/', maxProcesses };
  const end = await supervise([...enterRoot(root), 'sh', '-c', script], {
    cwd: directory,
    env: { PATH: TOOLS_PATH },
    timeout,
  });
  const log = join(directory, 'log');
  return { ...end, log: existsSync(log) ? await readFile(log, 'utf8') : null };
}

/** Whether a process with this argument is alive, in any namespace. */
function isAlive(argument: string): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(argument);
    } catch (error) {
      if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return false; // ended meanwhile
      throw error;
    }
  });
}

/** The kernel ends a namespace just after its first process: waits for it, as long as the test may. */
async function hasEnded(argument: string): Promise<void> {
  while (isAlive(argument)) await sleep(20);
}

describe('scripts/runners/private-root', () => {
  let directory: string;

  before(async function () {
    if (process.platform !== 'linux') skip(this, 'private roots need Linux');
    const probe = await mkdtemp(join(tmpdir(), 'plugkit-test-'));
    const { log, output } = await runScript(probe, 'exit 0').finally(() =>
      rm(probe, { recursive: true }),
    );
    if (log === null) skip(this, `no private root here (allow user namespaces): ${output}`);
  });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'plugkit-test-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  it("enterRoot() runs a program in the current directory, with this machine's files", async () => {
    await writeFile(join(directory, 'file'), 'text');
    const { exitCode, log } = await runScript(directory, 'pwd; cat file; echo >made; exit 7');
    assert.equal(exitCode, 7);
    assert.equal(log, `${directory}\ntext`);
    assert.ok(existsSync(join(directory, 'made')));
  });

  it('enterRoot() ends what the program leaves behind', async () => {
    const { exitCode, log } = await runScript(
      directory,
      'sleep 4321.1 & setsid sleep 4321.1 & echo $!',
    );
    assert.equal(exitCode, 0);
    assert.match(log ?? '', /^\d+$/m);
    await hasEnded('4321.1');
  });

  it('enterRoot() ends all processes when time is up', async () => {
    const script = 'setsid sleep 4321.2 & echo started; sleep 4321.2';
    const { timedOut, log } = await runScript(directory, script, { timeout: 3_000 });
    assert.equal(timedOut, true);
    assert.equal(log, 'started\n');
    await hasEnded('4321.2');
  });

  it('enterRoot() ends all processes when there are too many', async () => {
    const script = 'while sleep 0.02; do setsid sleep 4321.3 & done';
    const { exitCode, output } = await runScript(directory, script, { maxProcesses: 12 });
    assert.equal(exitCode, 125);
    assert.match(output, /^more than 12 processes$/m);
    await hasEnded('4321.3');
  });
});
