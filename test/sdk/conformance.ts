// What the plug-ins get-string and arith of an SDK must do: the same as those in C, with the same test cases. Used by the
// tests of each SDK.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentTarget, type Target } from '../../loader/target.js';
import type { MatrixReport } from '../../scripts/matrix/report.js';
import { type Manifest, readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { stockWasmEdge } from '../support/stock.js';

const { id: here } = currentTarget() as Target;

/** Runs plugkit in the checkout. */
export const plugkit = (...args: string[]) =>
  spawnSync(process.execPath, [projectPath('lib/scripts/cli.js'), ...args], {
    cwd: projectPath(),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });

/** Declares the tests; the plug-ins are `get-string-<suffix>` and `arith-<suffix>` in the folder. */
export function conformsToC(plugins: string, suffix: string): void {
  it('has the test cases of the plug-ins in C', async () => {
    const cases = ({ tests }: Manifest) =>
      tests.map(({ module: _, ...test }) => JSON.stringify(test));
    for (const name of ['get-string', 'arith']) {
      const { manifest } = await readManifest(projectPath('plugins', name));
      const own = await readManifest(join(plugins, `${name}-${suffix}`));
      assert.deepEqual(cases(own.manifest), cases(manifest));
    }
  });

  for (const [api, version] of [
    ['5', '0.17.1'],
    ['4', '0.14.1'],
  ] as const) {
    it(`passes them, built for API ${api}, in Node and in stock WasmEdge ${version}`, async () => {
      const stock = await stockWasmEdge(version);
      const { status, stdout, stderr } = plugkit(
        ...['test', '--plugins', plugins, '--target', here, '--path', 'file'],
        ...['--engine', 'skip' in stock ? 'v8' : 'v8,wasmedge*', '--api', api, '--json'],
      );
      assert.equal(status, 0, stderr + stdout.slice(0, 2000));
      const { cells } = JSON.parse(stdout) as MatrixReport;
      // Version 0.14.1 cannot be told to compile.
      const expected = 'skip' in stock ? 2 : api === '5' ? 8 : 4;
      assert.equal(cells.filter(({ state }) => state === 'passed').length, expected);
    });
  }
}

/** Declares that a document shows a source as it stands, in at most 30 lines. */
export function isShownIn(document: string, source: string, language: string): void {
  it(`is shown in ${document} as the plug-in stands, in 30 lines`, () => {
    const text = readFileSync(source, 'utf8').replaceAll('\r\n', '\n');
    const page = readFileSync(projectPath(document), 'utf8').replaceAll('\r\n', '\n');
    assert.ok(page.includes(`\`\`\`${language}\n${text}\`\`\`\n`));
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    assert.ok(lines.length <= 30, `${lines.length} lines`);
  });
}
