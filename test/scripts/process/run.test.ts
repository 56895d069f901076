import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { formatCommand } from '../../../scripts/output/command-line.js';
import { excerpt, programsOnPath, run, tail } from '../../../scripts/process/run.js';
import { skip } from '../../support/skip.js';

const node = process.execPath;
const print = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';

describe('run()', () => {
  it('passes arguments as they are, never through a shell', async () => {
    const args = ['two words', '$HOME', "it's", '"', '*', '', 'a\nb', '; exit 3'];
    const { stdout } = await run([node, '-e', print, '--', ...args]);
    assert.deepEqual(JSON.parse(stdout), args);
  });

  it('adds to the environment and starts in a directory', async () => {
    const script = 'console.log(process.env.ADDED, process.cwd())';
    const { stdout } = await run([node, '-e', script], { cwd: '/', env: { ADDED: 'yes' } });
    assert.match(stdout, /^yes \S{1,3}\n$/);
  });

  it('refuses a missing program with TOOL_MISSING and how to get it', async () => {
    await assert.rejects(run(['no-such-program'], { hint: 'Install it' }), {
      code: 'TOOL_MISSING',
      message: 'Cannot run no-such-program: no such program',
      hint: 'Install it',
    });
  });

  it('reports a failing program with TOOL_FAILED, its status and the end of its output', async () => {
    const script = 'for (let i = 0; i < 99; i++) console.error("line", i); process.exit(7)';
    await assert.rejects(run([node, '-e', script]), (error: Error & { code: string }) => {
      assert.equal(error.code, 'TOOL_FAILED');
      assert.match(error.message, /exit status 7, expected 0$/);
      const output = (error.cause as Error).message;
      assert.match(output, /line 98$/);
      assert.doesNotMatch(output, /line 1\n/);
      return true;
    });
  });

  it('ends a program that takes too long, and says so by its signal', async () => {
    const forever = 'setInterval(() => {}, 1000)';
    await assert.rejects(run([node, '-e', forever], { timeout: 200 }), {
      code: 'TOOL_FAILED',
      message: /ended by SIGTERM/,
    });
  });
});

describe('run() with surroundings', () => {
  it('gives the child these and no others', async () => {
    const script = 'console.log(JSON.stringify(Object.keys(process.env)))';
    const surroundings = {
      PATH: process.env.PATH,
      SYSTEMROOT: process.env.SYSTEMROOT,
      CFLAGS: '-O0',
    };
    const { stdout } = await run([node, '-e', script], {
      surroundings,
      env: { CFLAGS: undefined, ONE: '1' },
    });
    const names = (JSON.parse(stdout) as string[]).map((name) => name.toUpperCase());
    assert.ok(names.includes('ONE') && names.includes('PATH'));
    assert.ok(!names.includes('CFLAGS') && !names.includes('HOME'), names.join());
  });

  it('tells a missing working directory from a missing program', async () => {
    await assert.rejects(run([node, '-e', ''], { cwd: '/no/such/directory' }), {
      code: 'TOOL_FAILED',
    });
  });
});

describe('formatCommand()', () => {
  it('quotes what a shell would take apart', () => {
    assert.equal(
      formatCommand(['cc', '-DA=1', 'two words', "it's"], false),
      `cc -DA=1 'two words' 'it'\\''s'`,
    );
  });

  it('quotes what cmd or PowerShell would take apart', () => {
    for (const [word, quoted] of [
      ['--path', '--path'],
      ['C:\\a\\b', 'C:\\a\\b'],
      ['env,file', '"env,file"'],
      ["it's", '"it\'s"'],
      ['a "b"', '"a ""b"""'],
      ['C:\\a b\\', '"C:\\a b\\\\"'],
      ['', '""'],
      ["$a's", "'$a''s'"],
    ] as const) {
      assert.equal(formatCommand(['plugkit', word], true), `plugkit ${quoted}`);
    }
  });
});

describe('excerpt()', () => {
  const noise = Array.from({ length: 99 }, (_, index) => `line ${index}`);
  for (const error of [
    "a.c:3:5: error: use of undeclared identifier 'x'",
    'a.c:1:10: fatal error: no.h: No such file or directory',
    'ld.lld: error: undefined symbol: f',
    'CMake Error at CMakeLists.txt:2 (find_package):',
    'ERROR: No matching distribution found for zig',
  ]) {
    it(`begins with the first error: ${error}`, () => {
      const text = [...noise, error, ...noise, 'z.c:1:1: error: another'].join('\n');
      assert.deepEqual(excerpt(text).split('\n').slice(0, 2), [error, 'line 0']);
      assert.equal(excerpt(text).split('\n').length, 30);
    });
  }

  it('is the end, where nothing says error, or the error is near it', () => {
    assert.equal(excerpt(noise.join('\n'), 2), 'line 97\nline 98');
    assert.equal(excerpt([...noise, 'error: last'].join('\n'), 2), 'line 98\nerror: last');
    assert.equal(excerpt('error: only\n'), 'error: only');
  });
});

describe('tail()', () => {
  it('keeps the last lines', () => {
    assert.equal(tail('a\nb\nc\n', 2), 'b\nc');
  });
});

describe('programsOnPath()', () => {
  it('passes over directories that are missing or files', () => {
    const path = ['', '/no/such/directory', node, dirname(node)].join(delimiter);
    assert.deepEqual(programsOnPath(basename(node, '.exe'), path), [node]);
  });

  it('passes over directories that cannot be entered', function () {
    if (process.platform === 'win32') skip(this, 'Windows needs a privilege for links');
    const directory = mkdtempSync(join(tmpdir(), 'plugkit-path-'));
    const loop = join(directory, 'loop');
    symlinkSync(loop, loop);
    const path = [loop, dirname(node)].join(delimiter);
    assert.deepEqual(programsOnPath(basename(node), path), [node]);
    rmSync(directory, { recursive: true });
  });
});
