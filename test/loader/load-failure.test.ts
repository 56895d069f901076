// What is said when the addon is there and does not load: the cause and a remedy of its own, each provoked.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadFailure } from '../../loader/bridge/load-failure.js';
import { prebuildFiles } from '../../scripts/compile/prebuilds.js';
import { projectPath } from '../../scripts/project/paths.js';
import { skip } from '../support/skip.js';
import { getStringPlugin, here, LOADED, type Outcome, StagedPackage } from './staged.js';

const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';
const AGAIN = /^Install wasmedge-plugin-kit again/;

/** Checks code and hint, and that the message is about the addon and ends so. */
function assertFailed(
  staged: StagedPackage,
  { code, message = '', hint = '' }: Outcome,
  reason: string | RegExp,
  remedy: RegExp,
): void {
  assert.equal(code, 'ADDON_FAILED', message);
  const start = `Cannot load the addon ${staged.addon}: `;
  assert.equal(message.slice(0, start.length), start);
  const rest = message.slice(start.length);
  if (typeof reason === 'string') assert.equal(rest, reason);
  else assert.match(rest, reason);
  assert.match(hint, remedy);
}

/** Bytes with another processor in an ELF header. */
function forProcessor(bytes: Buffer, machine: number): Buffer {
  bytes.writeUInt16LE(machine, 18);
  return bytes;
}

/** As the System V ABI has it. */
function elfHash(name: string): number {
  let hash = 0;
  for (const byte of Buffer.from(name)) {
    hash = (hash << 4) + byte;
    const high = hash & 0xf0000000;
    hash = (hash ^ (high >>> 24)) & ~high;
  }
  return hash >>> 0;
}

/** Bytes that ask for another version of glibc. */
function needingGlibc(bytes: Buffer, from: string, to: string): Buffer {
  const at = bytes.indexOf(`\0${from}\0`, 0, 'latin1');
  assert.ok(at > 0, `it does not need ${from}`);
  bytes.write(to, at + 1, 'latin1');
  const hash = Buffer.alloc(4);
  hash.writeUInt32LE(elfHash(from));
  bytes.writeUInt32LE(elfHash(to), bytes.indexOf(hash));
  return bytes;
}

