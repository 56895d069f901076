// Cells of the target this machine is: Node is started directly.
import { currentTarget, type Target } from '../../../loader/target.js';
import { findOverlayCommand } from '../overlay.js';
import { supervise } from '../supervise.js';
import type { Runner } from './runner.js';

export const native: Runner = {
  name: 'native',

  canRun(target: Target) {
    const here = currentTarget();
    if (target.id === here?.id) return true;
    const machine = here?.id ?? `${process.platform}-${process.arch}`;
    return `this machine is ${machine}; 'plugkit test --target ${target.id}' runs it on a machine of that kind`;
  },

  async run({ node, args, overlay, ...options }) {
    if (!overlay) return supervise([node, ...args], options);
    const prefix = await findOverlayCommand(overlay, options.cwd);
    return Array.isArray(prefix) ? supervise([...prefix, node, ...args], options) : prefix;
  },
};
