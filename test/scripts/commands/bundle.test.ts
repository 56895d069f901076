// `plugkit bundle`: a plug-in that needs a library that needs another works from one folder, wherever that is.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { TargetId } from '../../../loader/target.js';
import { readBinary } from '../../../scripts/audit/binary.js';
import type { BundleData } from '../../../scripts/commands/bundle.js';
import { howToGet } from '../../../scripts/project/library-packages.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { compile, includeDirectory, linkLibraries } from '../../support/compile.js';
import { skip } from '../../support/skip.js';
import { descriptorSource, INCLUDE } from '../../support/small-plugin.js';
import { stockWasmEdge } from '../../support/stock.js';

const PLUGIN = `${INCLUDE}
int outer(void);
static WasmEdge_Result answer(void* data, const WasmEdge_CallingFrameContext* frame,
                              const WasmEdge_Value* params, WasmEdge_Value* returns) {
  (void)data, (void)frame, (void)params;
  returns[0] = WasmEdge_ValueGenI32(outer());
  return WasmEdge_Result_Success;
}
static WasmEdge_ModuleInstanceContext* create(const WasmEdge_ModuleDescriptor* descriptor) {
  (void)descriptor;
  WasmEdge_ModuleInstanceContext* module =
      WasmEdge_ModuleInstanceCreate(WasmEdge_StringWrap("needy", 5));
  const WasmEdge_ValType i32 = WasmEdge_ValTypeGenI32();
  WasmEdge_FunctionTypeContext* type = WasmEdge_FunctionTypeCreate(NULL, 0, &i32, 1);
  WasmEdge_ModuleInstanceAddFunction(module, WasmEdge_StringWrap("answer", 6),
                                     WasmEdge_FunctionInstanceCreate(type, answer, NULL, 0));
  WasmEdge_FunctionTypeDelete(type);
  return module;
}
${descriptorSource('needy', '{"needy", "Needs libraries", create}')}`;

const EXPORT = '__attribute__((visibility("default")))';

