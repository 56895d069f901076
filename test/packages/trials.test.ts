// What a user meets who has installed plugkit in an empty directory and then broken the set-up: the first message alone must be
// enough to mend it. Each trial has the words that it must have, and, where it can, what is done then.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { currentTarget, type Target, type TargetId } from '../../loader/target.js';
import { readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { builtPlugin, compile, includeDirectory, linkLibraries } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { oneSource } from '../support/small-plugin.js';
import { type Application, GREETING, installed } from './application.js';
import { MANAGERS, type Manager } from './managers.js';

const target = currentTarget() as Target;
const [npm] = MANAGERS as [Manager];

describe('a set-up that is broken', () => {
  let application: Application;
  let plugin: string;
  let root: string;

  before(async function () {
    if (target.platform !== 'linux') skip(this, 'the broken plug-ins are for Linux');
    plugin = await builtPlugin(await readManifest(projectPath('plugins/get-string')), target.id);
    application = await installed(this, npm, 'plugkit');
    root = application.directory;
  });

  interface Ran {
    status: number;
    stdout: string;
    stderr: string;
  }
  function node(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
    const options = {
      cwd: root,
      env: { ...process.env, WASMEDGE_DIR: join(root, 'none'), ...env },
    };
    return new Promise((resolve) => {
      execFile(process.execPath, args, options, (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code ?? 1) : 0, stdout, stderr });
      });
    });
  }
  const cli = () => join(application.folder('plugkit') as string, 'lib/scripts/cli.js');
  const plugkit = (args: readonly string[], env?: Record<string, string>) =>
    node([cli(), ...args], env);
  /** `plugkit run` of the guest, whose function returns the length of the greeting. */
  const run = (args: readonly string[], env?: Record<string, string>) =>
    plugkit(['run', ...args, '--reactor', 'run', 'guest.wasm'], env);
  const works = async (args: readonly string[], env?: Record<string, string>) => {
    const { stdout, stderr } = await run(args, env);
    assert.equal(stdout, `${GREETING.length}\n`, stderr);
  };
  const folder = (...names: string[]): string => {
    const path = join(root, ...names);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const build = async (
    name: string,
    source: string,
    libraries: readonly string[] = [],
  ): Promise<string> => {
    writeFileSync(join(root, `${name}.c`), source);
    return compile({
      sources: [join(root, `${name}.c`)],
      output: join(folder(name), `lib${name}.so`),
      language: 'c',
      includeDirs: [includeDirectory],
      libraries: [...libraries, ...(await linkLibraries())],
      flags: ['-shared', '-fvisibility=hidden'],
    });
  };
  /** A library that plug-ins of the trial are linked to. */
  const stub = (name: string, soname: string, flags: readonly string[] = []): Promise<string> => {
    writeFileSync(join(root, `${name}.c`), 'void newer(void) {}');
    return compile({
      sources: [join(root, `${name}.c`)],
      output: join(folder('stubs'), `${name}.so`),
      language: 'c',
      flags: ['-shared', '-nostdlib', `-Wl,-soname,${soname}`, ...flags],
    });
  };
  const using = (name: string) =>
    `${oneSource(name)}\nvoid newer(void); void (*used)(void) = newer;`;

  it('works before', () => works(['--plugin', plugin]));

  it('1: the path is wrong', async () => {
    const { status, stderr } = await run(['--plugin', 'plugins/libget.so']);
    assert.notEqual(status, 0);
    assert.match(stderr, /PATH_NOT_FOUND.*plugins\/libget\.so.*\n.*(path|exists)/i);
  });

  it('2: the plug-in is for another processor', async () => {
    const other: TargetId = target.arch === 'x64' ? 'linux-arm64' : 'linux-x64';
    const file = await builtPlugin(await readManifest(projectPath('plugins/get-string')), other);
    const { stderr } = await run(['--plugin', file]);
    assert.match(
      stderr,
      /WRONG_ARCHITECTURE.*built for .*expected.*\n.*Take the build .* for this processor/,
    );
  });

  it('3: the plug-in needs a newer glibc', async function () {
    if (target.libc !== 'glibc') skip(this, 'it is about glibc');
    writeFileSync(join(root, 'newer.map'), 'GLIBC_2.99 { global: newer; };');
    const map = `-Wl,--version-script=${join(root, 'newer.map')}`;
    const file = await build('newer', using('newer'), [await stub('glibc', 'libc.so.6', [map])]);
    const { stderr } = await run(['--plugin', file]);
    assert.match(stderr, /GLIBC_2\.99.*this system has 2\.\d+.*\n.*older system/);
  });

  it('4: the plug-in needs a library that is not there', async () => {
    const file = await build('lacks', using('lacks'), [await stub('gone', 'libopenblas.so.0')]);
    const { stderr } = await run(['--plugin', file]);
    assert.match(stderr, /libopenblas\.so\.0.*\n.*(Install|install)/);
    const doctor = await plugkit(['doctor'], { WASMEDGE_PLUGIN_PATH: file });
    assert.match(doctor.stdout, /DEPENDENCY_MISSING.*\n.*apt-get install libopenblas0/);
  });

  it('5: the plug-in is for another version of the API', async () => {
    const source = oneSource('old').replace('WasmEdge_Plugin_CurrentAPIVersion', '2');
    const { stderr } = await run(['--plugin', await build('old', source)]);
    assert.match(stderr, /API_VERSION_UNSUPPORTED.*is 2, expected .*\n.*[Bb]uild/);
  });

  it('6: there is no prebuild', async () => {
    const loader = application.folder('wasmedge-plugin-kit') as string;
    renameSync(join(loader, 'prebuilds'), join(loader, 'away'));
    try {
      const { stderr } = await run(['--plugin', plugin]);
      assert.match(stderr, /ADDON_NOT_FOUND.*(.*\n)*.*build-loader/);
    } finally {
      renameSync(join(loader, 'away'), join(loader, 'prebuilds'));
    }
  });

  it('7: the plug-in is in a directory that is not searched', async () => {
    const home = folder('home');
    copyFileSync(plugin, join(folder('home/.wasmedge/plugin'), 'libget_string.so'));
    const { stderr } = await run([], { HOME: home });
    assert.match(stderr, /MODULE_NOT_FOUND(.*\n)*.*--plugin <path>/);
    assert.match(stderr, /home\/\.wasmedge\/plugin are not searched: WASMEDGE_DIR is /);
    await works([], { HOME: home, WASMEDGE_DIR: '' });
  });

  it('8: an option is misspelt', async () => {
    const { stderr } = await run(['--plugin', plugin, '--get-string.uper']);
    assert.match(stderr, /OPTION_UNKNOWN.*\n.*Did you mean "upper"/);
    await works(['--plugin', plugin, '--get-string.upper']);
  });

  it('9: a function is imported that the module does not have', async () => {
    writeFileSync(
      join(root, 'typo.wat'),
      '(module (import "get_string" "get_strin" (func)) (func (export "_start")))',
    );
    const { stderr } = await plugkit(['run', '--plugin', plugin, 'typo.wat']);
    assert.match(stderr, /IMPORT_NOT_FOUND(.*\n)*.*did you mean "get_string"/);
  });

  it('10: a directory may not be searched', async function () {
    if (process.getuid?.() === 0) skip(this, 'root may search every directory');
    const closed = folder('closed');
    copyFileSync(plugin, join(closed, 'libget_string.so'));
    chmodSync(closed, 0);
    try {
      const { stderr } = await run(['--plugin', join(closed, 'libget_string.so')]);
      assert.match(stderr, /closed.*\n.*right/);
    } finally {
      chmodSync(closed, 0o755);
    }
  });

  it('11: a foreign libwasmedge is first on the library path', async () => {
    const foreign = folder('foreign/lib');
    writeFileSync(join(foreign, 'libwasmedge.so.0'), 'none');
    const env = { LD_LIBRARY_PATH: foreign };
    await works(['--plugin', plugin], env);
    const { stdout } = await plugkit(['doctor', '--target', target.id], env);
    assert.match(
      stdout,
      /FOREIGN_LIBRARY .*foreign\/lib\/libwasmedge\.so\.0.*LD_LIBRARY_PATH.*\n.*Take its directory out/,
    );
  });

  it('12: a plug-in is built again while it is loaded', async () => {
    const mine = join(folder('mine'), 'libmine.so');
    copyFileSync(await build('one', oneSource('one')), mine);
    const again = await build('two', `${oneSource('one')}\nint other;`);
    writeFileSync(
      join(root, 'again.js'),
      `import { copyFileSync, renameSync } from 'node:fs';
      import { loadPlugins } from 'wasmedge-plugin-kit';
      const host = loadPlugins({ paths: [${JSON.stringify(mine)}] });
      copyFileSync(${JSON.stringify(again)}, ${JSON.stringify(`${mine}.new`)});
      renameSync(${JSON.stringify(`${mine}.new`)}, ${JSON.stringify(mine)});
      const [outcome] = host.loadFromPath(${JSON.stringify(mine)});
      console.log(JSON.stringify(outcome));`,
    );
    const { stdout, stderr } = await node(['again.js']);
    assert.match(
      stdout,
      /"(code|hint|message)":.*(start|restart|process|already loaded|is loaded)/i,
      stderr,
    );
  });

  it('13: two plug-ins have one name', async () => {
    const both = folder('both');
    copyFileSync(plugin, join(both, 'liba.so'));
    copyFileSync(plugin, join(both, 'libb.so'));
    const { stdout } = await plugkit(['list', both]);
    assert.match(stdout, /DUPLICATE_PLUGIN.*"get-string" is loaded from .*liba\.so\n.*Remove one/);
  });

  it('14: WASI is forgotten', async () => {
    writeFileSync(
      join(root, 'forgotten.js'),
      `import { readFileSync } from 'node:fs';
      import { loadPlugins } from 'wasmedge-plugin-kit';
      const host = loadPlugins({ paths: [] });
      host.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 35, 1, 22,
        ...Buffer.from('wasi_snapshot_preview1'), 8, ...Buffer.from('fd_write'), 0, 0]))
        .catch((error) => console.log(error.code, error.message, error.hint));`,
    );
    const { stdout, stderr } = await node(['forgotten.js']);
    assert.match(
      stdout,
      /MODULE_NOT_FOUND(.*\n)*.*wasi_snapshot_preview1(.*\n)*.*\{ wasi: \{\} \}/,
      stderr,
    );
  });

  it("15: Node's permission model forbids addons", async () => {
    const [major = 0] = process.versions.node.split('.').map(Number);
    const flag = major >= 24 ? '--permission' : '--experimental-permission';
    const allowed = [flag, '--allow-fs-read=*', '--allow-worker', '--allow-child-process'];
    const { status, stderr } = await node([...allowed, 'program.js', plugin]);
    assert.notEqual(status, 0);
    assert.match(stderr, /--allow-addons/);
  });

  it('leaves nothing broken', () =>
    works(['--plugin', plugin], { PATH: dirname(process.execPath) }));
});
