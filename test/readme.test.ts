// The README's plug-in and programs, as they stand there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { currentTarget, type Target } from '../loader/target.js';
import { projectPath } from '../scripts/project/paths.js';
import { assemble, temporaryDirectory } from './loader/mirror.js';

/** Prints "1" by WASI, after the plug-in has counted to it. */
const WASI_GUEST = `(module
  (import "counter" "next" (func $next (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\08\\00\\00\\00\\02\\00\\00\\00 \\0a")
  (func (export "_start")
    (i32.store8 (i32.const 8) (i32.add (i32.const 48) (call $next)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))`;

describe('README.md', () => {
  const readme = readFileSync(projectPath('README.md'), 'utf8').replaceAll('\r\n', '\n');
  const programs = Array.from(readme.matchAll(/```js\n(.*?)```/gs), ([, text]) => text as string);
  const directory = temporaryDirectory();
  const target = (currentTarget() as Target).id;

  async function run(file: string, args: readonly string[] = []): Promise<string[]> {
    const options = { cwd: directory, timeout: 500_000 };
    const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], options);
    return stdout.trimEnd().split('\n');
  }

  async function runProgram(text: string): Promise<string[]> {
    writeFileSync(join(directory, 'program.mjs'), text);
    return run('program.mjs');
  }

  before(async () => {
    // The package as a program finds it; test/packages has the real one.
    const installed = join(directory, 'node_modules', 'wasmedge-plugin-kit');
    const loader = pathToFileURL(projectPath('lib', 'loader', 'index.js')).href;
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
    writeFileSync(join(installed, 'index.js'), `export * from ${JSON.stringify(loader)};`);
    const files = Array.from(readme.matchAll(/`(plugins\/[^`]+)`:\n\n```\w+\n(.*?)```/gs));
    assert.equal(files.length, 2);
    for (const [, name, text] of files as unknown as [string, string, string][]) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    const [, command = ''] = /npx plugkit (build counter --target linux-x64)/.exec(readme) ?? [];
    const args = command.replace('linux-x64', target).split(' ');
    await run(projectPath('lib', 'scripts', 'cli.js'), args);
  });

  it('has a plug-in and a program that uses it', async () => {
    const [first = ''] = programs;
    const [loaded, result, ...rest] = await runProgram(first);
    assert.match(loaded ?? '', /^loaded .*counter.*ounter/i);
    assert.deepEqual([result, ...rest], ['1 2']);
    assert.ok(first.includes(`// ${result}`));
  });

  it('has a guest that is what its comment says', async () => {
    const [, text = ''] = /\/\/ (\(module .*\))\n/.exec(readme) ?? [];
    const [, bytes = ''] = /Buffer\.from\('(.*?)', 'base64'\)/.exec(readme) ?? [];
    assert.deepEqual(Buffer.from(bytes, 'base64'), Buffer.from(await assemble(text)));
  });

  it('shares a module between instances', async () => {
    const [first = '', second = ''] = programs;
    const lines = await runProgram(first + second);
    assert.equal(lines.at(-1), '1 2');
    assert.ok(second.includes('// 1 2'));
  });

  it('gives a guest WASI, too', async () => {
    writeFileSync(join(directory, 'guest.wasm'), await assemble(WASI_GUEST));
    assert.deepEqual(await runProgram(programs[2] ?? ''), ['1']);
  });

  it('has no other programs, and none that is long', () => {
    assert.equal(programs.length, 3);
    for (const text of programs) {
      assert.ok(text.split('\n').filter((line) => line.trim() !== '').length <= 10);
    }
  });

  it('calls a function by the expression in its table', async () => {
    const [, call = ''] = /\| no WebAssembly at all \| `(.*?)`/.exec(readme) ?? [];
    const lines = await runProgram(`${programs[0]}console.log(${call});`);
    assert.equal(lines.at(-1), '1');
  });
});
