// Cells of darwin-x64 on an Apple processor: macOS translates x64 programs by itself.
import { existsSync } from 'node:fs';
import { supervise } from '../process/supervise.js';
import type { Runner } from './runner.js';

const RUNTIME = '/Library/Apple/usr/libexec/oah/libRosettaRuntime';

export const rosetta: Runner = {
  name: 'rosetta',
  inheritsDescriptors: true,
  serves: (target, host) => target.id === 'darwin-x64' && host.id === 'darwin-arm64',
  // The first start of a program is translated as a whole.
  timeFactor: () => 2,
  packages: () => [],

  async obstacle() {
    if (existsSync(RUNTIME)) return undefined;
    return {
      reason: 'Rosetta is not installed',
      fix: 'softwareupdate --install-rosetta --agree-to-license',
    };
  },

  run: (cell) => supervise([cell.node, ...cell.args], cell),
  toGuest: (path) => path,
};
