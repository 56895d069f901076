// auditFile(), policies and the audit command, on compiled plug-ins, directories and archives.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'tar';
import { TARGET_IDS } from '../../../loader/target.js';
import { auditFile, worst } from '../../../scripts/audit/audit.js';
import { CHECK_IDS, findPolicy, POLICIES, readPolicyFile } from '../../../scripts/audit/policy.js';
import * as audit from '../../../scripts/commands/audit.js';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { patchedCopy, pluginFixture, scratchPath } from './fixtures.js';
import { zipOf } from './inputs/make.js';

const environment = readEnvironment({}, { quiet: true });

function runAudit(operands: string[], flags: Partial<Parameters<typeof audit.run>[0]> = {}) {
  return audit.run({ operands, environment, policy: 'portable', ...flags });
}

/** Writes the files to a directory of their own and returns it. */
function directoryOf(name: string, files: Record<string, string | Buffer>): string {
  const root = scratchPath(name);
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), contents);
  }
  return root;
}

describe('auditFile()', () => {
  for (const id of TARGET_IDS) {
    it(`gives its verdict on a plug-in for ${id}`, async () => {
      const report = auditFile(await pluginFixture(id), { target: id });
      const failed = report.findings.filter(({ level }) => level === 'fail');
      const isGlibc = id.startsWith('linux-');
      assert.equal(report.target, id);
      assert.equal(report.kind, 'plugin');
      assert.deepEqual(
        failed.map(({ check }) => check),
        isGlibc ? ['limit-functions'] : [],
        JSON.stringify(failed),
      );
      assert.equal(report.verdict, isGlibc ? 'fail' : 'pass');
    });
  }

  it('fails a file for another target than the expected one', async () => {
    const path = await pluginFixture('win32-x64');
    const { findings, target } = auditFile(path, { target: 'linux-arm64' });
    assert.equal(target, 'linux-arm64');
    assert.equal(findings[0]?.level, 'fail');
    assert.match(findings[0]?.message ?? '', /win32 on x64 .* expected linux-arm64/);
  });

  it('throws for what is no library', () => {
    const path = join(directoryOf('text', { 'x.so': 'text' }), 'x.so');
    assert.throws(() => auditFile(path), { code: 'NOT_A_LIBRARY' });
    assert.throws(() => auditFile(scratchPath('none.so')), { code: 'FILE_UNREADABLE' });
  });

  it('judges by the policy it is given', async () => {
    const path = await pluginFixture('linuxmusl-x64', ['-g']);
    const level = (policy: string) =>
      auditFile(path, { policy }).findings.find(({ check }) => check === 'debug-info')?.level;
    assert.deepEqual(['portable', 'strict', 'none'].map(level), ['warn', 'fail', undefined]);
    assert.equal(auditFile(path, { policy: 'none' }).verdict, 'pass');
    assert.throws(() => auditFile(path, { policy: 'lax' }), { code: 'USAGE', message: /"lax"/ });
  });
});

describe('worst()', () => {
  it('is the worst level, and pass for none', () => {
    assert.equal(worst([{ level: 'pass' }, { level: 'fail' }, { level: 'warn' }]), 'fail');
    assert.equal(worst([{ level: 'warn' }, { level: 'pass' }]), 'warn');
    assert.equal(worst([]), 'pass');
  });
});

