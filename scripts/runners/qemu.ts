// Cells of linux-arm64 on another Linux: a real arm64 Node in a root of arm64 libraries, under qemu.
import { supervise } from '../matrix/supervise.js';
import {
  canEnterRoot,
  debianArchitecture,
  enterRoot,
  needsQemu,
  QEMU,
  rootObstacle,
} from './private-root.js';
import type { Runner } from './runner.js';

export const qemu: Runner = {
  name: 'qemu',

  serves: (target, host) =>
    target.libc === 'glibc' && needsQemu(target) && canEnterRoot(target, host),

  packages: (target) => [
    QEMU,
    {
      name: target.id,
      architecture: debianArchitecture(target),
      packages: ['libc6', 'libgcc-s1', 'libstdc++6', 'libatomic1'],
    },
  ],

  prepare: async () => {},

  obstacle: (target, node, cacheDirectory) => rootObstacle(target, node.binary, cacheDirectory),

  run: (cell, cacheDirectory) =>
    supervise([...enterRoot(cell, cacheDirectory), cell.node.binary, ...cell.args], cell),

  toGuest: (path) => path,
};
