// Finds and loads the addon, and says what it offers. Used by environment.ts only. What the functions
// take is checked before they are called: the addon trusts its caller.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PluginError } from './errors.js';
import type { Hooks } from './hooks.js';
import { currentTarget } from './target.js';
import type { Limits } from './wasm/types.js';

/** Raw facts of one candidate, as the host library reports them. */
export interface RawOutcome {
  path: string;
  state: 'loaded' | 'already-loaded' | 'refused';
  plugin?: string;
  code?: string;
  reason?: string;
  hint?: string;
}

export interface RawOption {
  name: string;
  description: string;
  /** A number of WasmEdge_ProgramOptionType. */
  type: number;
  defaultValue: boolean | number | bigint | string | undefined;
}

export interface RawPlugin {
  name: string;
  description: string;
  version: [number, number, number, number];
  apiVersion: number;
  path: string;
  modules: { name: string; description: string }[];
  options: RawOption[];
}

/** One export of a plug-in's module. Types are strings of wasm/types.ts, limits are in pages. */
export type RawExport = { name: string; pointer: bigint } & (
  | { kind: 'function'; params: string; results: string }
  | { kind: 'memory'; limits: Limits }
  | { kind: 'table'; type: string; limits: Limits }
  | { kind: 'global'; type: string; mutable: boolean; bits: bigint }
);

/** A host function's type, or where a function of JavaScript is: `owner.objects[index]`. */
export type RawFunction =
  | { params: string; results: string; owner?: undefined }
  | { owner: object; index: number };

/**
 * The addon's functions. Objects named module, caller and reference become the JavaScript side of a
 * native object, which lives as long as they do. In a worker that is being terminated, all of them may
 * do nothing and return undefined.
 */
export interface Addon {
  initialise(hooks: Hooks, frame: ArrayBuffer): void;
  /** Calls the host function whose binding the call frame names. */
  dispatch(): void;
  /** Throws what the last call through the accelerator ended with, when that was no success. */
  settle(): void;
  /** Does what it says. */
  doNothing(): void;
  /** The number of this thread's exported dispatcher; undefined when there is none left. */
  fastNumber(): number | undefined;
  loadFromDefaultPaths(): RawOutcome[];
  loadFromPath(path: string): RawOutcome[];
  describePlugin(name: string): RawPlugin;
  setOption(plugin: string, index: number, value: boolean | number | bigint | string): void;
  /** False when the plug-in did not create it. */
  createModule(module: object, plugin: string, name: string): boolean;
  deleteModule(module: object): void;
  listExports(module: object): RawExport[];
  /** The references a table of a plug-in holds. */
  readTable(table: bigint): bigint[];
  /** Moves a plug-in's instance into JavaScript as `module.objects[index]`. */
  attachMemory(module: object, memory: bigint, index: number, bytes: Uint8Array): void;
  attachTable(module: object, table: bigint, index: number): void;
  attachGlobal(module: object, global: bigint, index: number): void;
  /** `outside`: calls come from JavaScript, there is no calling module. */
  createCaller(caller: object, name: string, outside: boolean): void;
  /** The module whose host function is running, if any is. */
  currentModule(): object | undefined;
  /**
   * Makes a host function of this module callable, with its values at this offset in the call frame.
   * Returns the slot, which an adapter puts at the start of the frame.
   */
  bindFunction(caller: object, module: object, pointer: bigint, at: number): bigint;
  addFunction(caller: object, name: string, index: number, params?: string, results?: string): void;
  addMemory(caller: object, name: string, index: number, limits: Limits): void;
  addTable(caller: object, name: string, index: number, type: string, limits: Limits): void;
  addGlobal(caller: object, name: string, index: number, type: string, mutable: boolean): void;
  /** The memory of this number in the calling module. */
  setMemory(caller: object, number: number, index: number, limits: Limits): void;
  /** The calling module has no memory at all. */
  clearMemory(caller: object): void;
  /** The running host call, if any, shall end with `release(height)` of hooks.ts. */
  beginLoan(height: number): void;
  /** A function instance for `reference.objects[0]`. */
  createFunction(reference: object, params?: string, results?: string): bigint;
  describeFunction(pointer: bigint): RawFunction;
}

const require = createRequire(import.meta.url);

/** The package's directory: the nearest one above this file that has a package.json. */
function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}

/** The path node-gyp-build chooses, told which C library this is: it would look for Alpine only. */
function resolveAddon(root: string): string {
  const { resolve } = require('node-gyp-build') as { resolve(root: string): string };
  return resolve(root);
}

/**
 * Loads the addon that fits this process.
 *
 * @throws PluginError ADDON_NOT_FOUND when there is none, ADDON_FAILED when it does not load
 */
export function loadAddon(root: string = packageRoot()): { addon: Addon; path: string } {
  const target = currentTarget();
  const before = process.env.LIBC;
  let path: string;
  try {
    // node-gyp-build reads LIBC once, while it is being loaded.
    if (target?.libc) process.env.LIBC = target.libc;
    path = resolveAddon(root);
  } catch (cause) {
    const system = `${process.platform}-${process.arch}`;
    throw new PluginError(
      'ADDON_NOT_FOUND',
      `Cannot load the addon: nothing fits ${target?.id ?? system}, tried ${join(root, 'build', 'Release')} and ${join(root, 'prebuilds', system)}`,
      { cause, hint: 'Build it with `npx plugkit build-loader`' },
    );
  } finally {
    if (before === undefined) delete process.env.LIBC;
    else process.env.LIBC = before;
  }
  try {
    return { addon: require(path) as Addon, path };
  } catch (cause) {
    throw new PluginError(
      'ADDON_FAILED',
      `Cannot load the addon ${path}: ${cause instanceof Error ? cause.message : cause}`,
      { cause, hint: 'Build it for this system with `npx plugkit build-loader`' },
    );
  }
}
