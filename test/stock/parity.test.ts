// The programs of test/native/parity use the C API in every way we know, and a generated one calls every
// function with null, values of other kinds and boundaries. Each is compiled once and run with our host
// library and with a stock one: they print the same, line by line, but for what docs/differences.md lists.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import {
  builtHostLibrary,
  builtPlugin,
  compile,
  includeDirectory,
  linkLibraries,
} from '../support/compile.js';
import { type RunResult, requireStock, runProgram, type Stock } from '../support/stock.js';
import { calledFunctions, callsSource } from './calls.js';
import { assertStandFor, differingLines, listedDifferences } from './differences.js';
import { buildDirectory } from './driver.js';

const directory = projectPath('test/native/parity');
const programs = readdirSync(directory).filter((name) => name.endsWith('.c'));

function linesOf({ stdout, stderr, status }: RunResult): string[] {
  assert.equal(status, 0, stdout + stderr);
  return stdout.split('\n');
}

describe('the host library and a stock 0.17.1', () => {
  let stock: Stock;
  let libraries: string[];
  let ours: string;
  let plugin: string;
  const listed = listedDifferences();

  before(async function () {
    stock = await requireStock(this, '0.17.1');
    libraries = await linkLibraries();
    ours = dirname(await builtHostLibrary());
    plugin = await builtPlugin(await readManifest(projectPath('plugins/arith')));
  });

  async function runBoth(
    program: string,
    env: Record<string, string> = {},
  ): Promise<[string[], string[]]> {
    const theirs = await stock.run(program, [plugin], { env });
    const own = { ...env, LD_LIBRARY_PATH: ours };
    return [linesOf(theirs), linesOf(await runProgram(program, [plugin], { env: own }))];
  }

  for (const file of programs) {
    const name = basename(file, '.c');
    it(`agree on ${name}`, async () => {
      const program = await compile({
        sources: [join(directory, file)],
        output: join(buildDirectory, 'parity', name),
        language: 'c',
        includeDirs: [includeDirectory],
        libraries,
        flags: ['-Wall', '-Wextra', '-Werror'],
      });
      const [theirLines, ourLines] = await runBoth(program);
      assert.ok(theirLines.length > 2, 'it prints something');
      assert.equal(ourLines.length, theirLines.length);
      assert.deepEqual(
        differingLines(name, theirLines, ourLines),
        listed.filter((difference) => difference.program === name),
      );
    });
  }

  it('agree on calls of every function with null, other kinds and boundaries', async () => {
    const source = join(buildDirectory, 'parity', 'calls.c');
    await writeFile(source, await callsSource());
    const program = await compile({
      sources: [source],
      output: join(buildDirectory, 'parity', 'calls'),
      language: 'c',
      includeDirs: [includeDirectory, projectPath('test/native')],
      libraries,
      // Not optimized, which would take most of the time of the test, and without zig's traps.
      flags: ['-Wall', '-Wextra', '-Werror', '-O0', '-fno-sanitize=undefined'],
    });
    const [theirLines, ourLines] = await runBoth(program, { WASMEDGE_PLUGIN_PATH: '/nowhere' });
    assert.equal(ourLines.length, theirLines.length);
    assert.deepEqual(
      ourLines.filter((line) => /: (signal|exit) \d+$/.test(line)),
      [],
      'calls that end the process here',
    );
    const called = new Set(theirLines.filter(Boolean).map((line) => line.split('(', 1)[0]));
    const names = (await calledFunctions()).map(({ name }) => name);
    assert.deepEqual([...called].sort(), names.sort());
    const lines = differingLines('calls', theirLines, ourLines);
    assertStandFor(
      listed.filter(({ program: name }) => name === 'calls'),
      lines,
    );
  });

  it('are called with null in place of every object, list and place', async () => {
    for (const { name, params } of await calledFunctions()) {
      for (const { type, alternatives } of params) {
        if (/\*|_t$/.test(type) && !/^u?int\d+_t$/.test(type)) {
          assert.ok('null' in alternatives, `${name}: ${type}`);
        }
      }
    }
  });

  it('differ in no program that is not there', () => {
    const names = ['calls', ...programs.map((file) => basename(file, '.c'))];
    assert.deepEqual(
      listed.filter(({ program }) => !names.includes(program)),
      [],
    );
  });
});
