// WASI preview 1 as programs ask for it, with either engine.
import { type Check, entries, list, optional, options, text } from '../validate.js';

/** What a WASI program sees of the outside; nothing by default but the standard streams. */
export interface WasiOptions {
  /** Its arguments; the first is the program's own name. */
  args?: readonly string[];
  /** Its environment variables. */
  env?: Readonly<Record<string, string>>;
  /** Directories, by the names under which it sees them. */
  preopens?: Readonly<Record<string, string>>;
}

/** What runs a WASI program that was instantiated with the option `wasi`. */
export interface WasiProgram {
  /**
   * Calls its `_start`, once.
   *
   * @returns its exit code; 0 also when a host function of a plug-in ends the run
   */
  start(): number;
  /** Calls `_initialize` of a reactor, if it has one, before its other exports are called. */
  initialize(): void;
}

/** @internal */
export interface CheckedWasi {
  readonly args: readonly string[];
  readonly env: readonly (readonly [string, string])[];
  readonly preopens: readonly (readonly [string, string])[];
}

const record = (what: string) => entries(`an object of ${what}`, text);

const check = options({
  fields: {
    args: optional(list('an array of strings', text)),
    env: optional(record('variables: { [name]: value }')),
    preopens: optional(record('directories: { [name]: path }')),
  },
  example: '{ args: ["program"], preopens: { "/": "." } }',
});

/** @internal @throws PluginError ARGUMENT_INVALID */
export const checkWasi: Check<CheckedWasi | undefined> = (value, place) => {
  if (value === undefined) return undefined;
  const { args = [], env = [], preopens = [] } = check(value, place);
  return { args, env, preopens };
};

/** @internal The modules that programs import it from, and Node's names of the versions. */
export const VERSIONS = { wasi_snapshot_preview1: 'preview1', wasi_unstable: 'unstable' } as const;

/** @internal Whether a module is WASI's. */
export function isWasi(module: string): module is keyof typeof VERSIONS {
  return Object.hasOwn(VERSIONS, module);
}
