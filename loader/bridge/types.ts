// What passes between JavaScript and the addon: the addon's functions, raw facts, and the two sides of a
// host call as native code and references see them. No classes, so that nothing here imports one; what
// one evaluation of this code gets of another, it knows by the properties here.

import type { PlaceTable } from '../wasm/frame-places.js';
import type { GlobalAccess } from '../wasm/globals.js';
import type { Limits, ReferenceType, Signature } from '../wasm/types.js';

/** Raw facts of one candidate, as the host library reports them. */
export interface RawOutcome {
  path: string;
  state: 'loaded' | 'already-loaded' | 'refused';
  plugin?: string;
  code?: string;
  reason?: string;
  hint?: string;
  warnings: readonly { code: string; message: string; hint: string }[];
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

/** What a module can export, in the addon's order. */
export const EXPORT_KINDS = ['function', 'memory', 'table', 'global'] as const;

export type ExportKind = (typeof EXPORT_KINDS)[number];

/** One export of a plug-in's module. Types are strings of wasm/types.ts, limits are in pages. */
export type RawExport = { name: string; pointer: bigint } & (
  | { kind: 'function'; params: string; results: string }
  | { kind: 'memory'; limits: Limits }
  | { kind: 'table'; type: string; limits: Limits }
  | { kind: 'global'; type: string; mutable: boolean; bits: bigint }
);

/**
 * A host function's type and the module that has it, if one has, or where a function of JavaScript is: `owner.objects[index]`. The owner may be
 * of another evaluation of this code.
 */
export type RawFunction =
  | { params: string; results: string; module?: object; owner?: undefined }
  | { owner: object; index: number };

/**
 * The addon's functions. Objects named session, module, caller and reference become the JavaScript side
 * of a native object, which lives as long as they do; each of the others must reach its session. In a
 * worker that is being terminated, all of them may do nothing and return undefined.
 */
export interface Addon {
  /** The same object for every evaluation of this code in the thread, empty at first. */
  shared(): Partial<Shared>;
  /** The bytes of the shared call frame, once. */
  setFrame(frame: ArrayBuffer): void;
  /** The global object of the realm that loaded the addon, which lives as long as the thread. */
  home(): typeof globalThis;
  /** Native code refers to the hooks weakly: the session is to keep them. */
  createSession(session: object, hooks: object): void;
  /** Calls the host function whose binding the call frame names. */
  dispatch(): void;
  /** Throws what the last call through the accelerator ended with, when that was no success. */
  settle(): void;
  /** The number of this thread's exported dispatcher; undefined when there is none left. */
  fastNumber(): number | undefined;
  /** Searches default paths: path and rule of one after the other. */
  loadFromPaths(paths: readonly string[]): RawOutcome[];
  loadFromPath(path: string): RawOutcome[];
  /** The file of the host library; '' when the system does not say. */
  libraryPath(): string;
  describePlugin(name: string): RawPlugin;
  setOption(plugin: string, index: number, value: boolean | number | bigint | string): void;
  /** Whether it exports tables or globals of references; undefined when the plug-in did not create it. */
  createModule(module: object, session: object, plugin: string, name: string): boolean | undefined;
  deleteModule(module: object): void;
  /** The name of the module instance, which need not be the descriptor's. */
  instanceName(module: object): string;
  /** The names of all exports of a kind, an index into EXPORT_KINDS. */
  exportNames(module: object, kind: number): string[];
  /** The export of this name as it is now; of any kind, the first in EXPORT_KINDS that has one. */
  describeExport(module: object, name: string, kind?: number): RawExport | undefined;
  /** The references that a table of a plug-in holds: each index and pointer. */
  readTable(table: bigint): (number | bigint)[];
  /** Moves a plug-in's instance into JavaScript as `module.objects[index]`. */
  attachMemory(module: object, memory: bigint, index: number, bytes: Uint8Array): void;
  attachTable(module: object, table: bigint, index: number): void;
  attachGlobal(module: object, global: bigint, index: number): void;
  /** `outside`: calls come from JavaScript; a function's calling module is then its own. */
  createCaller(caller: object, session: object, name: string, outside: boolean): void;
  /** The module whose host function is running, if any is; perhaps of another evaluation. */
  currentModule(): object | undefined;
  /** The module whose host function has ended, while its results are converted. */
  returningModule(): object | undefined;
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
  /** The running host call, if any, shall end with `release(height)` of the caller's hooks. */
  beginLoan(caller: object, height: number): void;
  /** A function instance for `reference.objects[0]`. */
  createFunction(reference: object, caller: object, params?: string, results?: string): bigint;
  /** Undefined for a function of JavaScript that is gone, or of another thread. */
  describeFunction(pointer: bigint): RawFunction | undefined;
}

/**
 * What all evaluations of this code in a thread share: test runners, hot reload and bundles evaluate it
 * more than once. Plain data, made in the addon's home: the realm of the evaluation that made it may be
 * gone.
 */
export interface Shared extends PlaceTable {
  /** Evaluations of another version may be laid out otherwise. */
  readonly version: string;
  /** The key of the next external reference. */
  nextKey: number;
}

export interface HeldFunction {
  readonly target: CallableFunction;
  /** On whose behalf references among parameters and results are converted. */
  readonly caller: CallingSide;
  /** Undefined until known: JavaScript does not tell, see hooks.ts. */
  signature: Signature | undefined;
  call: (() => void) | undefined;
}

export interface HeldMemory {
  readonly memory: WebAssembly.Memory;
}

export interface HeldTable {
  readonly table: WebAssembly.Table;
  readonly type: ReferenceType;
  readonly caller: CallingSide;
}

export interface HeldGlobal {
  readonly access: GlobalAccess;
}

/**
 * What native instances stand for is entry `index` of their owner's list. Native code refers to owners
 * weakly and asks them by number (hooks.ts), so cycles through JavaScript stay collectable.
 */
export interface Owner {
  readonly objects: (HeldFunction | HeldMemory | HeldTable | HeldGlobal)[];
}

/** A reference that a plug-in was given, by the number or pointer that it sees. */
export interface LentReference {
  readonly key: number | bigint;
  lent: boolean;
}

/** An external one: it stands for a value. */
export interface LentValue extends LentReference {
  readonly key: number;
  readonly value: unknown;
}

/** A plug-in's module as its callers see it: see NativeModule. */
export interface ModuleSide extends Owner {
  readonly name: string;
  /** References its plug-in got, by key, when they are to be valid as long as the module. */
  readonly kept: Map<LentReference['key'], LentReference> | undefined;
  /** From then on, pointers to its functions mean nothing. */
  readonly disposed: boolean;
}

/** The calling side of host calls: see Caller. */
export interface CallingSide extends Owner {
  /** `module.function` of each binding, by its number, for messages. */
  readonly functionNames: readonly string[];
  /** Whether any of its modules keeps references. */
  readonly keeps: boolean;
  /** Keeps what a plug-in got a pointer to, in modules that want it. */
  keep(reference: LentReference): void;
  /** A kept external reference. */
  keptExtern(key: number): LentValue | undefined;
  /** Whether this module is the only one whose functions the caller calls. */
  usesOnly(module: object): boolean;
  /** The function behind a pointer that a plug-in gave as a reference. */
  functionAt(pointer: bigint): CallableFunction;
  /** The type of the instance's function of this name, when it is known. */
  signatureNamed(name: string): Signature | undefined;
  /** Adds the instance's exports to the native side of the caller. */
  populate(): void;
}
