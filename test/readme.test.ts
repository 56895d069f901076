import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { currentTarget, type Target } from '../loader/target.js';
import { readManifest } from '../scripts/manifest.js';
import { LOADER_PACKAGE, loaderPath, projectPath } from '../scripts/project.js';
import { assemble, temporaryDirectory } from './loader/mirror.js';
import { builtPlugin } from './support/compile.js';

const GUEST = `(module
  (import "get_string" "get_string" (func $get_string (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "run") (result i32) (call $get_string (i32.const 0) (i32.const 1024))))`;

describe('README.md', () => {
  it('has an example of ten lines at most that works', async () => {
    const text = await readFile(projectPath('README.md'), 'utf8');
    const [, example = ''] = /```js\n([\s\S]*?)```/.exec(text) ?? [];
    const lines = example.split('\n').filter((line) => line.trim() !== '');
    assert.ok(lines.length > 0 && lines.length <= 10, `${lines.length} lines`);

    const directory = temporaryDirectory();
    await mkdir(join(directory, 'node_modules'));
    const installed = join(directory, 'node_modules', LOADER_PACKAGE);
    await mkdir(installed);
    const manifest = projectPath('packages', LOADER_PACKAGE, 'package.json');
    await symlink(manifest, join(installed, 'package.json'));
    for (const part of ['lib', 'prebuilds', 'node_modules']) {
      await symlink(loaderPath(part), join(installed, part), 'junction');
    }
    await writeFile(join(directory, 'package.json'), '{ "private": true }');
    await writeFile(join(directory, 'example.mjs'), example);
    await writeFile(join(directory, 'guest.wasm'), await assemble(GUEST));
    const source = await readManifest(projectPath('plugins/get-string'));
    const plugin = await builtPlugin(source, (currentTarget() as Target).id);
    const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], {
      cwd: directory,
      timeout: 60_000,
      env: {
        ...process.env,
        WASMEDGE_PLUGIN_PATH: dirname(plugin),
        WASMEDGE_DIR: directory, // nothing else to find
      },
    });
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd()),
      [`loaded ${plugin}`, 'A string from a WasmEdge plug-in'],
    );
  });
});
