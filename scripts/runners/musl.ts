// Cells of linuxmusl targets on a glibc Linux: a real musl Node started through musl's own loader, or
// in qemu with it for another processor. Node's C++ library is beside it.
import { join } from 'node:path';
import type { Target } from '#loader/internal';
import { type PackageSet, packageDirectory } from './debian-packages.js';
import {
  debianArchitecture,
  needsQemu,
  QEMU,
  QEMU_TIME_FACTOR,
  qemuCommand,
  runsProcessor,
} from './emulator.js';
import { superviseWithOverlay } from './overlay.js';
import type { Runner } from './runner.js';

function loaderName({ arch }: Target): string {
  return `ld-musl-${arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`;
}

function library(target: Target): PackageSet {
  const packages = ['musl'];
  const installed = { file: `/lib/${loaderName(target)}`, root: '/', packages };
  return {
    name: target.id,
    architecture: debianArchitecture(target),
    packages,
    ...(needsQemu(target) ? {} : { installed }),
  };
}

/** The words before a program of the target. */
function muslCommand(target: Target, cacheDirectory: string): [string, ...string[]] {
  const root = packageDirectory(cacheDirectory, library(target));
  if (needsQemu(target)) return qemuCommand(root, cacheDirectory);
  return [join(root, 'lib', loaderName(target))];
}

export const musl: Runner = {
  name: 'musl',
  inheritsDescriptors: true,

  serves: (target, host) =>
    target.libc === 'musl' && host.libc === 'glibc' && runsProcessor(target, host),

  timeFactor: (target) => (needsQemu(target) ? QEMU_TIME_FACTOR : 1),
  packages: (target) => [...(needsQemu(target) ? [QEMU] : []), library(target)],
  obstacle: async () => undefined,

  run(cell, cacheDirectory) {
    const command = muslCommand(cell.target, cacheDirectory);
    return superviseWithOverlay([...command, cell.node, ...cell.args], cell);
  },

  toGuest: (path) => path,
};
