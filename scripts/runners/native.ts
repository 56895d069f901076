// Cells of the target this machine is: Node is started directly.
import { superviseWithOverlay } from './overlay.js';
import type { Runner } from './runner.js';

export const native: Runner = {
  name: 'native',
  inheritsDescriptors: process.platform !== 'win32',
  serves: (target, host) => target.id === host.id,
  timeFactor: () => 1,
  packages: () => [],
  obstacle: async () => undefined,
  run: (cell) => superviseWithOverlay([cell.node, ...cell.args], cell),
  toGuest: (path) => path,
};
