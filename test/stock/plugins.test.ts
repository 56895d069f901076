// The acid test: every plug-in of this project, with all cases of its plugin.json, in a stock WasmEdge
// 0.17.1, and built for its version of the plug-in API in 0.14.1; interpreted and compiled.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { assembleGuests } from '../../scripts/matrix/guests.js';
import type { ApiVersion } from '../../scripts/project/api-version.js';
import type { TestCase, Value } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { listPlugins } from '../../scripts/project/plugins.js';
import { builtPlugin } from '../support/compile.js';
import { requireStock, type Stock, type StockVersion } from '../support/stock.js';
import {
  buildDirectory,
  buildDriver,
  compileAhead,
  drive,
  MODES,
  type Mode,
  outcome,
  spell,
} from './driver.js';

/** A value as driver.c reads it. */
function literal(value: Value): string {
  return Object.entries(value)
    .map(([type, number]) => `${type}:${number}`)
    .join();
}

/** What a case expects, as `outcome` gives it. */
function expectation({ returns, fails, traps, terminates }: TestCase): string {
  if (returns) {
    return returns
      .map((value) => spell(...(Object.entries(value)[0] as [string, string])))
      .join(' ');
  }
  if (fails) return `${fails.category} ${fails.code}`;
  if (traps) return 'trap';
  assert.ok(terminates);
  return 'terminated';
}

/** A failure of category `wasm` is a trap to a stock WasmEdge: only the code tells. */
function given(line: string, { fails }: TestCase): string {
  const [, code] = /^error 0 (\d+) /.exec(line) ?? [];
  return fails?.category === 'wasm' && code ? `wasm ${code}` : outcome(line);
}

const { sources } = await listPlugins(projectPath('plugins'));

/** 0.14.1 has no just-in-time compiler. */
const RUNTIMES: { version: StockVersion; api: ApiVersion; modes: readonly Mode[] }[] = [
  { version: '0.17.1', api: 5, modes: MODES },
  { version: '0.14.1', api: 4, modes: ['interpreter', 'aot'] },
];

/**
 * What a stock WasmEdge does wrong, whichever headers and compiler the plug-in was built with: by
 * version, mode and test case, what it gives.
 */
const FAULTS: Readonly<Record<string, string>> = {
  // A host function fails to read a memory that grew in a nested call.
  '0.14.1 aot call_back into a function that grows the memory': 'trap',
};

const subjects = sources.flatMap((source) => RUNTIMES.map((runtime) => ({ source, ...runtime })));

for (const { source, version, api, modes } of subjects) {
  const { name, modules, tests } = source.manifest;

  describe(`${name} in stock WasmEdge ${version}`, () => {
    let stock: Stock;
    let driver: string;
    let plugin: string;
    let guests: Record<string, string>;
    const compiled: Record<string, string> = {};

    before(async function () {
      stock = await requireStock(this, version);
      driver = await buildDriver(api);
      guests = await assembleGuests(source, join(buildDirectory, name));
      for (const [guest, file] of Object.entries(guests)) {
        compiled[guest] = await compileAhead(stock, file);
      }
      plugin = await builtPlugin(source, undefined, api);
    });

    /** Runs cases that share option values, one after the other, each with instances of its own. */
    async function runCases(mode: Mode, cases: readonly TestCase[]) {
      const commands: string[] = [];
      for (const { guest = '', module = '-', call, args = [], memory } of cases) {
        const program = guest && (mode === 'aot' ? compiled : guests)[guest];
        commands.push(
          `fresh ${program || '-'}`,
          ['call', module, call, ...args.map(literal)].join(' '),
        );
        if (memory) {
          commands.push(`memory memory ${memory.offset} ${Buffer.byteLength(memory.text)}`);
        }
      }
      const options = Object.entries(cases[0]?.options ?? {}).map((entry) => entry.join('='));
      const lines = await drive({ stock, driver, mode, plugin, options, commands });
      for (const test of cases) {
        assert.equal(lines.shift(), 'ready', test.name);
        const expected = FAULTS[`${version} ${mode} ${test.name}`] ?? expectation(test);
        assert.equal(given(lines.shift() ?? '', test), expected, test.name);
        if (test.memory) {
          const hex = Buffer.from(test.memory.text).toString('hex');
          assert.equal(lines.shift(), `bytes ${hex}`, test.name);
        }
      }
    }

    it('offers its modules', async () => {
      const mode = 'interpreter';
      const lines = await drive({ stock, driver, mode, plugin, commands: ['modules'] });
      assert.deepEqual(lines, [`modules ${modules.join(' ')}`]);
    });

    for (const mode of modes) {
      it(`passes its cases, ${mode}`, async () => {
        await runCases(
          mode,
          tests.filter(({ options }) => !options),
        );
        // Options are one for the process: a process for each of these.
        for (const test of tests.filter(({ options }) => options)) await runCases(mode, [test]);
      });
    }
  });
}
