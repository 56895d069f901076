// Plug-ins used from C, without Node: found by the default paths and by explicit ones, their functions
// called, their options set.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetId } from '../../loader/target.js';
import { readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { builtPlugin, compile, includeDirectory, linkLibraries } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { compileProgram, type HostLibrary, runLines, shippedLibrary } from './host-library.js';
import { here } from './odd-plugins.js';

const ARITH = ['plug-in arith, modules: 1', '  module arith created', '  add(20, 22) = 42'];
const SMALL = ['plug-in small, modules: 1', '  module small_module created', '  add(20, 22) = 42'];

describe('a C program with the host library', () => {
  let root: string;
  let library: HostLibrary;
  let program: string;

  before(async function () {
    if (here.platform !== 'linux') {
      skip(this, `its programs find the library as on Linux, not ${here.platform}`);
    }
    root = mkdtempSync(join(tmpdir(), 'plugkit-use-'));
    library = await shippedLibrary();
    program = await compileProgram(library, 'use_plugin.c', root);
    mkdirSync(join(root, 'wasmedge/plugin'), { recursive: true });
    mkdirSync(join(root, '.wasmedge/plugin'), { recursive: true });
    const arith = await builtPlugin(await readManifest(projectPath('plugins/arith')), here.id);
    copyFileSync(arith, join(root, 'wasmedge/plugin/arith.so'));
    await small('.wasmedge/plugin/small.so', here.id, true);
  });
  after(() => root && rmSync(root, { recursive: true }));

  async function small(name: string, target: TargetId, versions: boolean): Promise<string> {
    return compile({
      sources: [projectPath('test/native/plugin/small_plugin.c')],
      output: join(root, name),
      language: 'c',
      target,
      includeDirs: [includeDirectory],
      flags: ['-shared', '-Wall', '-Wextra', '-Werror'],
      libraries: versions ? await linkLibraries(target) : [],
    });
  }
  const paths = (options: Parameters<typeof runLines>[2]) =>
    runLines(join(root, 'report_outcomes'), ['--paths'], options);

  it('calls add() of a plug-in by an explicit file', () => {
    const lines = runLines(program, [join(root, 'wasmedge/plugin/arith.so')]);
    assert.deepEqual(lines, ['plug-ins: 1', ...ARITH]);
  });

  it('calls add() of the plug-ins in an explicit directory', () => {
    assert.deepEqual(runLines(program, [root]), ['plug-ins: 2', ...SMALL, ...ARITH]);
  });

  it('calls add() of a plug-in that does not name the host library', async () => {
    const file = await small('nameless.so', here.id, false);
    assert.deepEqual(runLines(program, [file]), ['plug-ins: 1', ...SMALL]);
  });

  it('finds plug-ins by WASMEDGE_PLUGIN_PATH with empty and relative parts', () => {
    const env = { WASMEDGE_PLUGIN_PATH: `::wasmedge/plugin/arith.so:${root}/.wasmedge:missing:` };
    const lines = runLines(program, [], { env, cwd: root });
    assert.deepEqual(lines, ['plug-ins: 2', ...ARITH, ...SMALL]);
  });

  it('finds plug-ins by WASMEDGE_DIR', () => {
    const env = { WASMEDGE_DIR: join(root, 'wasmedge') };
    assert.deepEqual(runLines(program, [], { env }), ['plug-ins: 1', ...ARITH]);
  });

  it('finds plug-ins in the home directory', () => {
    const lines = runLines(program, [], { env: { HOME: root } });
    assert.deepEqual(lines, ['plug-ins: 1', ...SMALL]);
  });

  it('reports a part of WASMEDGE_PLUGIN_PATH that is missing, and no other path', async () => {
    const report = await compileProgram(library, 'report_outcomes.c', root);
    const env = { WASMEDGE_PLUGIN_PATH: join(root, 'gone'), WASMEDGE_DIR: join(root, 'absent') };
    const lines = runLines(report, [], { env });
    assert.deepEqual(
      lines.map((line) => line.split('\t').slice(0, 3)),
      [['refused', 'PATH_NOT_FOUND', join(root, 'gone')]],
    );
    assert.deepEqual(paths({ env }), [
      `WASMEDGE_PLUGIN_PATH\t${join(root, 'gone')}`,
      `installation\t${join(root, 'absent/plugin')}`,
    ]);
  });

  it('sees the defaults of options, and sets them', async () => {
    const options = await compileProgram(library, 'set_options.c', root);
    assert.deepEqual(runLines(options, [join(root, '.wasmedge/plugin/small.so')]), [
      'Toggle 1',
      'Int8 -8',
      'Int16 -1600',
      'Int32 -320000',
      'Int64 -6400000000',
      'UInt8 200',
      'UInt16 60000',
      'UInt32 4000000000',
      'UInt64 12345678901234567890',
      'Float 1.5',
      'Double -2.25',
      'String default',
      'Kept 17',
      'None -',
      'option 13 not set',
      'option 14 not set',
      'Int8 1',
      'UInt64 1',
      'String given',
      'the same text is the same copy: 1',
      'after 256 others: 1, 1',
      'bounded: 1',
    ]);
  });
});
