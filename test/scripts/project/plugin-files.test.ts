import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPluginFiles } from '../../../scripts/project/plugin-files.js';
import { skip } from '../../support/skip.js';

describe('scripts/project/plugin-files', () => {
  let root: string;
  let directory: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-files-'));
    directory = join(root, 'plugin');
    mkdirSync(join(directory, 'sub'), { recursive: true });
    writeFileSync(join(directory, 'a.c'), 'one');
    writeFileSync(join(directory, 'sub', 'b.h'), 'three');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const list = async () => (await listPluginFiles(directory)).map(({ path }) => path);

  it('lists regular files with their sizes', async () => {
    const files = await listPluginFiles(directory);
    assert.deepEqual(
      files.map(({ path, size }) => [path, size]),
      [
        ['a.c', 3],
        ['sub/b.h', 5],
      ],
    );
  });

  it('leaves out what is hidden, and what tools made', async () => {
    for (const folder of ['.git', 'node_modules/x', 'dist/plugin']) {
      mkdirSync(join(directory, folder), { recursive: true });
      writeFileSync(join(directory, folder, 'x.c'), '');
    }
    writeFileSync(join(directory, '.DS_Store'), '');
    assert.deepEqual(await list(), ['a.c', 'sub/b.h']);
  });

  it('leaves out the dump of a process, not a file that is only called so', async () => {
    writeFileSync(join(directory, 'core'), 'a header');
    writeFileSync(join(directory, 'core.123'), '');
    truncateSync(join(directory, 'core.123'), 2 ** 26);
    assert.deepEqual(await list(), ['a.c', 'core', 'sub/b.h']);
  });

  it('passes over links that lead nowhere or round, sockets, fifos and devices', async function () {
    if (process.platform === 'win32') skip(this, 'Windows needs a privilege for links');
    symlinkSync('user@host.123', join(directory, '.#a.c'));
    symlinkSync('nowhere', join(directory, 'dangling.c'));
    symlinkSync('self.c', join(directory, 'self.c'));
    symlinkSync('/dev/zero', join(directory, 'zero.c'));
    symlinkSync('.', join(directory, 'sub', 'round'));
    symlinkSync('..', join(directory, 'sub', 'up'));
    execFileSync('mkfifo', [join(directory, 'fifo.c')]);
    const server = createServer().listen(join(directory, 'socket.c'));
    await new Promise((resolve) => server.once('listening', resolve));
    assert.deepEqual(await list(), ['a.c', 'sub/b.h']);
    server.close();
  });

  it('follows links to files and folders', async function () {
    if (process.platform === 'win32') skip(this, 'Windows needs a privilege for links');
    mkdirSync(join(root, 'common'));
    writeFileSync(join(root, 'common', 'c.h'), '');
    symlinkSync('../common', join(directory, 'common'));
    symlinkSync('../common/c.h', join(directory, 'c.h'));
    assert.deepEqual(await list(), ['a.c', 'c.h', 'common/c.h', 'sub/b.h']);
  });

  it('refuses a link to a huge tree', async function () {
    if (process.platform === 'win32') skip(this, 'Windows needs a privilege for links');
    symlinkSync('/usr', join(directory, 'usr'));
    await assert.rejects(listPluginFiles(directory), {
      code: 'MANIFEST_INVALID',
      message: /more than 20000 files, the last in usr/,
    });
  });
});
