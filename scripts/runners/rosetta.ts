// Cells of darwin-x64 on an Apple processor: macOS translates x64 programs by itself.
import { existsSync } from 'node:fs';
import { supervise } from '../matrix/supervise.js';
import type { Runner } from './runner.js';

const RUNTIME = '/Library/Apple/usr/libexec/oah/libRosettaRuntime';

export const rosetta: Runner = {
  name: 'rosetta',

  serves: (target, host) => target.id === 'darwin-x64' && host.id === 'darwin-arm64',

  packages: () => [],

  prepare: async () => {},

  obstacle: async () =>
    existsSync(RUNTIME)
      ? undefined
      : {
          reason: 'Rosetta is not installed',
          fix: 'softwareupdate --install-rosetta --agree-to-license',
        },

  run: (cell) => supervise([cell.node.binary, ...cell.args], cell),

  toGuest: (path) => path,
};
