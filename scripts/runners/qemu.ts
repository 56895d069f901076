// Cells of linux-arm64 on x64 Linux: a real arm64 Node with Debian's arm64 libraries, in qemu.
import { type PackageSet, packageDirectory } from './debian-packages.js';
import { needsQemu, QEMU, QEMU_TIME_FACTOR, qemuCommand, runsProcessor } from './emulator.js';
import { superviseWithOverlay } from './overlay.js';
import type { Runner } from './runner.js';

const LIBRARIES: PackageSet = {
  name: 'linux-arm64',
  architecture: 'arm64',
  packages: ['libc6', 'libgcc-s1', 'libstdc++6', 'libatomic1'],
  installed: {
    file: '/usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1',
    root: '/usr/aarch64-linux-gnu',
    packages: ['libc6', 'libgcc-s1', 'libstdc++6', 'libatomic1'].map(
      (name) => `${name}-arm64-cross`,
    ),
  },
};

export const qemu: Runner = {
  name: 'qemu',
  inheritsDescriptors: true,

  serves: (target, host) =>
    target.libc === 'glibc' && needsQemu(target, host) && runsProcessor(target, host),

  timeFactor: () => QEMU_TIME_FACTOR,
  packages: () => [QEMU, LIBRARIES],
  obstacle: async () => undefined,

  run(cell, cacheDirectory) {
    const root = packageDirectory(cacheDirectory, LIBRARIES);
    return superviseWithOverlay(
      [...qemuCommand(root, cacheDirectory), cell.node, ...cell.args],
      cell,
    );
  },

  toGuest: (path) => path,
};
