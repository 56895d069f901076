import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentTarget, TARGETS, type Target } from '../../../loader/target.js';
import { native } from '../../../scripts/runners/native.js';
import { chooseNodes, missingNodes, parseNodes } from '../../../scripts/runners/nodes.js';
import { qemu } from '../../../scripts/runners/qemu.js';

const own = process.versions.node;
const major = own.split('.')[0] as string;
const here = currentTarget() as Target;
const arm64 = TARGETS.find(({ id }) => id === 'linux-arm64') as Target;

describe('scripts/runners/nodes', () => {
  let cache: string;
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'plugkit-nodes-'));
    for (const version of ['22.9.0', '22.11.0', '24.1.0', '.staging-x']) {
      const directory = join(cache, 'runners', 'node', 'linux-arm64', version, 'bin');
      await mkdir(directory, { recursive: true });
      await writeFile(join(directory, 'node'), '');
    }
  });
  afterEach(() => rm(cache, { recursive: true }));
  const build = (version: string) => ({
    version,
    executable: join(cache, 'runners', 'node', 'linux-arm64', version, 'bin', 'node'),
  });

  it('parseNodes() takes versions and paths', () => {
    const list = `20, 22.11 ,22.11.0,${process.execPath}`;
    assert.deepEqual(parseNodes(list), ['20', '22.11', '22.11.0', process.execPath]);
  });

  it('parseNodes() throws USAGE for an empty entry, a word, a path that is not there', () => {
    for (const list of ['20,', 'lts', 'v20', '20.1.2.3', '/no/such/node']) {
      assert.throws(() => parseNodes(list), { code: 'USAGE', hint: /20,22\.11\.0/ }, list);
    }
  });

  it('chooseNodes() takes the Node of this process without --node and by its version', async () => {
    const choice = { version: own, executable: process.execPath };
    for (const wanted of [undefined, [major], [own], [process.execPath], [major, own]]) {
      assert.deepEqual(await chooseNodes(native, here, wanted, cache), [choice]);
      assert.deepEqual(missingNodes(native, here, wanted, cache), []);
    }
  });

  it('chooseNodes() takes the newest of release line 22 for a foreign target', async () => {
    assert.deepEqual(await chooseNodes(qemu, arm64, undefined, cache), [build('22.11.0')]);
  });

  it('chooseNodes() takes the newest build that fits what is asked for, each once', async () => {
    assert.deepEqual(await chooseNodes(qemu, arm64, ['22.9', '24', '24.1.0'], cache), [
      build('22.9.0'),
      build('24.1.0'),
    ]);
  });

  it('chooseNodes() tells the command for a version that is not there', async () => {
    const wanted = ['22', '26', '24.2.0'];
    assert.deepEqual(missingNodes(qemu, arm64, wanted, cache), ['26', '24.2.0']);
    const [, choice] = await chooseNodes(qemu, arm64, wanted, cache);
    assert.deepEqual(choice, {
      version: '26',
      executable: {
        reason: 'Node 26 for linux-arm64 is not there',
        fix: 'plugkit setup-runners --target linux-arm64 --node 26',
      },
    });
  });

  it('chooseNodes() does not run a Node of this machine for a foreign target', async () => {
    const [choice] = await chooseNodes(qemu, arm64, [process.execPath], cache);
    assert.ok(typeof choice?.executable === 'object');
    assert.match(choice.executable.reason, /is a Node of this machine, not of linux-arm64/);
    assert.match(choice.executable.fix, /--node 22/);
  });

  it('chooseNodes() throws TOOL_FAILED for a program that is no Node', async () => {
    const notNode =
      process.platform === 'win32' ? 'C:\\Windows\\System32\\cmd.exe' : '/usr/bin/false';
    await assert.rejects(chooseNodes(native, here, [notNode], cache), { code: 'TOOL_FAILED' });
  });
});
