import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supervise } from '../../../scripts/process/supervise.js';
import { findOverlayCommand } from '../../../scripts/runners/overlay.js';
import { skip } from '../../support/skip.js';

const over = '/usr/local/lib';

describe('scripts/runners/overlay', () => {
  let layer: string;
  beforeEach(async () => {
    layer = await mkdtemp(join(tmpdir(), 'plugkit-overlay-'));
    await mkdir(join(layer, 'plugkit-overlay-test'));
    await writeFile(join(layer, 'plugkit-overlay-test', 'file'), 'from the layer');
  });
  afterEach(() => rm(layer, { recursive: true }));

  it('findOverlayCommand() shows a layer to one process only', async function () {
    const prefix = await findOverlayCommand({ layer, over }, tmpdir());
    if (!Array.isArray(prefix)) {
      return skip(this, prefix.reason);
    }
    const before = await readdir(over);
    const script = 'cat /usr/local/lib/plugkit-overlay-test/file; ls /usr/local/lib | wc -l';
    const { output } = await supervise([...prefix, 'sh', '-c', script], {
      cwd: tmpdir(),
      env: { PATH: '/usr/bin:/bin' },
      timeout: 60_000,
    });
    assert.match(output, /^from the layer\s*(\d+)$/);
    assert.equal(Number(output.match(/\d+$/)?.[0]), before.length + 1);
    assert.equal(existsSync(join(over, 'plugkit-overlay-test')), false);
  });

  it('findOverlayCommand() says why it is impossible and what to do', async () => {
    const impossible = { layer, over: '/no/such/directory' };
    const answer = await findOverlayCommand(impossible, tmpdir());
    assert.ok('reason' in answer);
    assert.match(answer.reason, /\/no\/such\/directory/);
    assert.match(answer.fix, /run as root, or allow/);
  });
});
