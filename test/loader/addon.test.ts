// Which file of the addon is loaded, and what is said when there is none.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { loadAddon } from '../../loader/bridge/addon.js';
import { addonCandidates } from '../../loader/bridge/prebuilds.js';
import { TARGETS } from '../../loader/target.js';
import { prebuildFiles } from '../../scripts/compile/prebuilds.js';
import { projectPath } from '../../scripts/project/paths.js';
import { getStringPlugin, here, LOADED, StagedPackage } from './staged.js';

const require = createRequire(import.meta.url);
const NODE_GYP_BUILD = require.resolve('node-gyp-build');
const RESOLVE = `console.log(require(${JSON.stringify(NODE_GYP_BUILD)}).resolve(process.argv[1]));`;

/** The file that node-gyp-build chooses in a package for such a system, seen from the package. */
function chosenByNodeGypBuild(root: string, target: (typeof TARGETS)[number]): string {
  const env = {
    ...process.env,
    LIBC: undefined,
    PREBUILDS_ONLY: undefined,
    npm_config_platform: target.platform,
    npm_config_arch: target.arch,
    ...(target.libc === null ? {} : { LIBC: target.libc }),
  };
  const output = execFileSync(process.execPath, ['--eval', RESOLVE, root], { env });
  return relative(root, output.toString().trim());
}

describe('addonCandidates()', () => {
  const staged = new StagedPackage({ all: true });
  const root = join(staged.prebuilds, '..');

  for (const target of TARGETS) {
    it(`names the prebuild that node-gyp-build chooses for ${target.id}`, () => {
      const chosen = chosenByNodeGypBuild(root, target);
      assert.equal(chosen, join('prebuilds', prebuildFiles(target)[0]));
      assert.equal(addonCandidates(target)[1], projectPath(chosen));
    });
  }

  it('prefers what was built from source, as node-gyp-build does', () => {
    staged.write(join(root, 'build', 'Release', 'loader.node'), 'built');
    for (const target of TARGETS) {
      const chosen = chosenByNodeGypBuild(root, target);
      assert.equal(chosen, join('build', 'Release', 'loader.node'));
      assert.equal(addonCandidates(target)[0], projectPath(chosen));
    }
  });
});

describe('loadAddon()', () => {
  it('loads the addon of this system', () => {
    assert.equal(typeof loadAddon().addon.dispatch, 'function');
  });

  it('takes the prebuild of a published package', async () => {
    assert.deepEqual(await new StagedPackage().run([await getStringPlugin()]), LOADED);
  });

  it('says what it tried when there is no file', async () => {
    const staged = new StagedPackage();
    rmSync(staged.prebuilds, { recursive: true });
    const { code, message = '', hint } = await staged.run();
    assert.equal(code, 'ADDON_NOT_FOUND');
    const built = join(staged.prebuilds, '..', 'build', 'Release', 'loader.node');
    const start = `Cannot load the addon: nothing fits ${here.id}, tried ${built}, ${staged.addon}, `;
    assert.ok(message.startsWith(start), message);
    assert.equal(hint, 'Build it with `npx plugkit build-loader`');
  });

  it('names the prebuilds that are there when they are of other systems', async () => {
    const staged = new StagedPackage({ all: true });
    rmSync(staged.addon);
    const { code, message = '', hint = '' } = await staged.run();
    assert.equal(code, 'ADDON_NOT_FOUND');
    const others = TARGETS.filter(({ id }) => id !== here.id).map(({ id }) => id);
    const reason = `nothing fits ${here.id}, there are prebuilds for ${others.join(', ')}, tried`;
    assert.ok(message.includes(reason), message);
    assert.match(hint, /^Install the package here instead of copying /);
  });

  it('names the systems there are when this is none of them', async () => {
    const { code, message = '' } = await new StagedPackage().run([], {
      flags: [
        '--import',
        `data:text/javascript,Object.defineProperty(process,'arch',{value:'mips'})`,
      ],
    });
    assert.equal(code, 'ADDON_NOT_FOUND');
    const expected = `there is none for ${process.platform}-mips, expected one of linux-x64, `;
    assert.ok(message.includes(expected), message);
  });
});