describe('plugkit bundle', () => {
  let work: string;
  let count = 0;

  before(function () {
    if (process.platform !== 'linux') skip(this, 'the libraries of the test are for Linux');
    work = mkdtempSync(join(tmpdir(), 'plugkit-bundle-'));
  });
  after(() => work && rmSync(work, { recursive: true }));

  /** A plug-in and its two libraries, each in a folder of its own: `plugin`, `outer` and `inner`. */
  async function build(target?: TargetId, rpaths: readonly string[] = []): Promise<string> {
    const root = join(work, `case-${count++}`);
    mkdirSync(root);
    const windows = target?.startsWith('win32');
    const nameOf = (name: string) => (windows ? `${name}.dll` : `lib${name}.so`);
    const write = (name: string, text: string): string => {
      writeFileSync(join(root, `${name}.c`), text);
      return join(root, `${name}.c`);
    };
    const library = (name: string, text: string, libraries: string[]) =>
      compile({
        sources: [write(name, text)],
        output: join(root, name, nameOf(name)),
        language: 'c',
        ...(target ? { target } : {}),
        libraries,
        flags: [
          ...['-shared', '-s'],
          ...(windows
            ? [`-Wl,--out-implib,${join(root, `${name}.lib`)}`]
            : [`-Wl,-soname,${nameOf(name)}`]),
        ],
      });
    const dll = windows ? '__declspec(dllexport)' : EXPORT;
    const linked = (name: string, file: string) => (windows ? join(root, `${name}.lib`) : file);
    const inner = await library('inner', `${dll} int inner(void) { return 41; }`, []);
    const outer = await library(
      'outer',
      `int inner(void); ${dll} int outer(void) { return inner() + 1; }`,
      [linked('inner', inner)],
    );
    await compile({
      sources: [write('needy', PLUGIN)],
      output: join(root, 'plugin', nameOf('wasmedgePluginNeedy')),
      language: 'c',
      ...(target ? { target } : {}),
      includeDirs: [includeDirectory],
      libraries: [linked('outer', outer), ...(await linkLibraries(target))],
      flags: [
        '-shared',
        '-s',
        '-fvisibility=hidden',
        ...rpaths.map((path) => `-Wl,-rpath,${path}`),
      ],
    });
    return root;
  }

  const bundle = (args: string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [projectPath('lib/scripts/cli.js'), 'bundle', ...args], {
      cwd: work,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
  const bundled = (args: string[], env?: Record<string, string>): BundleData => {
    const { status, stdout, stderr } = bundle([...args, '--json'], env);
    assert.equal(status, 0, stdout + stderr);
    return JSON.parse(stdout) as BundleData;
  };
  const paths = (root: string) =>
    ['outer', 'inner'].flatMap((name) => ['--library-path', join(root, name)]);
  const pluginOf = (root: string) => {
    const names = readdirSync(join(root, 'plugin'));
    return join(root, 'plugin', names.find((name) => /\.(so|dll)$/.test(name)) as string);
  };

  it('makes a folder that works elsewhere, without the originals', async () => {
    const root = await build();
    const out = join(work, 'made');
    const data = bundled([pluginOf(root), '-o', out, ...paths(root)]);
    assert.deepEqual(
      data.libraries.map(({ name, neededBy }) => [name, neededBy]),
      [
        ['libouter.so', 'libwasmedgePluginNeedy.so'],
        ['libinner.so', 'libouter.so'],
      ],
    );
    assert.equal(data.outcome?.state, 'loaded');
    assert.notEqual(data.verdict, 'fail');
    const ofHost = data.left.filter(({ has }) => has === 'the host');
    assert.deepEqual(
      ofHost.map(({ library }) => library),
      ['libwasmedge.so.0'],
    );
    const inside = '/opt/wasmedge-plugins/made';
    assert.deepEqual(data.dockerfile, [
      `COPY made/ ${inside}/`,
      `ENV WASMEDGE_PLUGIN_PATH=${inside}/libwasmedgePluginNeedy.so`,
    ]);
    assert.deepEqual(readBinary(join(out, 'libouter.so')).rpaths, ['$ORIGIN']);
    assert.deepEqual(
      readdirSync(work).filter((name) => name.startsWith('made')),
      ['made'],
    );

    rmSync(root, { recursive: true });
    const moved = join(work, 'moved', 'here');
    mkdirSync(dirname(moved));
    renameSync(out, moved);
    const guest = join(work, 'guest.wat');
    writeFileSync(
      guest,
      '(module (import "needy" "answer" (func $a (result i32))) (func (export "ask") (result i32) (call $a)))',
    );
    const args = (plugin: string, engine: string[]) => [
      ...[projectPath('lib/scripts/cli.js'), 'run', '--no-default-plugins', ...engine],
      ...['--plugin', plugin, '--reactor', 'ask', guest],
    ];
    const plugin = join(moved, data.file);
    const run = spawnSync(process.execPath, args(plugin, []), { encoding: 'utf8' });
    assert.equal(run.stdout, '42\n', run.stderr);
    const stock = await stockWasmEdge('0.17.1');
    if ('skip' in stock) return;
    const engine = ['--engine', 'wasmedge', '--library', dirname(stock.library)];
    const inStock = await stock.run(process.execPath, args(plugin, engine));
    assert.equal(inStock.stdout, '42\n', inStock.stderr);
  });

  it('finds libraries by run paths, behind links, and by the library path of the environment', async () => {
    const root = await build(undefined, ['$ORIGIN/../outer']);
    // As a distribution has them: the name that is needed is a link.
    renameSync(join(root, 'inner/libinner.so'), join(root, 'inner/libinner.so.1.2'));
    symlinkSync('libinner.so.1.2', join(root, 'inner/libinner.so'));
    const env = { LD_LIBRARY_PATH: join(root, 'inner') };
    const data = bundled([pluginOf(root), '-o', join(work, 'by-paths')], env);
    assert.deepEqual(
      data.libraries.map(({ name, from }) => [name, basename(from)]),
      [
        ['libouter.so', 'libouter.so'],
        ['libinner.so', 'libinner.so.1.2'],
      ],
    );
    assert.deepEqual(readBinary(join(data.directory, data.file)).rpaths, ['$ORIGIN']);
  });

  it('takes a plug-in of the project, which needs nothing', () => {
    const plugins = projectPath('plugins');
    const data = bundled(['get-string', '-o', join(work, 'plain'), '--plugins', plugins]);
    assert.deepEqual(data.libraries, []);
    assert.deepEqual(data.changes, []);
    assert.equal(data.outcome?.state, 'loaded');
  });

  it('bundles for other systems: DLLs lie side by side', async () => {
    const root = await build('win32-x64');
    const data = bundled([pluginOf(root), '-o', join(work, 'windows'), ...paths(root)]);
    assert.equal(data.target, 'win32-x64');
    assert.equal(data.outcome, null);
    assert.deepEqual(readdirSync(data.directory).sort(), [
      'inner.dll',
      'outer.dll',
      'wasmedgePluginNeedy.dll',
    ]);
  });

  it('takes the patchelf that PATCHELF names, and no other', async () => {
    const root = await build();
    const args = [pluginOf(root), '-o', join(work, 'named-tool'), ...paths(root)];
    const { stderr } = bundle(args, { PATCHELF: '/no/such/patchelf' });
    assert.match(stderr, /TOOL_MISSING.*PATCHELF.*does not exist/);
    assert.ok(!existsSync(join(work, 'named-tool')));
  });

  it('names everything that is missing, who needs it, and where it was looked for', async () => {
    const root = await build();
    const { status, stderr } = bundle([
      ...[pluginOf(root), '-o', join(work, 'incomplete')],
      ...['--library-path', join(root, 'outer')],
    ]);
    assert.equal(status, 3);
    assert.match(stderr, /DEPENDENCY_NOT_FOUND/);
    assert.match(stderr, /libinner\.so, which libouter\.so needs: not in .*outer/);
    assert.ok(!existsSync(join(work, 'incomplete')));
    assert.deepEqual(
      readdirSync(work).filter((name) => name.startsWith('incomplete')),
      [],
    );
  });

  it('passes over a library for another processor, and says so', async () => {
    const other = await build(process.arch === 'x64' ? 'linux-arm64' : 'linux-x64');
    const root = await build();
    mkdirSync(join(root, 'wrong'));
    copyFileSync(join(other, 'inner/libinner.so'), join(root, 'wrong/libinner.so'));
    const wrong = ['--library-path', join(root, 'wrong'), '--library-path', join(root, 'outer')];
    const { stderr } = bundle([pluginOf(root), '-o', join(work, 'wrong'), ...wrong]);
    assert.match(stderr, /DEPENDENCY_NOT_FOUND/);
    assert.match(stderr, /wrong\/libinner\.so: it is for (arm64|x64), expected (x64|arm64)/);
    const data = bundled([pluginOf(root), '-o', join(work, 'right'), ...wrong, ...paths(root)]);
    assert.match(data.passedOver[0]?.path as string, /wrong\/libinner\.so/);
  });

  it('keeps what is in a folder, unless told', () => {
    const out = join(work, 'used');
    mkdirSync(out);
    writeFileSync(join(out, 'mine.txt'), 'mine');
    const args = ['get-string', '-o', out, '--plugins', projectPath('plugins')];
    const { status, stderr } = bundle(args);
    assert.equal(status, 2);
    assert.match(stderr, /USAGE.*used: it is not empty.*\n.*--force/);
    assert.deepEqual(readdirSync(out), ['mine.txt']);
    bundled([...args, '--force']);
    assert.equal(readdirSync(out).length, 1);
    assert.ok(!existsSync(join(out, 'mine.txt')));
    writeFileSync(join(work, 'file'), '');
    assert.match(bundle(['get-string', '-o', join(work, 'file')]).stderr, /USAGE.*it is a file/);
    assert.match(bundle(['get-string']).stderr, /USAGE.*--out is missing/);
    assert.match(bundle(['none/x.so', '-o', 'x']).stderr, /FILE_NOT_FOUND.*none\/x\.so/);
  });

  it('knows packages of libraries that plug-ins need', () => {
    assert.match(howToGet('libopenblas.so.0') as string, /apt-get install libopenblas0/);
    assert.match(
      howToGet('/opt/homebrew/lib/libjpeg.8.dylib') as string,
      /brew install jpeg-turbo/,
    );
    assert.match(howToGet('libtorch.so') as string, /comes with a libtorch/);
    assert.equal(howToGet('libunheardof.so'), undefined);
  });
});
