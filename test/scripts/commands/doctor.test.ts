// `plugkit doctor` as a process, in situations that are made: what it finds of plug-ins. What it says of tools and runners is in
// runners.test.ts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { currentTarget, type Target } from '../../../loader/target.js';
import type { Finding } from '../../../scripts/doctor/finding.js';
import { readManifest } from '../../../scripts/project/manifest.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { builtPlugin, compile, includeDirectory, linkLibraries } from '../../support/compile.js';
import { skip } from '../../support/skip.js';
import { oneSource } from '../../support/small-plugin.js';

const { id: here, libraryExtension, platform } = currentTarget() as Target;

describe('plugkit doctor', () => {
  let root: string;
  let getString: string;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-doctor-'));
    getString = await builtPlugin(await readManifest(projectPath('plugins', 'get-string')));
  });
  after(() => rmSync(root, { recursive: true }));

  function doctor(env: Record<string, string>) {
    const { status, stdout } = spawnSync(
      process.execPath,
      [projectPath('lib/scripts/cli.js'), 'doctor', '--target', here, '--json'],
      {
        encoding: 'utf8',
        env: { ...process.env, WASMEDGE_DIR: join(root, 'none'), LD_LIBRARY_PATH: '', ...env },
      },
    );
    const data = JSON.parse(stdout) as {
      findings: Finding[];
      parts: { name: string; detail: string }[];
    };
    return { status, ...data };
  }
  const directory = (...names: string[]): string => {
    const path = join(root, ...names);
    mkdirSync(path, { recursive: true });
    return path;
  };

  it('finds nothing wrong with a plug-in that works, and says which prebuild is used and why', () => {
    const { status, findings, parts } = doctor({ WASMEDGE_PLUGIN_PATH: dirname(getString) });
    assert.deepEqual(findings, []);
    assert.equal(status, 0);
    const { detail = '' } = parts.find(({ name }) => name === 'prebuild') ?? {};
    assert.match(
      detail,
      /prebuilds.*wasmedge-plugin-kit\..*node, for |built from source, before any prebuild/,
    );
  });

  it('finds files that are refused, and two of one name', () => {
    const one = directory('one');
    copyFileSync(getString, join(one, `liba${libraryExtension}`));
    copyFileSync(getString, join(one, `libb${libraryExtension}`));
    writeFileSync(join(one, `libc${libraryExtension}`), 'text');
    const { status, findings } = doctor({ WASMEDGE_PLUGIN_PATH: one });
    assert.equal(status, 1);
    assert.deepEqual(
      findings.map(({ code, message }) => [code, message.split(',')[0]]),
      [
        ['PLUGIN_REFUSED', 'DUPLICATE_PLUGIN'],
        ['PLUGIN_REFUSED', 'NOT_A_LIBRARY'],
      ],
    );
    for (const { fix } of findings) assert.ok(fix.length > 10);
  });

  it('finds the library that a plug-in lacks, with the package that has it', async function () {
    if (platform !== 'linux') skip(this, 'the library of the test is for Linux');
    writeFileSync(join(root, 'blas.c'), 'int blas(void) { return 1; }');
    const blas = await compile({
      sources: [join(root, 'blas.c')],
      output: join(directory('gone'), 'libopenblas.so.0'),
      language: 'c',
      flags: ['-shared', '-Wl,-soname,libopenblas.so.0'],
    });
    writeFileSync(
      join(root, 'lacks.c'),
      `${oneSource('lacks')}\nint blas(void);\nint (*use_it)(void) = blas;`,
    );
    await compile({
      sources: [join(root, 'lacks.c')],
      output: join(directory('lacks'), 'liblacks.so'),
      language: 'c',
      includeDirs: [includeDirectory],
      libraries: [blas, ...(await linkLibraries())],
      flags: ['-shared', '-fvisibility=hidden'],
    });
    rmSync(blas);
    const { status, findings } = doctor({ WASMEDGE_PLUGIN_PATH: directory('lacks') });
    assert.equal(status, 1);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['DEPENDENCY_MISSING'],
    );
    assert.match(
      findings[0]?.message as string,
      /libopenblas\.so\.0.*apt-get install libopenblas0/,
    );
  });

  it('finds plug-ins where nobody looks', function () {
    if (platform === 'win32') skip(this, 'the home directory is always searched there');
    const home = directory('home');
    copyFileSync(getString, join(directory('home/.wasmedge/plugin'), `libx${libraryExtension}`));
    const { status, findings } = doctor({ HOME: home, WASMEDGE_PLUGIN_PATH: '' });
    assert.equal(status, 0, 'warnings only');
    assert.deepEqual(
      findings.map(({ code, subject }) => [code, subject]),
      [['NOT_SEARCHED', join(home, '.wasmedge/plugin')]],
    );
  });

  it('finds a foreign libwasmedge, and that it looks elsewhere', function () {
    if (platform !== 'linux') skip(this, 'LD_LIBRARY_PATH is of Linux');
    const lib = directory('foreign/lib');
    writeFileSync(join(lib, 'libwasmedge.so.0'), '');
    const env = {
      WASMEDGE_DIR: '',
      HOME: directory('home'),
      LD_LIBRARY_PATH: [directory('empty'), lib].join(delimiter),
    };
    const { findings } = doctor(env);
    const codes = findings.map(({ code, subject }) => [code, subject]);
    assert.deepEqual(codes, [
      ['RUNTIME_LOOKS_ELSEWHERE', join(root, 'home/.wasmedge/plugin')],
      ['FOREIGN_LIBRARY', join(lib, 'libwasmedge.so.0')],
    ]);
    assert.match(findings[0]?.message as string, /looks in .*foreign\/plugin/);
  });
});
