import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChannelFile, newKey, readEvents } from '../../../scripts/process/channel.js';
import { openChannel } from '../../../scripts/process/tell.js';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

describe('scripts/process/channel', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'plugkit-channel-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('a file brings what was told, whatever becomes of its name', async () => {
    const channel = await ChannelFile.create(directory);
    const key = newKey();
    const tell = openChannel({ file: channel.path, key });
    tell({ event: 'one' });
    await rm(channel.path);
    await writeFile(channel.path, `${key} 1 {"event":"forged"}\n`);
    tell({ event: 'two' });
    assert.deepEqual(readEvents(await channel.read(), key, isObject), {
      events: [{ event: 'one' }, { event: 'two' }],
      foreign: null,
    });
    await channel.close();
    assert.equal((await readdir(directory)).length, 1);
  });

  it('readEvents() leaves out a last line that was cut short', () => {
    for (const cut of ['', 'k', 'k 1', 'k 1 {"ev']) {
      const told = readEvents(`k 0 {"a":1}\n${cut}`, 'k', isObject);
      assert.deepEqual(told, { events: [{ a: 1 }], foreign: null }, cut);
    }
  });

  it('readEvents() stops at what the process did not tell', () => {
    for (const line of [
      'null',
      '{"a":2}',
      'x 1 {"a":2}',
      'k 0 {"a":2}',
      'k 2 {"a":2}',
      'k 1 null',
      'k 1 {',
      '',
      'x'.repeat(100),
    ]) {
      const { events, foreign } = readEvents(`k 0 {"a":1}\n${line}\nk 1 {"a":3}\n`, 'k', isObject);
      assert.deepEqual(events, [{ a: 1 }]);
      assert.equal(foreign, line.slice(0, 60));
    }
    assert.equal(readEvents('forged', 'k', isObject).foreign, 'forged');
  });

  it('newKey() is another each time', () => {
    assert.notEqual(newKey(), newKey());
  });
});
