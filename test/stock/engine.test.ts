// The engine `wasmedge`: every plug-in of this project, with all cases of its plugin.json, through the
// loader in a stock WasmEdge. test/plugins/conformance.test.ts does the same with the engine `v8`.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RunMode } from '../../loader/index.js';
import { assembleGuests } from '../../scripts/matrix/guests.js';
import type { ApiVersion } from '../../scripts/project/api-version.js';
import { projectPath } from '../../scripts/project/paths.js';
import { listPlugins } from '../../scripts/project/plugins.js';
import { builtPlugin } from '../support/compile.js';
import { requireStock, type Stock, type StockVersion } from '../support/stock.js';
import type { EngineJob } from './engine.child.js';

const { sources } = await listPlugins(projectPath('plugins'));

/** 0.14.1 executes in other ways, but its C API does not choose among them. */
const RUNTIMES: { version: StockVersion; api: ApiVersion; modes: readonly RunMode[] }[] = [
  { version: '0.17.1', api: 5, modes: ['interpreter', 'jit', 'aot'] },
  { version: '0.14.1', api: 4, modes: ['interpreter'] },
];

const child = (name: string) => projectPath('lib/test/stock', `${name}.child.js`);

for (const { version, api, modes } of RUNTIMES) {
  describe(`the engine wasmedge with stock WasmEdge ${version}`, () => {
    let stock: Stock;
    let work: string;
    let plugins: EngineJob['plugins'];

    before(async function () {
      stock = await requireStock(this, version);
      work = await mkdtemp(join(tmpdir(), 'plugkit-engine-'));
      plugins = await Promise.all(
        sources.map(async (source) => {
          const { name, tests } = source.manifest;
          const guests = await assembleGuests(source, join(work, name));
          return { name, tests, guests, file: await builtPlugin(source, 'linux-x64', api) };
        }),
      );
    });
    after(() => rm(work, { recursive: true, force: true }));

    const run = async (name: string, job: EngineJob) => {
      const file = join(work, `${name}-${job.runMode}.json`);
      await writeFile(file, JSON.stringify(job));
      const ended = await stock.run(process.execPath, [child(name), file]);
      assert.equal(ended.status, 0, ended.stdout + ended.stderr);
      return ended.stdout;
    };
    const library = () => dirname(stock.library);

    for (const runMode of modes) {
      it(`passes every test case of every plugin.json (${runMode})`, async () => {
        const output = await run('engine', { library: library(), runMode, plugins });
        const cases = output
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as [string, string, string | null]);
        assert.equal(
          cases.length,
          sources.reduce((sum, { manifest }) => sum + manifest.tests.length, 0),
        );
        assert.deepEqual(
          cases.filter(([, , reason]) => reason !== null),
          [],
        );
      });
    }

    it('has the interface of the engine v8, or says ENGINE_UNSUPPORTED', async () => {
      const job: EngineJob = { library: library(), runMode: 'interpreter', plugins };
      assert.equal(await run('engine-interface', job), 'end\n');
    });
  });
}
