// What a plugin.json may say of how its sources are compiled and linked, and what a build then holds.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { currentTarget, type Target } from '../../../loader/target.js';
import { readBinary } from '../../../scripts/audit/binary.js';
import { buildPlugins } from '../../../scripts/compile/plugins.js';
import { renderResults } from '../../../scripts/compile/summary.js';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { readManifest } from '../../../scripts/project/manifest.js';
import { smallManifest, writePlugin } from '../../support/small-plugin.js';

const here = currentTarget() as Target;
/** Says what it was compiled with by not compiling otherwise. */
const SOURCE = `#include <wasmedge/wasmedge.h>
#include <math.h>
#include "own.h"
#if OWN != 1 || COUNT != 3 || !defined(PLAIN) || FLAGGED != 4
#error "macros are missing"
#endif
_Static_assert(__STDC_VERSION__ >= 201710L, "the standard");
static const char text[] = TEXT;
static WasmEdge_PluginDescriptor descriptor = {
    .Name = "keys", .Description = text, .APIVersion = WasmEdge_Plugin_CurrentAPIVersion,
    .Version = {1, 0, 0, 0},
};
const WasmEdge_PluginDescriptor* WasmEdge_Plugin_GetDescriptor(void) {
  descriptor.ModuleCount = (uint32_t)cbrt((double)descriptor.Version.Major) - 1;
  return &descriptor;
}
`;

describe('the keys of plugin.json', () => {
  const environment = readEnvironment(process.env, { quiet: true });
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-keys-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const KEYS = {
    sources: ['keys.c'],
    include: ['a', 'b c'],
    standard: 'c17',
    defines: { COUNT: 3, PLAIN: true, TEXT: '"it\'s (text) & more"' },
    libraries: { linux: ['m'], win32: ['ws2_32'] },
    flags: { c: ['-DFLAGGED=4', '-fno-strict-aliasing'], link: ['-Wl,--as-needed'] },
  };

  async function build(keys: object, debug = false, files: Record<string, string> = {}) {
    writePlugin(root, smallManifest('keys', keys), {
      'keys.c': SOURCE,
      'a/x.h': '',
      'b c/own.h': '#define OWN 1\n',
      ...files,
    });
    const [result] = await buildPlugins({
      plugins: [await readManifest(root)],
      targets: [here],
      out: join(root, 'dist'),
      environment,
      debug,
    });
    assert.ok(result);
    return result;
  }

  it('all have their effect', async () => {
    const { flags, ...rest } = KEYS;
    const link = here.platform === 'linux' ? flags : { c: flags.c };
    const { state, log, file } = await build({ ...rest, flags: link });
    assert.equal(state, 'built', log);
    assert.ok(readFileSync(file, 'latin1').includes("it's (text) & more"));
    if (here.platform === 'linux')
      assert.ok(readBinary(file).needed.some((name) => /^libm\b/.test(name)));
  });

  for (const key of ['include', 'defines', 'standard', 'flags'] as const) {
    it(`${key} is what makes it compile, and counts as an input`, async () => {
      const { [key]: _left, flags, ...rest } = KEYS;
      const link = key === 'flags' ? {} : { flags: { c: flags.c } };
      const { state } = await build({ ...rest, ...link });
      assert.equal(state, 'failed');
    });
  }

  it('warnings of a build that succeeds are shown, once for targets that are alike', async () => {
    const files = { 'keys.c': `${SOURCE}\nstatic int nobody(void) { return 1; }\n` };
    const { flags, ...rest } = KEYS;
    const result = await build({ ...rest, flags: { c: flags.c } }, false, files);
    assert.equal(result.state, 'built', result.log);
    assert.match(result.warnings, /keys\.c:\d+:\d+: warning: unused function 'nobody'/);
    assert.ok(result.warnings.includes(join(root, 'keys.c')), result.warnings);
    const text = renderResults([result, { ...result, target: 'linux-arm64' }]);
    assert.equal(text.match(/unused function 'nobody' \[/g)?.length, 1, text);
    assert.equal(
      (await build({ ...rest, flags: { c: flags.c } }, false, files)).state,
      'up-to-date',
    );
  });

  it('--debug has lines and symbols, beside the build without', async () => {
    const { flags, ...rest } = KEYS;
    const manifest = { ...rest, flags: { c: flags.c } };
    const release = await build(manifest);
    const debug = await build(manifest, true);
    assert.equal(debug.state, 'built', debug.log);
    assert.equal(dirname(dirname(debug.file)), join(dirname(dirname(release.file)), 'debug'));
    assert.ok(debug.bytes > release.bytes);
    if (here.platform !== 'linux') return;
    const text = readFileSync(debug.file, 'latin1');
    for (const part of ['.debug_line', 'keys.c', root]) assert.ok(text.includes(part), part);
    assert.ok(!readFileSync(release.file, 'latin1').includes('.debug_line'));
    assert.equal((await build(manifest)).state, 'up-to-date');
  });
});