describe('readPolicyFile()', () => {
  const write = (text: string) =>
    join(directoryOf('policy', { 'policy.json': text }), 'policy.json');

  it('changes what the file names and keeps the rest', () => {
    const file = write('{"levels": {"relro": "off"}, "thresholds": {"glibc": "2.31"}}');
    const policy = readPolicyFile(file, findPolicy('strict'));
    assert.deepEqual(policy.levels, { ...POLICIES.strict.levels, relro: 'off' });
    assert.deepEqual(policy.thresholds, { ...POLICIES.strict.thresholds, glibc: '2.31' });
  });

  it('accepts every check', () => {
    const levels = Object.fromEntries(CHECK_IDS.map((id) => [id, 'warn']));
    assert.deepEqual(
      readPolicyFile(write(JSON.stringify({ levels })), POLICIES.none).levels,
      levels,
    );
  });

  for (const [text, message] of [
    ['{"levels": {"relr": "off"}}', /: "levels" has "relr", expected target, kind, [^;]*$/],
    ['{"levels": {"relro": "info"}}', /"levels.relro" is "info", expected fail, warn, off$/],
    ['{"levels": "strict"}', /"levels" is "strict", expected an object$/],
    ['{"thresholds": {"glibc": 2.31}}', /"thresholds.glibc" is 2.31, expected a text in quotes$/],
    ['{"thresholds": {"glibc": "new"}}', /is "new", expected a version such as "2.28"$/],
    ['{"thresholds": {"size": 1}}', /"thresholds" has "size", expected glibc, .*pluginSize/],
    ['{"thresholds": {"pluginSize": -1}}', /"thresholds.pluginSize" is -1, which must be >= 0$/],
    ['{"thresholds": {"buildPaths": "/x"}}', /is "\/x", expected a list$/],
    ['{"limits": {"bytes": 1}}', /"limits" has "bytes", expected members, fileBytes/],
    ['{"limits": {"ratio": 1.5}}', /"limits.ratio" is 1.5, expected a whole number$/],
    ['{"threshold": {}}', /the file has "threshold", expected levels, thresholds, limits$/],
    ['[]', /the file is \[\], expected an object/],
    ['{"levels": {"__proto__": "off"}}', /"levels" has "__proto__"/],
    ['{', /expected JSON/],
  ] as const) {
    it(`refuses ${text}`, () => {
      assert.throws(() => readPolicyFile(write(text), POLICIES.none), { code: 'USAGE', message });
    });
  }

  it('reads the example of the documentation, which has every key', () => {
    const text = readFileSync(projectPath('docs', 'audit.md'), 'utf8');
    const example = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const policy = readPolicyFile(write(`\ufeff${example}`), POLICIES.portable);
    assert.equal(policy.thresholds.glibc, '2.31');
    const parsed = JSON.parse(example);
    assert.deepEqual(Object.keys(parsed.levels), [...CHECK_IDS]);
    assert.deepEqual(Object.keys(parsed.thresholds), Object.keys(POLICIES.portable.thresholds));
    assert.deepEqual(parsed.limits, POLICIES.portable.limits);
  });

  it('names a file that it cannot read', () => {
    const read = () => readPolicyFile(scratchPath('none.json'), POLICIES.none);
    assert.throws(read, { code: 'FILE_UNREADABLE' });
  });
});

