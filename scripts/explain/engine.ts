// The flags of commands that load a plug-in or run a program in the engine of choice.
import { resolve } from 'node:path';
import type { Engine } from '#loader';
import { wordFlag } from '../flags/flags.js';

export const ENGINE_FLAGS = [
  { ...wordFlag('--engine <engine>', 'v8 or wasmedge', ['v8', 'wasmedge']), default: 'v8' },
  {
    flags: '--library <path>',
    description: 'with --engine wasmedge: libwasmedge or its installation',
  },
];

export interface EngineFlags {
  engine: Engine;
  library?: string;
}

export function engineOf({ engine, library }: EngineFlags): { engine: Engine; library?: string } {
  return library === undefined ? { engine } : { engine, library: resolve(library) };
}
