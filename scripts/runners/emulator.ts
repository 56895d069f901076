// qemu-user, which runs programs of arm64 on x64 Linux: its packages and its command.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '#loader/internal';
import { type PackageSet, packageDirectory } from './debian-packages.js';

/** Drops the emulators of other processors, some 400 MB. */
async function keepArm64(directory: string): Promise<void> {
  const programs = join(directory, 'usr', 'bin');
  const others = (await readdir(programs)).filter((name) => !name.startsWith('qemu-aarch64'));
  await Promise.all(others.map((name) => rm(join(programs, name))));
}

/** A static build, for this machine whatever its C library is. */
export const QEMU: PackageSet = {
  name: 'qemu',
  architecture: 'amd64',
  packages: ['qemu-user'],
  finish: keepArm64,
  installed: { file: '/usr/bin/qemu-aarch64-static', root: '/', packages: ['qemu-user-static'] },
};

/** Starting Node takes 0.1 s natively and 3 to 6 s in qemu, of a limit made for slow test cases. */
export const QEMU_TIME_FACTOR = 4;

/** Whether programs of the target run only in qemu on a machine that is `host`. */
export function needsQemu(target: Target, { arch }: { arch: string } = process): boolean {
  return target.arch !== arch;
}

/** Whether a Linux machine runs the target's processor, itself or by qemu, which is set up on x64. */
export function runsProcessor(target: Target, host: Target): boolean {
  return host.platform === 'linux' && (!needsQemu(target, host) || host.arch === 'x64');
}

/** What Debian calls the processor of the target. */
export function debianArchitecture({ arch }: Target): PackageSet['architecture'] {
  return arch === 'x64' ? 'amd64' : 'arm64';
}

/** Where the emulator is. */
export function qemuProgram(cacheDirectory: string): string {
  const root = packageDirectory(cacheDirectory, QEMU);
  // The name has changed between releases.
  const named = join(root, 'usr/bin/qemu-aarch64-static');
  return existsSync(named) ? named : join(root, 'usr/bin/qemu-aarch64');
}

/** The words before an arm64 program; it sees the files of `root`, if there, in place of this machine's. */
export function qemuCommand(root: string, cacheDirectory: string): [string, ...string[]] {
  return [qemuProgram(cacheDirectory), '-L', root];
}
