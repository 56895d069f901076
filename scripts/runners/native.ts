// Cells of the target this machine is: Node is started directly.
import { findOverlayCommand } from '../matrix/overlay.js';
import { supervise } from '../matrix/supervise.js';
import type { Runner } from './runner.js';

export const native: Runner = {
  name: 'native',

  serves: (target, host) => target.id === host.id,

  packages: () => [],

  prepare: async () => {},

  obstacle: async () => undefined,

  async run({ node, args, overlay, ...options }) {
    if (!overlay) return supervise([node.binary, ...args], options);
    const prefix = await findOverlayCommand(overlay, options.cwd);
    if (Array.isArray(prefix)) return supervise([...prefix, node.binary, ...args], options);
    const fix = 'run as root, or allow private user namespaces and install util-linux';
    return { reason: prefix.reason, fix };
  },

  toGuest: (path) => path,
};
