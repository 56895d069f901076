import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { currentTarget, type Target } from '../loader/target.js';
import { prebuildFiles } from '../scripts/build/prebuilds.js';
import { readManifest } from '../scripts/manifest.js';
import { packageVersion, projectPath, ROOT } from '../scripts/project.js';
import { assemble, temporaryDirectory } from './loader/mirror.js';
import { builtPlugin } from './support/compile.js';
import { skip } from './support/skip.js';

const NAME = 'wasmedge-plugin-kit';
const GUEST = `(module
  (import "get_string" "get_string" (func $get_string (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "run") (result i32) (call $get_string (i32.const 0) (i32.const 1024))))`;
const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { loadPlugins } from '${NAME}';
  const [path] = process.argv.slice(2);
  const host = path ? loadPlugins({ paths: [path] }) : loadPlugins();
  const { instance } = await host.instantiate(readFileSync('guest.wasm'));
  const { memory, run } = instance.exports;
  console.log(new TextDecoder().decode(memory.buffer.slice(0, run())));
`;
const target = currentTarget() as Target;

/** npm, through a shell: on Windows it is a command file. */
function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args as string[], {
    ...{ cwd, encoding: 'utf8', shell: process.platform === 'win32', timeout: 240_000 },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('the npm package', function () {
  this.timeout(300_000);
  const directory = temporaryDirectory();
  let files: string[];
  let plugin: string;

  before(async function () {
    const packed = npm(
      ['pack', '--json', '--ignore-scripts', '--pack-destination', directory],
      ROOT,
    );
    const [{ filename, files: list }] = JSON.parse(packed.slice(packed.search(/^\[/m)));
    files = list.map(({ path }: { path: string }) => path);
    plugin = await builtPlugin(await readManifest(projectPath('plugins/get-string')), target.id);
    const application = join(directory, 'application');
    mkdirSync(application);
    writeFileSync(join(application, 'package.json'), '{ "private": true, "type": "module" }');
    writeFileSync(join(application, 'program.js'), PROGRAM);
    writeFileSync(join(application, 'guest.wasm'), await assemble(GUEST));
    try {
      npm(
        ['install', '--ignore-scripts', '--no-audit', '--no-fund', join('..', filename)],
        application,
      );
    } catch (error) {
      const { stderr = '' } = error as { stderr?: string };
      if (!/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENOTCACHED/.test(stderr)) throw error;
      skip(this, `the dependencies cannot be installed\n${stderr}`);
    }
  });

  const run = async (args: string[], env: Record<string, string> = {}) => {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: join(directory, 'application'),
      env: { ...process.env, WASMEDGE_DIR: directory, ...env },
      timeout: 60_000,
    });
    return stdout.trim();
  };

  it('holds the loader, its prebuild and its sources, and no tests', () => {
    const prebuild = prebuildFiles(target).map((file) => `prebuilds/${file.replaceAll('\\', '/')}`);
    for (const file of [
      ...prebuild,
      ...['lib/loader/index.js', 'lib/loader/index.d.ts', 'lib/scripts/cli.js'],
      ...['loader/native/embedder.h', 'loader/native/addon/CMakeLists.txt', 'CMakeLists.txt'],
      ...['include/wasmedge/wasmedge.h', 'facts/c-api.json', 'scripts/cmake/zig.cmake'],
      ...['lib/scripts/report/page/main.js', 'scripts/report/page/page.css'],
      ...['scripts/prebuild-gyp.mjs', 'docs/plugin.schema.json', 'README.md', 'LICENSE'],
    ]) {
      assert.ok(files.includes(file), `${file} is missing`);
    }
    const unwanted = files.filter((file) =>
      /^(lib\/)?(test|bench)\/|\.tsbuildinfo$|\.tmp$/.test(file),
    );
    assert.deepEqual(unwanted, []);
  });

  it('loads a plug-in by explicit path, installed without scripts', async () => {
    assert.equal(await run(['program.js', plugin]), 'A string from a WasmEdge plug-in');
  });

  it('loads a plug-in by WASMEDGE_PLUGIN_PATH, installed without scripts', async () => {
    const env = { WASMEDGE_PLUGIN_PATH: dirname(plugin) };
    assert.equal(await run(['program.js'], env), 'A string from a WasmEdge plug-in');
  });

  it('has a command that runs', async () => {
    const cli = join('node_modules', NAME, 'lib', 'scripts', 'cli.js');
    assert.equal(await run([cli, '--version']), packageVersion());
  });
});
