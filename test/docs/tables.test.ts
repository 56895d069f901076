// Tables of the documents hold what the code holds, row by row.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { TARGET_IDS, TARGETS } from '../../loader/target.js';
import { LIMITS } from '../../scripts/audit/limits.js';
import { CHECK_IDS, findPolicy } from '../../scripts/audit/policy.js';
import { CAUSES } from '../../scripts/compile/causes.js';
import { PATH_MODES, STATES } from '../../scripts/matrix/report.js';
import { API_VERSIONS } from '../../scripts/project/api-version.js';
import { projectPath } from '../../scripts/project/paths.js';
import { REPORT_FLAG } from '../../scripts/report/write.js';
import { findRunner } from '../../scripts/runners/runners.js';
import { codeIn, documentAt, documents, tableOf } from '../support/documents.js';

/** The code spans in the first cells of a table. */
const named = (path: string, firstHeader: string): string[] =>
  tableOf(documentAt(path), firstHeader).flatMap(([first]) => codeIn(first));

const sorted = (names: Iterable<string>): string[] => [...names].sort();

const COMMANDS = readdirSync(projectPath('scripts', 'commands')).map((file) =>
  basename(file, '.ts'),
);

describe('tables of the documents', () => {
  it('have the commands', () => {
    const words = (name: string) => name.replace(/^plugkit /, '').split(' ')[0] as string;
    assert.deepEqual(sorted(new Set(named('docs/cli.md', 'command').map(words))), sorted(COMMANDS));
    assert.deepEqual(
      sorted(new Set(named('packages/plugkit/README.md', 'command').map(words))),
      sorted(COMMANDS),
    );
    const readme = named('README.md', 'command').map(words);
    assert.deepEqual(
      readme.filter((name) => !COMMANDS.includes(name)),
      [],
    );
  });

  it('have the states of a cell', () => {
    assert.deepEqual(named('docs/matrix.md', 'state'), [...STATES]);
  });

  it('have the path modes', () => {
    assert.deepEqual(named('docs/matrix.md', 'mode'), [...PATH_MODES]);
  });

  it('have the runner of each target on each machine, and no other', () => {
    const rows = tableOf(documentAt('docs/matrix.md'), 'target').flatMap(
      ([targets, hosts, runner]) =>
        codeIn(targets).map((target) => `${target} on ${codeIn(hosts)}: ${codeIn(runner)}`),
    );
    // What a machine with musl lacks is said by each runner's obstacle.
    const hosts = TARGETS.filter(({ id }) => !id.startsWith('linuxmusl'));
    const found = hosts.flatMap((host) =>
      TARGETS.filter((target) => target !== host).flatMap((target) => {
        const runner = findRunner(target, host);
        return runner ? [`${target.id} on ${host.id}: ${runner.name}`] : [];
      }),
    );
    assert.deepEqual(sorted(rows), sorted(found));
  });

  it('have the checks of the audit, with their levels', () => {
    const rows = tableOf(documentAt('docs/audit.md'), 'check');
    const { levels } = findPolicy('portable');
    // The last two are not a matter of policy.
    assert.deepEqual(
      rows.map(([check]) => codeIn(check)[0]),
      [...CHECK_IDS, 'readable', 'link'],
    );
    for (const [index, id] of CHECK_IDS.entries()) {
      assert.equal(rows[index]?.at(-1)?.split(' ')[0], levels[id], id);
    }
  });

  it('have the limits of the audit', () => {
    const rows = tableOf(documentAt('docs/audit.md'), 'limit');
    assert.deepEqual(
      Object.fromEntries(rows.map(([name, value]) => [codeIn(name)[0], Number(value)])),
      { ...LIMITS },
    );
  });

  it('have the causes of differences between two builds', () => {
    const known = [...Object.keys(CAUSES), 'unknown'];
    const rows = named('docs/reproducible.md', 'cause (`--json`)');
    assert.deepEqual(sorted(new Set(rows)), sorted(new Set(known)));
  });

  it('have the extensions of reports', () => {
    assert.deepEqual(
      sorted(named('docs/reports.md', 'extension')),
      sorted(REPORT_FLAG.description.match(/\.[a-z]+/g) ?? []),
    );
  });

  it('have the versions of the plug-in API', () => {
    const rows = tableOf(documentAt('docs/cli.md'), '`--api`').map(([version = '']) =>
      Number(version.split(',')[0]),
    );
    assert.deepEqual(rows.sort(), [...API_VERSIONS]);
  });

  it('have the public headers', () => {
    const headers = readdirSync(projectPath('include', 'wasmedge')).filter(
      (name) => name !== 'CMakeLists.txt',
    );
    assert.deepEqual(sorted(named('docs/headers.md', 'header')), sorted(headers));
  });

  it('have an exit status for done, failed, not understood, not done, and each signal', () => {
    const statuses = tableOf(documentAt('docs/cli.md'), 'status').flatMap(([cell = '']) =>
      cell.split(', ').map(Number),
    );
    const signals = (['SIGHUP', 'SIGINT', 'SIGTERM'] as const).map(
      (signal) => 128 + constants.signals[signal],
    );
    assert.deepEqual(statuses, [0, 1, 2, 3, ...signals]);
  });

  it('give the dependencies of both packages', () => {
    for (const [name = '', , dependencies] of tableOf(
      documentAt('docs/architecture.md'),
      'package',
    )) {
      const [folder = ''] = codeIn(name);
      const path = projectPath('packages', folder, 'package.json');
      const manifest = JSON.parse(readFileSync(path, 'utf8'));
      const hasNone = Object.keys(manifest.dependencies ?? {}).length === 0;
      assert.equal(dependencies === 'nothing', hasNone, folder);
    }
  });

  it('have a line for each folder of scripts/ and loader/', () => {
    const rows = named('docs/architecture.md', 'folder');
    for (const parent of ['scripts', 'loader', 'loader/native', 'loader/native/host']) {
      for (const entry of readdirSync(projectPath(parent), { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        const { name } = entry;
        assert.ok(
          rows.some((row) => `/${row}`.includes(`/${name}/`)),
          name,
        );
      }
    }
  });
});

describe('targets in the documents', () => {
  it('exist', () => {
    for (const { path, text } of documents) {
      const ids = text.match(/\b(?:linux|linuxmusl|darwin|win32)-(?:x64|arm64)\b/g) ?? [];
      for (const id of ids) assert.ok((TARGET_IDS as readonly string[]).includes(id), path + id);
    }
  });

  for (const path of ['README.md', 'docs/cli.md', 'docs/first-plugin.md']) {
    it(`are all in ${path}`, () => {
      const { spans } = documentAt(path);
      assert.deepEqual(
        TARGET_IDS.filter((id) => !spans.includes(id)),
        [],
      );
    });
  }
});
