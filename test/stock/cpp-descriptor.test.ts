// A plug-in of the C++ interface, which is what the official ones are: the engine `v8` refuses it and names the way
// out; the way out leads to a program that runs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory } from '../support/compile.js';
import { requireStock, type Stock } from '../support/stock.js';

const CLI = projectPath('lib/scripts/cli.js');

describe('a plug-in of the C++ interface', () => {
  let work: string;
  let stock: Stock;
  let plugin: string;
  let guest: string;

  before(async function () {
    stock = await requireStock(this, '0.17.1');
    work = mkdtempSync(join(tmpdir(), 'cpp-descriptor-'));
    plugin = await compile({
      sources: [projectPath('test/stock/fixtures/cpp_descriptor.cc')],
      output: join(work, 'libcpp.so'),
      language: 'c++',
      includeDirs: [includeDirectory],
      libraries: [stock.library],
      flags: ['-shared', '-fvisibility=hidden', '-nostdlib++', '-DAPI_VERSION=5'],
    });
    guest = join(work, 'guest.wat');
    writeFileSync(
      guest,
      `(module (import "cpp_module" "answer" (func $answer (result i32)))
        (func (export "ask") (result i32) (call $answer)))`,
    );
  });
  after(() => work && rmSync(work, { recursive: true }));

  const args = () => ['run', '--no-default-plugins', '--plugin', plugin, '--reactor', 'ask', guest];

  it('is refused by the engine v8, which names the way out', () => {
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...args()], { encoding: 'utf8' });
    assert.equal(status, 3);
    assert.match(stderr, /CPP_PLUGIN.*GetDescriptor/);
    assert.match(stderr, /engine.*wasmedge/);
  });

  it('runs by that way in the stock WasmEdge', async () => {
    const engine = ['--engine', 'wasmedge', '--library', dirname(stock.library)];
    const [command = '', ...rest] = args();
    const { status, stdout, stderr } = await stock.run(process.execPath, [
      ...[CLI, command, ...engine],
      ...rest,
    ]);
    assert.equal(stderr, '');
    assert.equal(stdout, '42\n');
    assert.equal(status, 0);
  });

  it('is refused there, too, when it is for another version of the API', async () => {
    const old = await compile({
      sources: [projectPath('test/stock/fixtures/cpp_descriptor.cc')],
      output: join(work, 'libold.so'),
      language: 'c++',
      includeDirs: [includeDirectory],
      libraries: [stock.library],
      flags: ['-shared', '-fvisibility=hidden', '-nostdlib++', '-DAPI_VERSION=2'],
    });
    const { stderr } = await stock.run(process.execPath, [
      ...[CLI, 'run', '--engine', 'wasmedge', '--library', dirname(stock.library)],
      ...['--no-default-plugins', '--plugin', old, '--reactor', 'ask', guest],
    ]);
    assert.match(stderr, /^Error \w+: Cannot load the plug-in .*libold\.so/);
  });
});
