// `plugkit run --engine wasmedge`: a program does the same as in the engine v8, see test/scripts/commands/run.test.ts.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { builtPlugin, compile, includeDirectory, linkLibraries } from '../support/compile.js';
import { requireStock, type Stock } from '../support/stock.js';
import { PROGRAM } from '../support/wasi-program.js';

/** Its module instance has another name than its descriptor says. */
const RENAMED = `
#include <wasmedge/wasmedge.h>
static WasmEdge_ModuleInstanceContext *create(const WasmEdge_ModuleDescriptor *descriptor) {
  (void)descriptor;
  return WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap("renamed_instance", 16));
}
static WasmEdge_ModuleDescriptor modules[] = {{"renamed", "", create}};
static WasmEdge_PluginDescriptor descriptor = {
    "renamed", "", WasmEdge_Plugin_CurrentAPIVersion, {1, 0, 0, 0}, 1, 0, modules, NULL};
WASMEDGE_CAPI_PLUGIN_EXPORT const WasmEdge_PluginDescriptor *WasmEdge_Plugin_GetDescriptor(void) {
  return &descriptor;
}`;

describe('plugkit run --engine wasmedge', () => {
  let work: string;
  let stock: Stock;
  let plugin: string;

  before(async function () {
    stock = await requireStock(this, '0.17.1');
    work = mkdtempSync(join(tmpdir(), 'plugkit-run-'));
    plugin = await builtPlugin(await readManifest(projectPath('plugins', 'get-string')));
    writeFileSync(join(work, 'program.wat'), PROGRAM);
  });
  after(() => work && rmSync(work, { recursive: true }));

  const run = (...args: string[]) =>
    stock.run(process.execPath, [
      ...[projectPath('lib/scripts/cli.js'), 'run', '--no-default-plugins'],
      ...['--engine', 'wasmedge', '--library', dirname(stock.library), ...args],
    ]);

  for (const mode of ['interpreter', 'jit', 'aot']) {
    it(`runs a WASI program with a plug-in and its options (${mode})`, async () => {
      const { status, stdout, stderr } = await run(
        ...['--run-mode', mode, '--plugin', plugin, '--get-string.upper'],
        ...[join(work, 'program.wat'), 'one', '--two'],
      );
      assert.equal(stderr, '');
      assert.equal(stdout, 'A STRING FROM A WASMEDGE PLUG-IN');
      assert.equal(status, 3);
    });
  }

  it('ends with status 1 when the program traps', async () => {
    writeFileSync(join(work, 'trap.wat'), '(module (func (export "_start") unreachable))');
    const { status, stderr } = await run(join(work, 'trap.wat'));
    assert.equal(status, 1);
    assert.match(stderr, /PROGRAM_TRAPPED: .*unreachable/);
  });

  it('finds a module by the name of its instance, as guests of a stock WasmEdge import it', async () => {
    const source = join(work, 'renamed.c');
    writeFileSync(source, RENAMED);
    await compile({
      sources: [source],
      output: join(work, 'librenamed.so'),
      language: 'c',
      includeDirs: [includeDirectory],
      libraries: await linkLibraries(),
      flags: ['-shared'],
    });
    writeFileSync(
      join(work, 'renamed.wat'),
      '(module (import "renamed_instance" "none" (func)) (func (export "_start")))',
    );
    const { stderr } = await run(
      '--plugin',
      join(work, 'librenamed.so'),
      join(work, 'renamed.wat'),
    );
    assert.match(stderr, /IMPORT_NOT_FOUND/, 'the module is found, the function is not');
  });
});
