// What a loaded plug-in's outcome warns of: functions that nobody has, and options whose defaults a stock
// WasmEdge would not see.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory } from '../support/compile.js';
import { skip } from '../support/skip.js';
import {
  compileProgram,
  type HostLibrary,
  sanitizedLibrary,
  shippedLibrary,
} from './host-library.js';
import { here, type OddPlugin, oddPlugin } from './odd-plugins.js';
import { load as loadPaths, type Printed } from './outcomes.js';

const LAZY = ['-Wl,-z,lazy'];

function testsOf(kind: string, getLibrary: () => Promise<HostLibrary | { skip: string }>): void {
  describe(`warnings of the ${kind} host library`, () => {
    let root: string;
    let program: string;

    before(async function () {
      if (here.platform !== 'linux') {
        skip(this, `these fixtures are for Linux, not ${here.platform}`);
      }
      const library = await getLibrary();
      if ('skip' in library) return skip(this, library.skip);
      root = mkdtempSync(join(tmpdir(), 'plugkit-warnings-'));
      program = await compileProgram(library, 'report_outcomes.c', root);
    });
    after(() => root && rmSync(root, { recursive: true }));

    const outcomesOf = async (options: OddPlugin, ...more: string[]): Promise<Printed[]> =>
      loadPaths(program, [await oddPlugin(root, 'odd.so', options), ...more]);

    it('has none for a plug-in in order', async () => {
      const [outcome] = await outcomesOf({ flags: LAZY });
      assert.equal(outcome?.state, 'loaded');
      assert.deepEqual(outcome.warnings, []);
    });

    it('names a function that no library has and that is looked up when it is called', async () => {
      const file = join(root, 'odd.so');
      const [first, again] = await outcomesOf(
        { macros: ['CALLS="nothing_at_all"'], flags: LAZY },
        file,
      );
      assert.deepEqual([first?.state, again?.state], ['loaded', 'already-loaded']);
      const [warning, ...rest] = first?.warnings ?? [];
      assert.deepEqual(rest, []);
      assert.equal(warning?.code, 'SYMBOL_MISSING');
      assert.equal(
        warning.message,
        'no library has the function "nothing_at_all", and a call of it ends the process',
      );
      assert.match(warning.hint, /link the library that has it$/);
      assert.deepEqual(again?.warnings, first?.warnings);
    });

    it('names a function that this host library does not have', async () => {
      const [outcome] = await outcomesOf({ macros: ['CALLS="WasmEdge_Nothing"'], flags: LAZY });
      assert.equal(outcome?.state, 'loaded');
      assert.match(outcome.warnings[0]?.message ?? '', /the function "WasmEdge_Nothing", and/);
      assert.match(outcome.warnings[0]?.hint ?? '', /build it against WasmEdge 0\.17$/);
    });

    it('names the function that a library lacks which the plug-in needs', async () => {
      const source = join(root, 'needed.c');
      writeFileSync(source, 'extern void lacking(void); void needed(void) { lacking(); }');
      const flags = ['-shared', '-Wl,-soname,libneeded.so', ...LAZY];
      const library = { sources: [source], output: join(root, 'libneeded.so'), flags };
      const needed = await compile({ ...library, language: 'c' });
      const [outcome] = await outcomesOf({
        libraries: [needed],
        flags: ['-Wl,-rpath,$ORIGIN', ...LAZY],
      });
      assert.equal(outcome?.state, 'loaded', outcome?.reason);
      assert.match(outcome.warnings[0]?.message ?? '', /the function "lacking", and/);
    });

    it('is a refusal where the system looks everything up at once', async () => {
      const macros = ['CALLS="nothing_at_all"'];
      const [now] = await outcomesOf({ macros, flags: ['-Wl,-z,now'] });
      assert.equal(now?.code, 'LIBRARY_OPEN_FAILED');
      assert.match(now.reason, /^it needs a symbol that no library has: .*nothing_at_all/);
      const [data] = await outcomesOf({ macros: ['IMPORT="nothing_at_all"'], flags: LAZY });
      assert.equal(data?.code, 'LIBRARY_OPEN_FAILED');
      const path = await oddPlugin(root, 'lazy.so', { macros, flags: LAZY });
      const [variable] = loadPaths(program, [path], { env: { LD_BIND_NOW: '1' } });
      assert.equal(variable?.code, 'LIBRARY_OPEN_FAILED');
    });

    it('names an option whose storage does not hold the default', async () => {
      const [one] = await outcomesOf({ macros: ['LEVEL=0'] });
      assert.equal(one?.state, 'loaded');
      assert.deepEqual(
        one.warnings.map(({ code, message }) => [code, message]),
        [
          [
            'DEFAULT_DIFFERS',
            'the default value of the option "level" was not in storage, and now is',
          ],
        ],
      );
    });

    it('compares texts, not where they are', async () => {
      const type = 'OPTION_TYPE=WasmEdge_ProgramOptionType_String';
      const [same] = await outcomesOf({ macros: [type, 'STORAGE=&Text', 'DEFAULT=&SameText'] });
      assert.equal(same?.state, 'loaded');
      assert.deepEqual(same.warnings, []);
    });

    it('names the first few of many options, and counts the others', async () => {
      const file = await compile({
        sources: [projectPath('test/native/plugin/small_plugin.c')],
        output: join(root, 'small.so'),
        language: 'c',
        includeDirs: [includeDirectory],
        flags: ['-shared'],
      });
      const [outcome] = loadPaths(program, [file]);
      assert.match(
        outcome?.warnings[0]?.message ?? '',
        /^the default values of the options "Toggle", "Int8", "Int16", "Int32" and 8 more were not/,
      );
    });
  });
}

testsOf('shipped', shippedLibrary);
testsOf('sanitized', sanitizedLibrary);
