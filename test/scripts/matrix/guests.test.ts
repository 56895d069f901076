import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleGuests } from '../../../scripts/matrix/guests.js';
import type { PluginSource } from '../../../scripts/project/manifest.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { listPlugins } from '../../../scripts/project/plugins.js';

describe('scripts/matrix/guests', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'plugkit-guests-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('assembleGuests() makes valid WebAssembly of every guest, twice the same', async () => {
    for (const source of (await listPlugins(projectPath('plugins'))).sources) {
      const first = await assembleGuests(source, join(directory, 'first'));
      const second = await assembleGuests(source, join(directory, 'second'));
      assert.ok(Object.keys(first).length > 0);
      for (const [guest, binary] of Object.entries(first)) {
        const bytes = await readFile(binary);
        assert.ok(WebAssembly.validate(bytes), guest);
        assert.deepEqual(await readFile(second[guest] as string), bytes);
      }
    }
  });

  it('assembleGuests() lets guests import nothing but the modules of their plug-in', async () => {
    for (const source of (await listPlugins(projectPath('plugins'))).sources) {
      const { modules } = source.manifest;
      for (const [guest, binary] of Object.entries(await assembleGuests(source, directory))) {
        const imports = WebAssembly.Module.imports(new WebAssembly.Module(await readFile(binary)));
        for (const { module } of imports)
          assert.ok(modules.includes(module), `${guest}: ${module}`);
      }
    }
  });

  it('assembleGuests() takes any file name', async () => {
    await writeFile(join(directory, '__proto__'), '(module)');
    const tests = [{ name: 'x', guest: '__proto__', call: 'x', returns: [] }];
    const source = { directory, manifest: { tests } } as unknown as PluginSource;
    assert.deepEqual(Object.entries(await assembleGuests(source, directory)), [
      ['__proto__', join(directory, '__proto__.wasm')],
    ]);
  });

  it('assembleGuests() throws BUILD_FAILED with file and line', async () => {
    await writeFile(join(directory, 'bad.wat'), '(module\n  (func (result i32)))');
    const tests = [{ name: 'x', guest: 'bad.wat', call: 'x', returns: [] }];
    const source = { directory, manifest: { tests } } as unknown as PluginSource;
    await assert.rejects(assembleGuests(source, directory), {
      code: 'BUILD_FAILED',
      message: /bad\.wat.*:2:/s,
    });
  });
});