describe('plugkit audit', () => {
  let musl: Buffer;
  let windows: Buffer;

  before(async () => {
    musl = readFileSync(await pluginFixture('linuxmusl-x64'));
    windows = readFileSync(await pluginFixture('win32-arm64'));
  });

  it('audits the libraries of a directory, by the targets that it announces', async () => {
    const directory = directoryOf('dist', {
      'a/linuxmusl-x64/liba.so': musl,
      'a/darwin-x64/liba.so': musl,
      'a/win32-arm64/a.dll': windows,
      'a/win32-arm64/._a.dll': 'not a library',
      'a/readme.txt': 'text',
    });
    const { reports, summary } = await runAudit([directory]);
    const verdicts = reports.map(({ file, target, verdict }) => [
      file.slice(directory.length + 1).replaceAll('\\', '/'),
      target,
      verdict,
    ]);
    assert.deepEqual(verdicts, [
      ['a/darwin-x64/liba.so', 'darwin-x64', 'fail'],
      ['a/linuxmusl-x64/liba.so', 'linuxmusl-x64', 'pass'],
      ['a/win32-arm64/a.dll', 'win32-arm64', 'pass'],
    ]);
    assert.deepEqual(summary, { pass: 2, warn: 0, fail: 1 });
    assert.equal(audit.failed({ policy: '', reports, summary }), true);
  });

  it('tells musl prebuilds from those for glibc', async () => {
    const directory = directoryOf('prebuilds', {
      'linux-x64/name.musl.node': musl,
      'linux-x64/musl/libx.so': musl,
      'linux-x64/name.glibc.node': musl,
    });
    const { reports } = await runAudit([directory]);
    const targets = reports.map(({ target }) => target);
    assert.deepEqual(targets, ['linuxmusl-x64', 'linux-x64', 'linuxmusl-x64']);
  });

  it('reads archives without unpacking them', async () => {
    const directory = directoryOf('packed', {
      'plugin/liba.so': musl,
      'plugin/a.dll': windows,
      'plugin/readme.txt': 'text',
    });
    const files = ['plugin/liba.so', 'plugin/a.dll', 'plugin/readme.txt'];
    const archives = ['x.tar.gz', 'x.tgz', 'x.tar', 'x.zip'].map((name) => join(directory, name));
    for (const file of archives.slice(0, 3)) {
      await create({ file, gzip: !file.endsWith('.tar'), cwd: directory, portable: true }, files);
    }
    const members = files.map((path) => ({ path, bytes: readFileSync(join(directory, path)) }));
    writeFileSync(archives[3] as string, zipOf(members));
    for (const archive of archives) {
      const { reports, summary } = await runAudit([archive]);
      const names = reports.map(({ file }) => file);
      assert.deepEqual(names.toSorted(), [`${archive}:plugin/a.dll`, `${archive}:plugin/liba.so`]);
      assert.equal(summary.pass, 2, archive);
    }
  });

  it('names a damaged archive, and one or a directory without libraries', async () => {
    const directory = directoryOf('damaged', {
      'x.tgz': 'text',
      'x.zip': 'text',
      'empty/x.txt': '',
    });
    for (const name of ['x.tgz', 'x.zip']) {
      await assert.rejects(runAudit([join(directory, name)]), { code: 'FILE_UNREADABLE' }, name);
    }
    for (const name of ['missing.zip', 'missing.tar', 'missing.so', 'x.zip/below']) {
      await assert.rejects(runAudit([join(directory, name)]), { code: 'FILE_NOT_FOUND' }, name);
    }
    await assert.rejects(runAudit([join(directory, 'empty')]), { code: 'NO_LIBRARY_FOUND' });
  });

  it('reports what it cannot read as a failure, and goes on', async () => {
    const directory = directoryOf('mixed', { 'bad.so': 'text', 'good.so': musl });
    const { reports } = await runAudit([join(directory, 'bad.so'), join(directory, 'good.so')]);
    assert.deepEqual(
      reports.map(({ verdict }) => verdict),
      ['fail', 'pass'],
    );
    const [finding] = reports[0]?.findings ?? [];
    assert.equal(finding?.check, 'readable');
    assert.match(finding?.message ?? '', /it is text/);
  });

  it('holds all files against the target that it is given', async () => {
    const file = join(directoryOf('given', { 'x.so': musl }), 'x.so');
    const { summary } = await runAudit([file], { target: 'linuxmusl-arm64' });
    assert.equal(summary.fail, 1);
  });

  it('takes thresholds from a policy file', async () => {
    const directory = directoryOf('small', {
      'x.so': musl,
      'p.json': '{"thresholds":{"pluginSize":9}}',
    });
    const policyFile = join(directory, 'p.json');
    const { reports } = await runAudit([directory], { policyFile });
    assert.equal(reports[0]?.verdict, 'warn');
  });

  it('shows a table, problems with their fixes, and of one file all that was found', async () => {
    const file = await pluginFixture('linux-x64');
    const one = audit.render(await runAudit([file]));
    assert.match(one, /VERDICT +TARGET/);
    assert.match(one, /fail limit-functions: it imports WasmEdge_MemoryTypeCreate/);
    assert.match(one, /Link with plugkit build/);
    assert.match(one, /pass glibc: it needs GLIBC_2\.2\.5 because of malloc/);
    assert.match(one, /0 passed, 0 with warnings, 1 failed \(policy portable\)/);
    const copy = patchedCopy(file, 'so', () => {});
    copyFileSync(file, copy);
    assert.doesNotMatch(audit.render(await runAudit([file, copy])), /pass glibc/);
  });

  it('refuses flags that it does not know', () => {
    const parse = (name: string) => audit.flags.find(({ flags }) => flags.includes(name))?.parse;
    assert.throws(() => parse('--target')?.('linux'), { code: 'TARGET_UNKNOWN' });
    assert.throws(() => parse('--kind')?.('library'), { code: 'USAGE' });
    assert.equal(parse('--kind')?.('addon'), 'addon');
  });
});
