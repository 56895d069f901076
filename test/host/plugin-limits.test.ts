// What the system does not allow, and paths that lead nowhere: each cause is provoked, named, and has its own
// remedy.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../support/compile.js';
import { skip } from '../support/skip.js';
import {
  assertNotOpened,
  assertRefused,
  at,
  library,
  load,
  loadAll,
  NOBODY,
  scratch,
  usePlace,
} from './hints.js';
import { here, oddPlugin } from './odd-plugins.js';
import type { Printed } from './outcomes.js';

type Start = readonly [string, ...string[]];

/** Starts a program after a command of the shell. */
const following = (command: string): Start => ['sh', '-c', `${command}; exec "$@"`, 'sh'];
/** The same with mounts that nobody else sees. */
const withMount = (command: string): Start => ['unshare', '-m', ...following(command)];

/** Sets the flags of the program header that says how the stack is to be: zig links no such library. */
function markExecutableStack(path: string): void {
  const bytes = readFileSync(path);
  const [first, size, count] = [Number(bytes.readBigUInt64LE(32)), 56, bytes.readUInt16LE(56)];
  for (let at = first; at < first + count * size; at += size) {
    if (bytes.readUInt32LE(at) === 0x6474e551) bytes.writeUInt32LE(7, at + 4);
  }
  writeFileSync(path, bytes);
}

describe('hints of a refusal', () => {
  usePlace();

  describe('for what the system does not allow', () => {
    it('code on a file system that is mounted noexec: another place', async function () {
      const mounted = scratch('noexec');
      const mount = `mount -t tmpfs -o noexec none ${mounted}`;
      if (spawnSync('unshare', ['-m', 'sh', '-c', mount]).status !== 0) {
        return skip(this, 'only root may mount; run the tests as root, with unshare (util-linux)');
      }
      const path = await oddPlugin(at(''), 'executable.so', {});
      assertNotOpened(
        load(join(mounted, 'executable.so'), {
          start: withMount(`${mount}; cp ${path} ${mounted}`),
        }),
        /^it is on a file system whose code may not be executed \(noexec\)/,
        /^Put it on another file system, or mount this one with the option exec$/,
      );
      const directory = scratch('noexec-needed');
      const needed = await library(directory, 'inexecutable');
      const plugin = await oddPlugin(directory, 'plugin.so', { libraries: [needed] });
      assertNotOpened(
        load(plugin, {
          start: withMount(`${mount}; cp ${needed} ${mounted}`),
          env: { LD_LIBRARY_PATH: mounted },
        }),
        /^the library .*\/libinexecutable\.so, which it needs, is on a file system .*noexec/,
        /^Put it on another file system/,
      );
    });

    it('more address space than there is: the limit', async () => {
      const path = await oddPlugin(at(''), 'large.so', { macros: ['BYTES=1u<<30'] });
      assert.equal(load(path).state, 'loaded');
      const start = following('ulimit -v 500000');
      assertNotOpened(
        load(path, { start }),
        /^it takes 10737\d{5} bytes of address space, and fewer are left/,
        /^Raise the limit of the process's address space \(ulimit -v\)/,
      );
      truncateSync(path, 1_000_000_000);
      assertNotOpened(
        load(path, { start }),
        /^there is no address space left for the file/,
        /ulimit/,
      );
    });

    it('static thread-local data: how to start, or to build', async function () {
      if (here.libc !== 'glibc') return skip(this, 'musl has room for it at any time');
      const path = await oddPlugin(at(''), 'static.so', { macros: ['STATIC_THREAD_DATA=1<<20'] });
      assertNotOpened(
        load(path),
        /^no room is left for thread-local data of the initial-exec model/,
        /^Start the process with LD_PRELOAD=.*static\.so or .*, or build without -ftls-model=initial-exec$/,
      );
      const env = { GLIBC_TUNABLES: `glibc.rtld.optional_static_tls=${1 << 21}` };
      assert.equal(load(path, { env }).state, 'loaded');
    });

    it('an executable stack: the flag', async function () {
      const path = await oddPlugin(at(''), 'stack.so', {});
      markExecutableStack(path);
      const source = at('deny.c');
      writeFileSync(
        source,
        `#include <sys/prctl.h>
        #include <unistd.h>
        int main(int Count, char** Arguments) {
          (void)Count;
          // PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN: since Linux 6.3
          return prctl(65, 1, 0, 0, 0) != 0 ? 77 : execv(Arguments[1], Arguments + 1);
        }`,
      );
      const deny = await compile({ sources: [source], output: at('deny'), language: 'c' });
      if (spawnSync(deny, ['/bin/true']).status === 77) {
        return skip(this, 'this kernel cannot deny executable memory (Linux before 6.3)');
      }
      assertNotOpened(
        load(path, { start: [deny] }),
        /^it asks for an executable stack/,
        /-z noexecstack$/,
      );
    });
  });

  describe('for paths', () => {
    it('a link to itself', () => {
      const loop = at('loop.so');
      symlinkSync('loop.so', loop);
      assertRefused(
        load(loop),
        'PATH_NOT_READABLE',
        /a symbolic link leads back/,
        /^Correct the link/,
      );
    });

    it('a link to nothing', () => {
      const gone = at('gone.so');
      symlinkSync('no-such-file', gone);
      assertRefused(
        load(gone),
        'PATH_NOT_FOUND',
        /link to what does not exist/,
        /^Correct the link/,
      );
    });

    it('a name or path that is too long', () => {
      for (const path of [`/${'x'.repeat(300)}.so`, `/${'x/'.repeat(3000)}y.so`]) {
        assertRefused(load(path), 'PATH_NOT_READABLE', /File name too long/, /^Use a shorter path/);
      }
    });

    it('a file where a directory should be', () => {
      const file = at('file');
      writeFileSync(file, '');
      assertRefused(load(join(file, 'x.so')), 'PATH_NOT_FOUND', /Not a directory/, /is a file$/);
    });

    it('a directory that may not be entered', async () => {
      const directory = scratch('shut');
      const path = await oddPlugin(directory, 'inside.so', {});
      chmodSync(directory, 0o644);
      const outcomes = loadAll([path, directory], NOBODY);
      assert.equal(outcomes.length, 2);
      for (const outcome of outcomes) {
        assertRefused(
          outcome,
          'PATH_NOT_READABLE',
          /\(Permission denied\): the directory .*\/shut may not be entered$/,
          /the right to enter the directory \(chmod \+x\)$/,
        );
      }
    });

    it('more open files than there may be', async () => {
      const path = await oddPlugin(at(''), 'files.so', {});
      const [none] = loadAll(['--run', 'prlimit --pid $PPID --nofile=3', path]);
      assertRefused(none as Printed, 'PATH_NOT_READABLE', /as many files open as/, /\(ulimit -n\)/);
      const one = load(path, { start: following('ulimit -n 4') });
      assertNotOpened(one, /^as many files are open as may be: .*files\.so/, /\(ulimit -n\)/);
    });
  });
});
