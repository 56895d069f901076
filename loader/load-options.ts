// What loadPlugins() and createModule() take and report, and the checks of their options.
import { ACCELERATORS } from './bridge/accelerator.js';
import type { Accelerator, CreateModuleOptions, Engine, RunMode } from './bridge/options.js';
import type { ErrorCode, WarningCode } from './errors.js';
import { CREATE_FIELDS, type OptionValue } from './plugin.js';
import {
  anything,
  entries,
  filePath,
  flag,
  list,
  oneOf,
  optional,
  options,
  text,
} from './validate.js';

const ENGINES: readonly Engine[] = ['v8', 'wasmedge'];

const RUN_MODES: readonly RunMode[] = ['interpreter', 'jit', 'aot'];

/** What became of one file, or of a path that holds no plug-in. */
export interface LoadOutcome {
  /** The file; the path that was given, when no file was found there. */
  readonly path: string;
  /** `already-loaded`: this process loaded the same file before. */
  readonly state: 'loaded' | 'already-loaded' | 'refused';
  /** The plug-in's name; undefined when the file was refused. */
  readonly plugin?: string;
  /** Why the file was refused, as a code of docs/errors.md. */
  readonly code?: ErrorCode;
  /** Why the file was refused, as a sentence with actual and expected. */
  readonly reason?: string;
  /** What to do about the refusal. */
  readonly hint?: string;
  /** What behaves otherwise than it seems, loaded or refused; empty most of the time. */
  readonly warnings: readonly LoadWarning[];
}

/** What is to be known of a file, beside what became of it. */
export interface LoadWarning {
  /** What it is about, as a code of docs/errors.md. */
  readonly code: WarningCode;
  /** The same as a sentence, with the names that it concerns. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** What loadPlugins() loads, and how. */
export interface LoadPluginsOptions {
  /**
   * Files and directories, loaded in this order; directories are searched recursively. Each is a string,
   * relative to the working directory, or a `file:` URL as an object or a string.
   */
  paths?: readonly (string | URL)[];
  /** Whether to search the default paths, too. Default: only when no `paths` are given. */
  defaultPaths?: boolean;
  /** Options of plug-ins to set once all are loaded: `{ [plugin]: { [option]: value } }`. */
  options?: Readonly<Record<string, Readonly<Record<string, OptionValue>>>>;
  /**
   * What executes WebAssembly. Default: `v8`. `wasmedge` needs the package koffi and a stock libwasmedge
   * from 0.14 to 0.17; a process uses one of the two.
   */
  engine?: Engine;
  /**
   * The engine `wasmedge`: the file of libwasmedge, or the directory of its installation. Default: what
   * WASMEDGE_DIR or WASMEDGE_LIB_DIR names, else the first of the usual places that has one.
   */
  library?: string | URL;
  /** The engine `wasmedge`: how it executes. Default: `interpreter`. */
  runMode?: RunMode;
  /**
   * Whether host functions are called through node:ffi: where it is there and faster (`auto`), in any
   * case (`on`) or never (`off`). Default: $PLUGKIT_ACCELERATOR, else `auto`.
   */
  accelerator?: Accelerator;
}

/** What PluginHost.createModule() takes beside the module's name. */
export interface FindModuleOptions extends CreateModuleOptions {
  /** The name of the plug-in to take the module from, when several offer one of this name. */
  plugin?: string;
}

/** @internal */
export const checkLoadOptions = options({
  fields: {
    paths: optional(list('an array of paths', filePath, 'Pass one path as an array of one')),
    defaultPaths: optional(flag),
    options: optional(
      entries(
        'an object of plug-ins: { [plugin]: { [option]: value } }',
        entries('an object of options: { [option]: value }', anything),
      ),
    ),
    engine: optional(oneOf(ENGINES)),
    library: optional(filePath),
    runMode: optional(oneOf(RUN_MODES)),
    accelerator: optional(oneOf(ACCELERATORS)),
  },
  example: '{ paths: ["./plugins"] }',
});

/** @internal */
export const checkFindOptions = options({
  fields: { plugin: optional(text), ...CREATE_FIELDS },
  example: '{ plugin: "name" }',
});
