// The programs of test/native/parity use the C API in every way we know. Each is compiled once and run
// with our host library and with a stock one: they print the same, line by line, but for what
// docs/differences.md lists.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readManifest } from '../../scripts/manifest.js';
import { projectPath } from '../../scripts/project.js';
import {
  builtHostLibrary,
  builtPlugin,
  compile,
  includeDirectory,
  linkLibraries,
} from '../support/compile.js';
import { type RunResult, requireStock, runProgram, type Stock } from '../support/stock.js';
import { buildDirectory } from './driver.js';

interface Difference {
  program: string;
  stock: string;
  ours: string;
}

const directory = projectPath('test/native/parity');
const programs = readdirSync(directory).filter((name) => name.endsWith('.c'));

/** The rows of docs/differences.md. Text under the heading must come before each table: the reason. */
function listedDifferences(): Difference[] {
  const differences: Difference[] = [];
  let reason = false;
  for (const line of readFileSync(projectPath('docs/differences.md'), 'utf8').split('\n')) {
    if (line.startsWith('#')) reason = false;
    else if (line && !line.startsWith('|')) reason = true;
    const [, program, stock, ours] = /^\| `(.*?)` \| `(.*)` \| `(.*)` \|$/.exec(line) ?? [];
    if (program === undefined || stock === undefined || ours === undefined) continue;
    assert.ok(reason, `a reason for: ${line}`);
    differences.push({ program, stock, ours });
  }
  return differences;
}

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
      const theirLines = linesOf(await stock.run(program, [plugin]));
      const env = { LD_LIBRARY_PATH: ours };
      const ourLines = linesOf(await runProgram(program, [plugin], { env }));
      assert.ok(theirLines.length > 2, 'it prints something');
      assert.equal(ourLines.length, theirLines.length);
      const differences = theirLines.flatMap((line, i) =>
        line === ourLines[i] ? [] : [{ program: name, stock: line, ours: ourLines[i] ?? '' }],
      );
      assert.deepEqual(
        differences,
        listed.filter((difference) => difference.program === name),
      );
    });
  }

  it('differ in no program that is not there', () => {
    const names = programs.map((file) => basename(file, '.c'));
    assert.deepEqual(
      listed.filter(({ program }) => !names.includes(program)),
      [],
    );
  });
});
