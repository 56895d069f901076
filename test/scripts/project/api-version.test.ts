// `plugkit build --api` and `plugkit test --api`: the plug-ins of this project for older versions of
// the plug-in API, from the same sources. The same builds in a stock 0.14.1: test/stock/plugins.test.ts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentTarget, type Target } from '../../../loader/target.js';
import { auditFile } from '../../../scripts/audit/audit.js';
import type { BuildResult } from '../../../scripts/compile/build.js';
import type { MatrixReport } from '../../../scripts/matrix/report.js';
import { projectPath } from '../../../scripts/project/paths.js';

const here = (currentTarget() as Target).id;

function plugkit(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [projectPath('lib/scripts/cli.js'), ...args, '--json'],
    { cwd: projectPath(), encoding: 'utf8', timeout: 600_000, maxBuffer: 1 << 26 },
  );
  return { data: JSON.parse(stdout || stderr), status };
}

describe('plugkit --api', function () {
  this.timeout(900_000);
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-api-'));
  });
  after(() => rmSync(root, { recursive: true }));

  /** Builds a plug-in of one source file. */
  function buildTiny(api: number, source: string): BuildResult {
    const folder = join(root, 'plugins', 'tiny');
    mkdirSync(folder, { recursive: true });
    const manifest = { name: 'tiny', version: '0.1.0', description: 'Tiny', language: 'c' };
    const test = { name: 'none', module: 'tiny', call: 'none', traps: true };
    const rest = { sources: ['tiny.c'], modules: ['tiny'], tests: [test] };
    writeFileSync(join(folder, 'plugin.json'), JSON.stringify({ ...manifest, ...rest }));
    writeFileSync(join(folder, 'tiny.c'), `#include <wasmedge/wasmedge.h>\n${source}`);
    const places = ['--plugins', join(root, 'plugins'), '--out', join(root, 'dist')];
    const { data } = plugkit('build', ...places, '--target', here, '--api', String(api));
    return data.results[0];
  }

  for (const api of [3, 4] as const) {
    it(`builds plug-ins for API version ${api}, which pass all their test cases here`, () => {
      const selectors = ['--target', here, '--path', 'file', '--api', String(api)];
      const { data, status } = plugkit('test', ...selectors);
      const { cells } = data as MatrixReport;
      const told = cells.map(({ plugin, state, reason }) => ({ plugin, state, reason }));
      assert.equal(status, 0, JSON.stringify(told));
      assert.ok(cells.length >= 4);
      for (const { plugin, state } of told) assert.equal(state, 'passed', plugin);
    });
  }

  it('puts the builds for older versions beside the others', () => {
    const current = buildTiny(5, 'void* use(void) { return WasmEdge_MemoryTypeGetLimit; }\n');
    const old = buildTiny(4, 'void* use(void) { return WasmEdge_MemoryTypeGetLimit; }\n');
    assert.equal(current.state, 'built', current.log);
    assert.equal(old.state, 'built', old.log);
    assert.ok(current.file.startsWith(join(root, 'dist', 'tiny', here)));
    assert.ok(old.file.startsWith(join(root, 'dist', 'tiny', 'api-4', here)));
  });

  it('gives sources the release and the API version that they are compiled for', () => {
    const source = (release: string, api: number) =>
      `_Static_assert(sizeof WASMEDGE_VERSION == sizeof "${release}", "release");
#if WasmEdge_Plugin_CurrentAPIVersion != ${api} || WASMEDGE_VERSION_MINOR != ${release.split('.')[1]}
#error version
#endif
`;
    for (const [api, release] of [
      [3, '0.14.0'],
      [4, '0.14.1'],
      [5, '0.17.1'],
    ] as const) {
      assert.equal(buildTiny(api, source(release, api)).state, 'built');
    }
  });

  it('names the function that an older version does not have', () => {
    const newer = buildTiny(4, 'void use(void) { WasmEdge_LimitCreate(1, false); }\n');
    assert.equal(newer.state, 'failed');
    assert.match(newer.log, /'WasmEdge_LimitCreate' is unavailable: needs plug-in API version 5/);
    const code = buildTiny(4, 'int code = WasmEdge_ErrCode_InvalidOffset;\n');
    assert.match(code.log, /use of undeclared identifier 'WasmEdge_ErrCode_InvalidOffset'/);
  });

  it('has the proposals and result codes of the release that it is for', () => {
    const source = (threads: number, code: number) => `
_Static_assert(WasmEdge_Proposal_Threads == ${threads}, "proposal");
_Static_assert(WasmEdge_ErrCode_TypeCheckFailed == ${code}, "code");
void use(WasmEdge_ConfigureContext* c) {
  WasmEdge_ConfigureAddProposal(c, WasmEdge_Proposal_Threads);
}
`;
    for (const api of [3, 4]) {
      const built = buildTiny(api, source(12, 0x201));
      assert.equal(built.state, 'built', built.log);
    }
    assert.equal(buildTiny(5, source(16, 0x202)).state, 'built');
  });

  it('tells what it cannot be used with', () => {
    const wrong = plugkit('build', '--api', '2');
    assert.equal(wrong.status, 2);
    assert.equal(wrong.data.error.code, 'USAGE');
    assert.match(wrong.data.error.message, /expected 3, 4, 5$/);
    const loader = plugkit('build', '--loader', '--api', '4');
    assert.equal(loader.status, 2);
    assert.match(loader.data.error.message, /it is for the current one$/);
  });

  it('is told to the audit by the directory', () => {
    const { data } = plugkit('build', 'exports', '--target', 'linux-*', '--api', '4');
    for (const { file, target } of (data as { results: BuildResult[] }).results) {
      const { data: audit, status } = plugkit('audit', file);
      assert.equal(status, 0, JSON.stringify(audit.reports[0].findings));
      const { verdict, info } = auditFile(file, { target });
      assert.equal(verdict, target.startsWith('linuxmusl') ? 'pass' : 'fail');
      const versions = info?.imports.filter(({ name }) => name.startsWith('WasmEdge_'));
      assert.ok(versions?.every(({ version }) => version === null));
    }
  });
});
