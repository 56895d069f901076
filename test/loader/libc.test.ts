// Which C library is found: in systems made of files, and in this process without asking the network.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectLibc, type Libc } from '../../loader/libc.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compile } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { temporaryDirectory } from './mirror.js';
import { getStringPlugin, here, LOADED, runProgram, StagedPackage } from './staged.js';

/** An executable that asks for a program loader, or for none. */
function elf(interpreter?: string): Buffer {
  const [header, entry] = [64, 56];
  const path = Buffer.from(interpreter === undefined ? '' : `${interpreter}\0`);
  const bytes = Buffer.alloc(header + 2 * entry + path.length);
  bytes.write('\x7fELF\x02\x01\x01', 'latin1');
  bytes.writeBigUInt64LE(BigInt(header), 32);
  bytes.writeUInt16LE(entry, 54);
  bytes.writeUInt16LE(interpreter === undefined ? 1 : 2, 56);
  bytes.writeUInt32LE(1, header); // a part that is loaded
  bytes.writeUInt32LE(3, header + entry);
  bytes.writeBigUInt64LE(BigInt(header + 2 * entry), header + entry + 8);
  bytes.writeBigUInt64LE(BigInt(path.length), header + entry + 32);
  path.copy(bytes, header + 2 * entry);
  return bytes;
}

interface System {
  executable?: Buffer;
  /** Paths of what the process has mapped. */
  mapped?: string[];
  /** Names in /lib. */
  loaders?: string[];
}

const systems = temporaryDirectory();

function detectIn({ executable, mapped, loaders = [] }: System): Libc {
  const root = mkdtempSync(join(systems, 'system-'));
  const places = {
    executables: [join(root, 'missing'), join(root, 'exe')],
    maps: join(root, 'maps'),
    loaders: [join(root, 'lib'), join(root, 'lib64')],
  };
  if (executable) writeFileSync(join(root, 'exe'), executable);
  const lines = mapped?.map(
    (path) => `7f0000000000-7f0000001000 r-xp 00000000 fe:00 1234  ${path}`,
  );
  if (lines) writeFileSync(join(root, 'maps'), `${lines.join('\n')}\n`);
  mkdirSync(join(root, 'lib'));
  for (const name of loaders) writeFileSync(join(root, 'lib', name), '');
  return detectLibc(places);
}

const GLIBC_LOADER = '/lib64/ld-linux-x86-64.so.2';
const MUSL_LOADER = '/lib/ld-musl-x86_64.so.1';

const SYSTEMS: Record<string, System & { libc: Libc }> = {
  Debian: { executable: elf(GLIBC_LOADER), libc: 'glibc' },
  'Debian with the package musl': {
    executable: elf(GLIBC_LOADER),
    loaders: ['ld-musl-x86_64.so.1'],
    libc: 'glibc',
  },
  Alpine: { executable: elf(MUSL_LOADER), libc: 'musl' },
  'Alpine with gcompat': {
    executable: elf(MUSL_LOADER),
    loaders: ['ld-linux-x86-64.so.2', 'ld-musl-x86_64.so.1'],
    libc: 'musl',
  },
  'Void, whose loader is a link': {
    executable: elf(MUSL_LOADER),
    mapped: ['/usr/bin/node', '/usr/lib/libc.so'],
    libc: 'musl',
  },
  'OpenWrt on arm64': { executable: elf('/lib/ld-musl-aarch64.so.1'), libc: 'musl' },
  NixOS: {
    executable: elf('/nix/store/abc-glibc-2.40/lib/ld-linux-x86-64.so.2'),
    libc: 'glibc',
  },
  'glibc, started through its loader': {
    executable: elf(),
    mapped: ['/opt/node/bin/node', '/lib/x86_64-linux-gnu/libc.so.6', GLIBC_LOADER],
    loaders: ['ld-musl-x86_64.so.1'],
    libc: 'glibc',
  },
  'an old glibc, started through its loader': {
    executable: elf(),
    mapped: ['/opt/node/bin/node', '/lib/x86_64-linux-gnu/libc-2.31.so'],
    libc: 'glibc',
  },
  'musl, started through its loader': {
    executable: elf(),
    mapped: ['/opt/node/bin/node', '/opt/musl/lib/x86_64-linux-musl/libc.so'],
    loaders: ['ld-linux-x86-64.so.2'],
    libc: 'musl',
  },
  'a static Node on a musl system': {
    executable: elf(),
    mapped: ['/usr/bin/node', '[heap]'],
    loaders: ['ld-musl-x86_64.so.1'],
    libc: 'musl',
  },
  'a system that shows nothing of the process': { loaders: ['ld-musl-x86_64.so.1'], libc: 'musl' },
  'a system that shows nothing at all': { libc: 'glibc' },
  'an executable that is cut off': { executable: elf(MUSL_LOADER).subarray(0, 30), libc: 'glibc' },
};

describe('detectLibc()', () => {
  for (const [name, { libc, ...system }] of Object.entries(SYSTEMS)) {
    it(`finds ${libc} on ${name}`, () => {
      assert.equal(detectIn(system), libc);
    });
  }

  it('looks up no address, whatever connections are open', async function () {
    if (here.libc !== 'glibc') skip(this, 'preloads a library as glibc does it');
    const staged = new StagedPackage();
    const preloaded = await compile({
      sources: [projectPath('test/fixtures/loader/count_lookups.c')],
      output: join(staged.directory, 'count_lookups.so'),
      language: 'c',
      flags: ['-shared', '-D_GNU_SOURCE'],
    });
    const lookups = join(staged.directory, 'lookups');
    const program = staged.write(
      'connected.mjs',
      `import { connect, createServer } from 'node:net';
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address();
      const sockets = await Promise.all([1, 2, 3].map(() => new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket));
      })));
      if (process.env.WITH_REPORT) process.report.getReport();
      await import('./program.mjs');
      for (const socket of sockets) socket.destroy();
      server.close();
      server.unref();`,
    );
    const plugin = await getStringPlugin();
    const run = (more: Record<string, string>) =>
      runProgram([process.execPath, program, plugin], {
        cwd: staged.directory,
        env: { ...process.env, LD_PRELOAD: preloaded, LOOKUPS: lookups, ...more },
      });
    assert.deepEqual(await run({}), LOADED);
    assert.ok(!existsSync(lookups));
    // What would be seen if it did.
    await run({ WITH_REPORT: '1' });
    assert.match(readFileSync(lookups, 'utf8'), /^flags/);
  });
});
