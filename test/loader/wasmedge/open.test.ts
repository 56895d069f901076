// Opening a stock libwasmedge, and what keeps it from being opened. test/stock/engine.test.ts is about what
// is done with one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findLibrary } from '../../../loader/wasmedge/library.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { builtHostLibrary } from '../../support/compile.js';

interface Failure {
  code: string;
  message: string;
  hint?: string;
}

describe("loadPlugins({ engine: 'wasmedge' })", () => {
  let work: string;

  before(() => {
    work = mkdtempSync(join(tmpdir(), 'plugkit-open-'));
  });
  after(() => rmSync(work, { recursive: true }));

  /** What a program gets that loads plug-ins with these options, after it ran this code. */
  function failure(options: object, { first = '', root = projectPath() } = {}): Failure {
    const loader = pathToFileURL(join(root, 'lib/loader/index.js')).href;
    const program = `
      const { loadPlugins } = await import(${JSON.stringify(loader)});
      ${first}
      try {
        loadPlugins(${JSON.stringify({ engine: 'wasmedge', ...options })});
        console.log('{}');
      } catch ({ code, message, hint }) {
        console.log(JSON.stringify({ code, message, hint }));
      }`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { encoding: 'utf8', env: { ...process.env, HOME: work, WASMEDGE_DIR: '' } },
    );
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout) as Failure;
  }

  it('fails with KOFFI_NOT_FOUND without the package koffi, and the engine v8 works without', () => {
    const root = join(work, 'package');
    for (const part of ['lib/loader', 'facts']) {
      cpSync(projectPath(part), join(root, part), { recursive: true });
    }
    const library = join(work, 'libwasmedge.so.0');
    writeFileSync(library, '');
    const { code, message, hint } = failure({ library }, { root });
    assert.equal(code, 'KOFFI_NOT_FOUND');
    assert.equal(
      message,
      'Cannot use engine "wasmedge": the package koffi is not installed, expected version 3',
    );
    assert.match(hint ?? '', /npm install koffi@3/);
  });

  it('fails with LIBRARY_NOT_FOUND when there is none, and says where it looked', () => {
    const { code, message } = failure({ library: join(work, 'none') });
    assert.equal(code, 'LIBRARY_NOT_FOUND');
    assert.ok(message.includes(join(work, 'none', 'lib')), message);
  });

  it('fails with LIBRARY_UNSUPPORTED for a file that is no library', () => {
    const library = join(work, 'libwasmedge.so.0');
    writeFileSync(library, 'no library');
    const { code, message } = failure({ library });
    assert.equal(code, 'LIBRARY_UNSUPPORTED');
    assert.ok(message.includes(library), message);
  });

  it('fails with LIBRARY_UNSUPPORTED for the host library of this package', async () => {
    const { code, message } = failure({ library: await builtHostLibrary() });
    assert.equal(code, 'LIBRARY_UNSUPPORTED');
    assert.match(message, /executes no WebAssembly/);
  });

  it('fails with ENGINE_CONFLICT when the engine v8 is in use, and names both libraries', async () => {
    const library = join(work, 'copy', 'libwasmedge.so.0');
    cpSync(await builtHostLibrary(), library);
    const { code, message } = failure({ library }, { first: 'loadPlugins({ paths: [] });' });
    assert.equal(code, 'ENGINE_CONFLICT');
    assert.ok(message.includes(library), message);
    assert.match(message, /has loaded .+libwasmedge/);
  });
});

describe('findLibrary()', () => {
  let work: string;

  before(() => {
    work = mkdtempSync(join(tmpdir(), 'plugkit-find-'));
  });
  after(() => rmSync(work, { recursive: true }));

  const make = (...path: string[]): string => {
    const file = join(work, ...path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    return file;
  };
  const find = (env: Record<string, string>, named?: string) =>
    findLibrary(named, {
      platform: 'linux',
      env,
      workingDirectory: work,
      homeDirectory: join(work, 'home'),
      triplet: 'x86_64-linux-gnu',
    });

  it('takes WASMEDGE_LIB_DIR, then WASMEDGE_DIR, then the library path, then the home', () => {
    const home = make('home', '.wasmedge', 'lib64', 'libwasmedge.so.0');
    const path = make('path', 'libwasmedge.so');
    const prefix = make('prefix', 'lib', 'libwasmedge.so.0');
    const lib = make('libraries', 'libwasmedge.so.0');
    assert.equal(find({}), home);
    assert.equal(find({ LD_LIBRARY_PATH: `:${join(work, 'path')}` }), path);
    const env = { LD_LIBRARY_PATH: join(work, 'path'), WASMEDGE_DIR: join(work, 'prefix') };
    assert.equal(find(env), prefix);
    assert.equal(find({ ...env, WASMEDGE_LIB_DIR: join(work, 'libraries') }), lib);
    const debian = make('debian', 'lib', 'x86_64-linux-gnu', 'libwasmedge.so.0');
    assert.equal(find({ WASMEDGE_DIR: join(work, 'debian') }), debian);
  });

  it('takes a file, its directory, or an installation by name, before all else', () => {
    const file = make('named', 'lib', 'x86_64-linux-gnu', 'libwasmedge.so.0');
    const env = { WASMEDGE_DIR: join(work, 'prefix') };
    for (const named of [file, join(file, '..'), join(work, 'named')]) {
      assert.equal(find(env, named), file);
    }
    assert.throws(() => find(env, join(work, 'none')), { code: 'LIBRARY_NOT_FOUND' });
  });
});
