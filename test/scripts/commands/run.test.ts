// `plugkit run` in the engine v8; test/stock/run.test.ts runs the same program in a stock WasmEdge.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readManifest } from '../../../scripts/project/manifest.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { builtPlugin } from '../../support/compile.js';
import { skip } from '../../support/skip.js';
import { PROGRAM } from '../../support/wasi-program.js';

describe('plugkit run', () => {
  let work: string;
  let plugin: string;

  before(async () => {
    work = mkdtempSync(join(tmpdir(), 'plugkit-run-'));
    plugin = await builtPlugin(await readManifest(projectPath('plugins', 'get-string')));
    writeFileSync(join(work, 'program.wat'), PROGRAM);
  });
  after(() => rmSync(work, { recursive: true }));

  const run = (args: string[], { env = {}, input = '' } = {}) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [projectPath('lib/scripts/cli.js'), 'run', ...args],
      {
        cwd: work,
        encoding: 'utf8',
        input,
        env: { ...process.env, WASMEDGE_DIR: work, ...env },
      },
    );
    return { status, stdout, stderr };
  };
  const file = (name: string, text: string): string => {
    writeFileSync(join(work, name), text);
    return name;
  };

  it('runs a WASI program with a plug-in, and ends with its exit status', () => {
    const { status, stdout, stderr } = run(['--plugin', plugin, 'program.wat', 'one', '--two']);
    assert.equal(stdout, 'A string from a WasmEdge plug-in');
    assert.equal(stderr, '');
    assert.equal(status, 3, 'the number of arguments');
  });

  it('finds plug-ins in the default paths, but with --no-default-plugins', () => {
    const env = { WASMEDGE_PLUGIN_PATH: dirname(plugin) };
    assert.equal(run(['program.wat'], { env }).stdout, 'A string from a WasmEdge plug-in');
    const { status, stderr } = run(['--no-default-plugins', 'program.wat'], { env });
    assert.equal(status, 3);
    assert.match(stderr, /MODULE_NOT_FOUND.*\n.*"get_string" of module "get_string"/);
    assert.match(stderr, /--plugin <path>/);
  });

  it('takes options as flags, by name alone, and from the environment; flags win', () => {
    const env = { PLUGKIT_OPTION_GET_STRING_STRING: 'from outside' };
    const text = (...flags: string[]) =>
      run(['--plugin', plugin, ...flags, 'program.wat'], { env }).stdout;
    assert.equal(text(), 'from outside');
    assert.equal(text('--get-string.upper'), 'FROM OUTSIDE');
    assert.equal(text('--option', 'upper', '--get-string.string=a=b'), 'A=B');
    assert.equal(text('--get-string.upper=false'), 'from outside');
  });

  it('takes options from a file, which the environment and flags win over', () => {
    const options = file(
      'options.json',
      '{"get-string": {"upper": true, "string": "from a file"}}',
    );
    const given = ['--plugin', plugin, '--options-file', options];
    assert.equal(run([...given, 'program.wat']).stdout, 'FROM A FILE');
    const env = { PLUGKIT_OPTION_GET_STRING_STRING: 'from outside' };
    assert.equal(run([...given, 'program.wat'], { env }).stdout, 'FROM OUTSIDE');
    assert.equal(run([...given, '--get-string.upper=false', 'program.wat']).stdout, 'from a file');
    for (const [text, problem] of [
      ['{"get-string": {"upper": "yes"}}', /OPTION_INVALID.*"upper".*"yes", expected a boolean/],
      ['{"get-string": {"string": null}}', /'get-string\.string' is no text, number or boolean/],
      ['{"get-string": true}', /'get-string' is no object of options/],
      ['[1]', /holds no object/],
      ['{"get-string"', /USAGE.*options\.json: .*JSON/],
      ['{"get-strin": {"upper": true}}', /OPTION_UNKNOWN.*\n.*get-string\.upper/],
    ] as const) {
      file('options.json', text);
      assert.match(run([...given, 'program.wat']).stderr, problem);
    }
    assert.match(
      run(['--options-file', 'none.json', 'program.wat']).stderr,
      /FILE_NOT_FOUND.*none\.json/,
    );
  });

  it('ends a program that takes longer than it may, and passes on what others give', () => {
    const endless = file('endless.wat', '(module (func (export "_start") (loop (br 0))))');
    const late = run(['--time-limit', '700', endless]);
    assert.equal(late.status, 1);
    assert.match(late.stderr, /PROGRAM_LIMITED.*endless\.wat.*longer than 700 ms/);
    const limit = ['--time-limit', '60000'];
    const fine = run([...limit, '--plugin', plugin, 'program.wat', 'one', 'two']);
    assert.deepEqual(
      [fine.status, fine.stdout, fine.stderr],
      [3, 'A string from a WasmEdge plug-in', ''],
    );
    const trap = file('trap-late.wat', '(module (func (export "_start") unreachable))');
    const trapped = run([...limit, trap]);
    assert.equal(trapped.status, 1);
    assert.match(trapped.stderr, /PROGRAM_TRAPPED.*unreachable/);
    const one = file('one.wat', '(module (func (export "one") (result i32) i32.const 1))');
    const json = run([...limit, '--json', '--reactor', 'one', one]);
    assert.deepEqual(JSON.parse(json.stdout), { exitCode: 0, results: ['1'] });
    assert.match(run(['--time-limit', '0', one]).stderr, /USAGE.*milliseconds above 0/);
  });

  it('is ended by a signal, whatever the program does', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no such signals');
    const endless = file('forever.wat', '(module (func (export "_start") (loop (br 0))))');
    const child = spawn(process.execPath, [projectPath('lib/scripts/cli.js'), 'run', endless], {
      cwd: work,
    });
    const ended = once(child, 'exit');
    await setTimeout(1000); // until it is in its loop; before that, it ends by the signal, too
    child.kill('SIGINT');
    const [code, signal] = (await ended) as [number | null, string | null];
    assert.ok(signal === 'SIGINT' || code === 130, `${code} ${signal}`);
  });

  it('says what is wrong with a file that is no program', () => {
    for (const [name, text, problem] of [
      ['empty.wasm', '', /PROGRAM_INVALID: Cannot run empty\.wasm: .*empty/],
      ['page.wasm', '<!doctype html>', /PROGRAM_INVALID: Cannot run page\.wasm: .*magic/],
      ['cut.wasm', '\0asm\x01\0\0\0\x01\x05', /PROGRAM_INVALID: Cannot run cut\.wasm: /],
    ] as const) {
      const { status, stderr } = run([file(name, text)]);
      assert.equal(status, 2, stderr);
      assert.match(stderr, problem);
    }
    mkdirSync(join(work, 'folder.wasm'), { recursive: true });
    assert.match(run(['folder.wasm']).stderr, /^Error (?!INTERNAL).*folder\.wasm/);
  });

  it('limits the memory of the program', () => {
    const growing = (memory: string) =>
      file(
        'grows.wat',
        `(module (memory ${memory})
          (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))`,
      );
    const wat = growing('2');
    const grow = (limit: string, pages: string) =>
      run(['--memory-page-limit', limit, '--reactor', 'grow', wat, pages]);
    assert.equal(grow('3', '1').stdout, '2\n');
    assert.equal(grow('3', '2').stdout, '-1\n');
    growing('2 4');
    assert.equal(grow('3', '2').stdout, '-1\n');
    assert.equal(grow('100', '2').stdout, '2\n');
    assert.equal(grow('100', '3').stdout, '-1\n', 'its own maximum stays');
    const small = grow('1', '0');
    assert.equal(small.status, 1);
    assert.match(
      small.stderr,
      /PROGRAM_LIMITED.*memory of 2 pages, expected at most 1.*\n.*limit 2/,
    );
    assert.match(grow('x', '0').stderr, /USAGE.*from 0 to 65536/);
  });

  it('says what is wrong with an option', () => {
    const failure = (...flags: string[]) => {
      const { status, stderr } = run(['--plugin', plugin, ...flags, 'program.wat']);
      return [status, stderr.split('\n').join(' ')] as const;
    };
    assert.match(failure('--get-string.uper')[1], /OPTION_UNKNOWN.*Did you mean "upper"/);
    assert.match(failure('--option', 'none')[1], /OPTION_UNKNOWN.*get-string\.upper/);
    const [status, text] = failure('--get-string.upper=maybe');
    assert.equal(status, 2);
    assert.match(text, /the value is 'maybe', expected true or false/);
  });

  it('gives the program directories and variables', () => {
    mkdirSync(join(work, 'data'), { recursive: true });
    const wat = file(
      'sizes.wat',
      `(module (import "wasi_snapshot_preview1" "environ_sizes_get" (func $e (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_prestat_get" (func $p (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $x (param i32)))
        (memory (export "memory") 1)
        (func (export "_start") (drop (call $e (i32.const 0) (i32.const 4)))
          (call $x (i32.add (i32.load (i32.const 0)) (i32.mul (i32.const 10) (call $p (i32.const 3) (i32.const 8)))))))`,
    );
    assert.equal(run(['--env', 'A=1', '--env', 'B=2=3', '--dir', '/d:data', wat]).status, 2);
    assert.equal(run(['--env', 'A=1', wat]).status, 1 + 80, 'EBADF');
    assert.match(run(['--env', 'A', wat]).stderr, /USAGE.*--env A: expected <name>=<value>/);
  });

  it('calls a function with --reactor, by its types, and prints its results', () => {
    const wat = file(
      'functions.wat',
      `(module (func (export "all") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
        local.get 3 local.get 2 local.get 1 local.get 0) (func (export "nothing")))`,
    );
    const called = run(['--reactor', 'all', wat, '-5', '0x10', '0.5', '1e3']);
    assert.deepEqual([called.status, called.stdout], [0, '1000\n0.5\n16\n-5\n']);
    assert.deepEqual(run(['--reactor', 'nothing', wat]).stdout, '');
    const json = run(['--json', '--reactor', 'all', wat, '1', '2', '3', '4']);
    assert.deepEqual(JSON.parse(json.stdout), { exitCode: 0, results: ['4', '3', '2', '1'] });
    for (const [args, problem] of [
      [['all', wat, '1'], /takes 4 arguments \(i32, i64, f32, f64\), given are 1/],
      [['all', wat, 'x', '2', '3', '4'], /argument 1 of 'all': it is 'x', expected an integer/],
      [['all', wat, '4294967296', '2', '3', '4'], /expected one of 32 bits/],
      [['al', wat], /no such function.*\n.*Did you mean all\?/],
    ] as const) {
      const { status, stderr } = run(['--reactor', ...args]);
      assert.equal(status, 2);
      assert.match(stderr, problem);
    }
    assert.match(run([wat]).stderr, /exports no function _start.*\n.*--reactor all/);
  });

  it('ends with status 1 and the stack of WebAssembly when the program traps', () => {
    const wat = file(
      'trap.wat',
      '(module (func $inner unreachable) (func $outer (export "_start") (call $inner)))',
    );
    const { status, stderr } = run([wat]);
    assert.equal(status, 1);
    assert.match(stderr, /PROGRAM_TRAPPED: Cannot run trap\.wat to its end: unreachable\n.*wasm/);
  });

  it('says which official plug-in has the modules that are missing', () => {
    const wat = file(
      'official.wat',
      '(module (import "wasi_ephemeral_nn" "load" (func)) (import "wasmedge_ffmpeg_avutil" "x" (func)))',
    );
    const { stderr } = run([wat]);
    assert.match(stderr, /"load" of module "wasi_ephemeral_nn"/);
    assert.match(stderr, /"x" of module "wasmedge_ffmpeg_avutil"/);
    assert.match(stderr, /'wasi_nn', 'wasmedge_ffmpeg'.*--engine wasmedge/);
  });

  it('says what is wrong with its files', () => {
    assert.match(run(['none.wasm']).stderr, /FILE_NOT_FOUND/);
    assert.match(
      run([file('bad.wat', '(module')]).stderr,
      /BUILD_FAILED: Cannot assemble bad\.wat/,
    );
    const refused = run(['--plugin', file('no.so', 'text'), 'program.wat']);
    assert.match(refused.stderr, /NOT_A_LIBRARY: Cannot load the plug-in .*no\.so/);
    assert.match(run(['--engine', 'jsc', 'program.wat']).stderr, /expected v8 or wasmedge/);
    assert.match(run(['--run-mode', 'jit', 'program.wat']).stderr, /ARGUMENT_INVALID.*runMode/);
  });
});
