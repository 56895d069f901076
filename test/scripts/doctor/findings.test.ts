// What doctor finds, each by the situation that it is of: made up where a machine of a test cannot have it.
import assert from 'node:assert/strict';
import type { Finding } from '../../../scripts/doctor/finding.js';
import { findAll } from '../../../scripts/doctor/findings.js';
import type { Situation } from '../../../scripts/doctor/situation.js';
import type { ExplainedPath } from '../../../scripts/explain/paths.js';

const path = (changes: Partial<ExplainedPath>): ExplainedPath => ({
  path: '/home/user/.wasmedge/plugin',
  rule: 'home',
  state: 'directory',
  outcomes: [],
  candidates: ['/home/user/.wasmedge/plugin/libx.so'],
  skipped: [],
  ...changes,
});

function find(changes: Partial<Omit<Situation, 'explanation'>>, paths = [path({})]): Finding[] {
  const variables = { WASMEDGE_PLUGIN_PATH: null, WASMEDGE_DIR: null };
  return findAll({
    env: {},
    explanation: { variables, paths, notSearched: [], plugins: [], loaderError: null },
    elsewhere: [],
    stock: undefined,
    onPath: undefined,
    libraryDirectories: [],
    mounts: '',
    isQuarantined: () => false,
    ...changes,
  });
}

const summary = (findings: readonly Finding[]) =>
  findings.map(({ code, severity, subject }) => [code, severity, subject]);

describe('scripts/doctor', () => {
  it('finds nothing where all is well', () => {
    assert.deepEqual(find({ mounts: 'disk / ext4 rw,relatime 0 0\nhome /home ext4 rw 0 0\n' }), []);
  });

  it('finds directories whose file system runs no code', () => {
    const mounts = [
      'disk / ext4 rw 0 0',
      'home /home ext4 rw,nosuid,noexec 0 0',
      'my\\040disk /home/other ext4 rw 0 0',
    ];
    const found = find({ mounts: mounts.join('\n') });
    assert.deepEqual(summary(found), [['MOUNT_NOEXEC', 'error', '/home/user/.wasmedge/plugin']]);
    assert.match(found[0]?.fix as string, /remount,exec \/home$/);
    // A later mount on the same place, or one that is nearer, is what counts.
    assert.deepEqual(find({ mounts: [...mounts, 'home /home ext4 rw 0 0'].join('\n') }), []);
    assert.deepEqual(find({ mounts: [...mounts, 'x /home/user tmpfs rw 0 0'].join('\n') }), []);
    const spaced = [path({ path: '/my disk/plugin' })];
    const inSpaced = find({ mounts: 'x /my\\040disk ext4 noexec 0 0' }, spaced);
    assert.deepEqual(summary(inSpaced), [['MOUNT_NOEXEC', 'error', '/my disk/plugin']]);
  });

  it('finds directories and files that may not be read', () => {
    const closed = path({
      state: 'unreadable',
      candidates: [],
      skipped: [{ path: '/opt/x', reason: "EACCES: permission denied, scandir '/opt/x'" }],
    });
    const found = find({}, [closed]);
    assert.deepEqual(summary(found), [['DIRECTORY_UNREADABLE', 'error', '/opt/x']]);
    assert.match(found[0]?.fix as string, /chmod a\+rX/);
  });

  it('finds what macOS has put into quarantine', () => {
    const found = find({ isQuarantined: (file) => file.endsWith('libx.so') });
    assert.deepEqual(summary(found), [
      ['QUARANTINED', 'warning', '/home/user/.wasmedge/plugin/libx.so'],
    ]);
    assert.match(found[0]?.fix as string, /^If you trust it: xattr -d com\.apple\.quarantine /);
  });

  it('finds plug-ins in directories that are not searched', () => {
    const place = {
      path: '/usr/lib/wasmedge',
      reason: 'the host library is /x',
      state: 'directory',
    } as const;
    const elsewhere = [
      { ...place, candidates: ['/usr/lib/wasmedge/liby.so'], skipped: [] },
      { ...place, path: '/usr/local/lib/wasmedge', candidates: [], skipped: [] },
    ];
    const found = find({ elsewhere });
    assert.deepEqual(summary(found), [['NOT_SEARCHED', 'warning', '/usr/lib/wasmedge']]);
    assert.match(found[0]?.message as string, /is not searched: the host library is \/x/);
    assert.match(found[0]?.fix as string, /Move the plug-ins to \/home\/user\/\.wasmedge\/plugin/);
  });

  it('finds a runtime that looks elsewhere', () => {
    const stock = { library: '/usr/lib/libwasmedge.so.0', paths: ['/usr/lib/wasmedge'] };
    const found = find({ stock });
    assert.deepEqual(summary(found), [
      ['RUNTIME_LOOKS_ELSEWHERE', 'warning', '/home/user/.wasmedge/plugin'],
    ]);
    assert.match(
      found[0]?.message as string,
      /\/usr\/lib\/libwasmedge\.so\.0 looks in \/usr\/lib\/wasmedge/,
    );
    const agrees = { ...stock, paths: ['/home/user/.wasmedge/plugin'] };
    assert.deepEqual(find({ stock: agrees }), []);
  });

  it('finds a foreign libwasmedge on the library path', () => {
    const onPath = { file: '/opt/old/lib/libwasmedge.so.0', variable: 'LD_LIBRARY_PATH' };
    const found = find({ onPath });
    assert.deepEqual(summary(found), [
      ['FOREIGN_LIBRARY', 'warning', '/opt/old/lib/libwasmedge.so.0'],
    ]);
    assert.match(found[0]?.fix as string, /LD_LIBRARY_PATH/);
    assert.deepEqual(find({ env: { WASMEDGE_DIR: '/opt/old' }, onPath }), []);
    const other = find({ env: { WASMEDGE_DIR: '/opt/new' }, onPath });
    assert.match(other[0]?.message as string, /WASMEDGE_DIR is \/opt\/new/);
  });

  it('has errors before warnings', () => {
    const refused = {
      path: '/home/user/.wasmedge/plugin/libx.so',
      state: 'refused' as const,
      code: 'WRONG_ARCHITECTURE' as const,
      reason: 'it is built for arm64',
      warnings: [],
    };
    const found = find({ isQuarantined: () => true }, [path({ outcomes: [refused] })]);
    assert.deepEqual(
      found.map(({ code }) => code),
      ['PLUGIN_REFUSED', 'QUARANTINED'],
    );
  });
});
