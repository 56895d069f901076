// What compile() and instantiate() take beside the WebAssembly, and its checks.
import { type PluginModule, sideOf } from '../plugin-module.js';
import { check, invalid, list, optional, options, plainObject, text } from '../validate.js';
import type {
  WebAssemblyImports,
  WebAssemblyInstance,
  WebAssemblyModule,
} from '../web-assembly.js';
import { checkWasi, type WasiOptions, type WasiProgram } from './wasi-options.js';

/** The second argument of WebAssembly.compile; a Node that does not know an option ignores it. */
export interface CompileOptions {
  /** Sets of functions that the engine provides: `['js-string']`. */
  readonly builtins?: readonly string[];
  /** The name of the module whose imports are strings: each is what its own name says. */
  readonly importedStringConstants?: string | null;
}

/** What a WebAssembly module imports beside what plug-ins offer, and from which modules of plug-ins. */
export interface InstantiateOptions {
  /** Imports of your own; they win over those of plug-ins. */
  imports?: WebAssemblyImports;
  /** Modules to use, made by createModule(), each of another name. For all other imports modules are created. */
  modules?: readonly PluginModule<object>[];
  /** Gives a WASI program (preview 1) what it imports, which `imports` may replace; see InstantiateResult.wasi. */
  wasi?: WasiOptions;
  /** How bytes are compiled: the second argument of WebAssembly.compile. */
  compileOptions?: CompileOptions;
}

/**
 * What instantiate() returns.
 *
 * @typeParam Exports - what the instance exports, for TypeScript
 */
export interface InstantiateResult<Exports extends object = WebAssemblyInstance['exports']> {
  /** The compiled module. */
  readonly module: WebAssemblyModule;
  /** Its instance, after its start function ran. */
  readonly instance: WebAssemblyInstance & { readonly exports: Exports };
  /** The modules of plug-ins that it uses, given or created. */
  readonly modules: readonly PluginModule[];
  /** Whether a host function ended the run while the start function ran. */
  readonly terminated: boolean;
  /** Runs the instance as a WASI program; there with the option `wasi`. */
  readonly wasi?: WasiProgram;
}

const isObject = (value: unknown) =>
  typeof value === 'function' || (typeof value === 'object' && value !== null);

const pluginModule = check<PluginModule<object>>(
  'a module of createModule()',
  (value) => sideOf(value as PluginModule<object>) !== undefined,
);

const nameOrNull = check<string | null>(
  'a string or null',
  (value) => value === null || typeof value === 'string',
);

// Options that are not known here are the engine's: a later Node may have them.
const compileOptions = optional(
  plainObject<CompileOptions>('an object such as { builtins: ["js-string"] }', {
    builtins: optional(list('an array of names', text)),
    importedStringConstants: optional(nameOrNull),
  }),
);

const checkOptions = options({
  fields: {
    imports: optional(
      check<WebAssemblyImports>(
        'an object of modules: { [module]: { [name]: value } }',
        (value) => isObject(value) && !Array.isArray(value),
      ),
    ),
    modules: optional(list('an array of modules of createModule()', pluginModule)),
    wasi: checkWasi,
    compileOptions,
  },
  example: '{ imports: { env: {} } }',
});

/** @internal @throws PluginError ARGUMENT_INVALID */
export function checkInstantiateOptions(value: unknown) {
  const action = 'instantiate';
  const checked = checkOptions(value, { action, name: 'the second argument' });
  const names = checked.modules?.map(({ name }) => name) ?? [];
  for (const [index, name] of names.entries()) {
    const first = names.indexOf(name);
    if (first === index) continue;
    const place = { action, name: `modules[${index}]` };
    throw invalid(name, place, `another name than that of modules[${first}]`);
  }
  return checked;
}

/** @internal @throws PluginError ARGUMENT_INVALID */
export function checkCompileOptions(value: unknown): CompileOptions | undefined {
  return compileOptions(value, { action: 'compile', name: 'the second argument' });
}
