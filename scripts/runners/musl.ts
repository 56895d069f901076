// Cells of linuxmusl targets on a glibc Linux: a real musl Node in a root that has musl's loader and
// nothing of glibc; under qemu for another processor.
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
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

export const musl: Runner = {
  name: 'musl',

  serves: (target, host) =>
    target.libc === 'musl' && host.libc === 'glibc' && canEnterRoot(target, host),

  packages: (target) => {
    const machine = target.arch === 'x64' ? 'x86_64' : 'aarch64';
    return [
      ...(needsQemu(target) ? [QEMU] : []),
      {
        name: target.id,
        architecture: debianArchitecture(target),
        packages: ['musl'],
        // The C library by the name that programs of Alpine ask for.
        finish: (directory) =>
          symlink(
            `ld-musl-${machine}.so.1`,
            join(directory, 'usr/lib', `libc.musl-${machine}.so.1`),
          ),
      },
    ];
  },

  prepare: async () => {},

  obstacle: (target, node, cacheDirectory) => rootObstacle(target, node.binary, cacheDirectory),

  run: (cell, cacheDirectory) =>
    supervise([...enterRoot(cell, cacheDirectory), cell.node.binary, ...cell.args], cell),

  toGuest: (path) => path,
};