/** Bytes of an ELF file that takes a quarter of all addresses. */
function takingMemory(bytes: Buffer): Buffer {
  const [start, size, count] = [64, bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  const loaded = Array.from({ length: count }, (_, index) => start + index * size).filter(
    (at) => bytes.readUInt32LE(at) === 1,
  );
  bytes.writeBigUInt64LE(2n ** 46n, (loaded.at(-1) as number) + 40);
  return bytes;
}

describe('an addon that does not load', () => {
  let plugin: string;

  before(async () => {
    plugin = await getStringPlugin();
  });

  it('names the permission model', async () => {
    const staged = new StagedPackage();
    const outcome = await staged.run([], { flags: [PERMISSION, '--allow-fs-read=*'] });
    assertFailed(staged, outcome, 'the permission model allows no addons', /--allow-addons/);
    const flags = [PERMISSION, '--allow-fs-read=*', '--allow-addons'];
    assert.deepEqual(await staged.run([plugin], { flags }), LOADED);
  });

  it('names the permission model when that hides its files', async () => {
    const staged = new StagedPackage();
    const code = join(dirname(staged.prebuilds), 'lib');
    const readable = [
      staged.program,
      join(code, '*'),
      join(dirname(staged.prebuilds), 'package.json'),
    ];
    const {
      code: found,
      message = '',
      hint,
    } = await staged.run([], {
      flags: [PERMISSION, '--allow-addons', ...readable.map((path) => `--allow-fs-read=${path}`)],
    });
    assert.equal(found, 'ADDON_NOT_FOUND');
    assert.match(message, /the permission model does not let this process read .*\.node/);
    assert.match(hint ?? '', /--allow-fs-read/);
  });

  it('names --no-addons', async () => {
    const staged = new StagedPackage();
    const outcome = await staged.run([], { flags: ['--no-addons'] });
    assertFailed(staged, outcome, 'addons are disabled', /without --no-addons/);
  });

  it('names a mount that forbids execution', async function () {
    if (process.platform !== 'linux') skip(this, 'mounts as Linux does it');
    const staged = new StagedPackage();
    const moved = join(staged.directory, 'moved');
    const modules = join(staged.directory, 'node_modules');
    renameSync(modules, moved);
    const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
    const inMount = (command: string): readonly [string, ...string[]] => [
      'unshare',
      ...user,
      '--mount',
      'sh',
      '-c',
      `mkdir -p "${modules}" && mount -t tmpfs -o noexec tmpfs "${modules}" && ${command}`,
    ];
    const [file, ...args] = inMount('true');
    try {
      execFileSync(file, args, { stdio: 'pipe' });
    } catch (error) {
      skip(this, `needs a private mount: ${(error as Error).message}`);
    }
    const command = inMount(
      `cp -R "${moved}/." "${modules}" && exec "${process.execPath}" "${staged.program}"`,
    );
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      execFile(command[0], command.slice(1), (error, stdout) =>
        error ? reject(error) : resolve(JSON.parse(stdout)),
      );
    });
    const reason = `${modules} is mounted with noexec, so no library in it can be loaded`;
    assertFailed(staged, outcome, reason, /without noexec/);
  });

  it('names the host library when that is missing', async () => {
    const staged = new StagedPackage();
    rmSync(staged.hostLibrary);
    const reason = `it needs ${staged.hostLibrary}, and it is not there`;
    assertFailed(staged, await staged.run(), reason, AGAIN);
  });

  it('names the host library when that is cut off', async () => {
    const staged = new StagedPackage();
    const { length } = readFileSync(staged.hostLibrary);
    truncateSync(staged.hostLibrary, 5000);
    const reason = `it needs ${staged.hostLibrary}, and it is cut off after 5000 of ${length} bytes`;
    assertFailed(staged, await staged.run(), reason, AGAIN);
  });

  it('says that it is empty', async () => {
    const staged = new StagedPackage();
    truncateSync(staged.addon, 0);
    assertFailed(staged, await staged.run(), 'it is empty', /virus scanners/);
  });

  for (const size of [20, 700, 5000]) {
    it(`says that it is cut off after ${size} bytes`, async () => {
      const staged = new StagedPackage();
      const whole = size < 700 ? '' : ` of ${readFileSync(staged.addon).length}`;
      truncateSync(staged.addon, size);
      const reason = `it is cut off after ${size}${whole} bytes`;
      assertFailed(staged, await staged.run(), reason, AGAIN);
    });
  }

  it('says that it is a pointer of Git LFS', async () => {
    const staged = new StagedPackage();
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 59800\n`;
    writeFileSync(staged.addon, pointer);
    const reason = 'it is a pointer of Git LFS, not the file';
    assertFailed(staged, await staged.run(), reason, /git lfs pull/);
  });

  it('says that it is no library', async () => {
    const staged = new StagedPackage();
    writeFileSync(staged.addon, '<html>');
    assertFailed(staged, await staged.run(), /^it begins with 3c68746d, expected a/, AGAIN);
  });

  it('says that the user may not read it', async function () {
    if (process.platform === 'win32') skip(this, 'changes rights as POSIX does it');
    const staged = new StagedPackage();
    chmodSync(staged.directory, 0o755);
    chmodSync(staged.addon, 0);
    const become = 'process.setgid(65534); process.setuid(65534)';
    const flags = process.getuid?.() === 0 ? ['--import', `data:text/javascript,${become}`] : [];
    const outcome = await staged.run([], { flags });
    assertFailed(staged, outcome, 'this user may not read it', /right to read/);
  });

  it('says that it is for another processor', async function () {
    if (process.platform !== 'linux') skip(this, 'changes the header of an ELF file');
    const staged = new StagedPackage();
    const [other, machine] = here.arch === 'x64' ? ['arm64', 183] : ['x64', 62];
    writeFileSync(staged.addon, forProcessor(readFileSync(staged.addon), machine as number));
    const reason = `it is for ${other}, and this Node is for ${here.arch}`;
    assertFailed(staged, await staged.run(), reason, /on this system, or build it here/);
  });

  it('says that it is for the other C library', async function () {
    if (here.libc !== 'glibc') skip(this, 'needs glibc');
    const staged = new StagedPackage();
    const bytes = readFileSync(staged.addon);
    bytes.write('libc.so\0\0', bytes.indexOf('\0libc.so.6\0') + 1, 'latin1');
    writeFileSync(staged.addon, bytes);
    const reason = 'it is for musl, and this Node runs on glibc';
    assertFailed(staged, await staged.run(), reason, /on this system, or build it here/);
  });

  it('says that the C library is too old', async function () {
    if (here.libc !== 'glibc') skip(this, 'needs glibc');
    const staged = new StagedPackage();
    const [from, to] =
      here.arch === 'x64' ? ['GLIBC_2.2.5', 'GLIBC_9.9.9'] : ['GLIBC_2.17', 'GLIBC_9.99'];
    const bytes = readFileSync(staged.addon);
    writeFileSync(staged.addon, needingGlibc(bytes, from as string, to as string));
    const reason = `this system's C library is too old: it lacks ${to}`;
    assertFailed(staged, await staged.run(), reason, /glibc 2\.28/);
  });

  it('built from source for another system is to be built again or deleted', async () => {
    const staged = new StagedPackage();
    const built = join(dirname(staged.prebuilds), 'build', 'Release', 'loader.node');
    staged.write(built, '');
    const { code, message, hint } = await staged.run();
    assert.equal(code, 'ADDON_FAILED');
    assert.equal(message, `Cannot load the addon ${built}: it is empty`);
    const remedy = `Build it again with \`npx plugkit build-loader\`, or delete ${dirname(built)}`;
    assert.equal(hint, remedy);
  });

  it('in a process without address space says so', async function () {
    if (process.platform !== 'linux') skip(this, 'changes the header of an ELF file');
    const staged = new StagedPackage();
    writeFileSync(staged.addon, takingMemory(readFileSync(staged.addon)));
    const outcome = await staged.run();
    const reason = 'the process may not take more memory or address space';
    assertFailed(staged, outcome, reason, /ulimit -v/);
  });

  it('in Electron names the processes that can load it', async () => {
    const staged = new StagedPackage();
    truncateSync(staged.addon, 0);
    const flags = ['--import', `data:text/javascript,process.type='renderer'`];
    const outcome = await staged.run([], { flags });
    assertFailed(staged, outcome, 'it is empty', /main process or in a utility process/);
  });
});

describe('loadFailure()', () => {
  const addon = join(projectPath('prebuilds'), prebuildFiles(here)[0]);
  const explain = (message: string) => loadFailure(addon, here, new Error(message));

  it('knows a Node that is linked statically', () => {
    const { message, hint } = explain('Dynamic loading not supported');
    assert.match(message, /this Node is linked statically and loads no libraries$/);
    assert.match(hint ?? '', /linked dynamically/);
  });

  it('passes on what it does not know, with its cause', () => {
    const cause = new Error('something else');
    const error = loadFailure(addon, here, cause);
    assert.equal(error.message, `Cannot load the addon ${addon}: something else`);
    assert.equal(error.cause, cause);
    assert.match(error.hint ?? '', /build-loader/);
  });
});
