import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAddon } from '../../loader/bridge/addon.js';
import type { PluginError } from '../../loader/errors.js';
import { currentTarget, type Target } from '../../loader/target.js';
import { prebuildFiles } from '../../scripts/build/prebuilds.js';
import { temporaryDirectory } from './mirror.js';

const target = currentTarget() as Target;

describe('loadAddon()', () => {
  it('loads the prebuild of this platform', () => {
    assert.equal(typeof loadAddon().addon.dispatch, 'function');
  });

  it('says what it tried when there is no addon', () => {
    const root = temporaryDirectory();
    assert.throws(() => loadAddon(root), {
      code: 'ADDON_NOT_FOUND',
      message: `Cannot load the addon: nothing fits ${target.id}, tried ${join(root, 'build', 'Release')} and ${join(root, 'prebuilds', `${target.platform}-${target.arch}`)}`,
      hint: 'Build it with `npx plugkit build-loader`',
    });
  });

  it('says why the addon does not load', () => {
    const root = temporaryDirectory();
    const [addon] = prebuildFiles(target);
    const path = join(root, 'prebuilds', addon);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'not a library');
    assert.throws(
      () => loadAddon(root),
      ({ code, message }: PluginError) => code === 'ADDON_FAILED' && message.includes(path),
    );
  });
});
