// The flag of commands that load plug-ins in other processes.
import { parseAmount } from '../flags/flags.js';

export const TIMEOUT_FLAG = {
  flags: '--timeout <seconds>',
  description: 'time limit of a process that loads what is found',
  parse: parseAmount('--timeout', 'seconds'),
  default: 10,
};
