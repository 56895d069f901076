// A loaded plug-in: what its descriptor says, its options, and its modules.
import type { CreateModuleOptions } from './bridge/options.js';
import type { RawOption } from './bridge/types.js';
import { alternatives, closest, describe, quote } from './describe.js';
import type { PluginEngine } from './engine.js';
import { PluginError } from './errors.js';
import { type FunctionsOf, type PluginFunctions, PluginModule } from './plugin-module.js';
import { PluginOptions } from './plugin-options.js';
import { flag, optional, options, text } from './validate.js';

/** The type of an option's value; `none` takes no value. */
export type OptionType =
  | 'none'
  | 'toggle'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float'
  | 'double'
  | 'string';

/** By number of WasmEdge_ProgramOptionType. */
const OPTION_TYPES: readonly OptionType[] = [
  ...(['none', 'toggle', 'int8', 'int16', 'int32', 'int64'] as const),
  ...(['uint8', 'uint16', 'uint32', 'uint64', 'float', 'double', 'string'] as const),
];

/**
 * The value of an option: a boolean for a toggle, a bigint for 64-bit integers (a safe integer is accepted,
 * too), a number for other integers, `float` and `double`, a string for strings.
 */
export type OptionValue = boolean | number | bigint | string;

/** An option that a plug-in declares. */
export interface PluginOption {
  /** Its name. */
  readonly name: string;
  /** What the plug-in says that it does. */
  readonly description: string;
  /** The type of its value. */
  readonly type: OptionType;
  /** The value while none is set; undefined when the plug-in declares none. */
  readonly defaultValue: OptionValue | undefined;
}

/** A module that a plug-in offers. */
export interface ModuleInfo {
  /** Its name, under which WebAssembly imports it. */
  readonly name: string;
  /** What the plug-in says that it does. */
  readonly description: string;
}

/** The four parts of a plug-in's version, each a 32-bit number. */
export interface VersionParts {
  /** The first number. */
  readonly major: number;
  /** The second. */
  readonly minor: number;
  /** The third. */
  readonly patch: number;
  /** The fourth. */
  readonly build: number;
}

/** @internal The options of createModule(), for its checks. */
export const CREATE_FIELDS = { keepReferences: optional(flag) };

const checkCreateOptions = options({
  fields: CREATE_FIELDS,
  example: '{ keepReferences: true }',
});

/** A plug-in that is loaded. What it says about itself is from its descriptor (WasmEdge_PluginDescriptor). */
export class Plugin {
  /** The name in its descriptor. */
  readonly name: string;
  /** What it says that it is for. */
  readonly description: string;
  /** Its version, "major.minor.patch.build". */
  readonly version: string;
  /** The parts of its version. */
  readonly versionParts: VersionParts;
  /**
   * The version of WasmEdge's plug-in API that it was built for: 3, 4 or 5; 0 for a stock C++ plug-in, of
   * which the engine `wasmedge` tells names only.
   */
  readonly apiVersion: number;
  /** The file it was loaded from, absolute. */
  readonly path: string;
  /** The modules it offers. */
  readonly modules: readonly ModuleInfo[];
  /** The options it declares. */
  readonly options: readonly PluginOption[];
  readonly #engine: PluginEngine;
  readonly #onCreate: (module: PluginModule<object>) => void;

  /** @internal */
  constructor(
    engine: PluginEngine,
    name: string,
    onCreate: (module: PluginModule<object>) => void,
  ) {
    const raw = engine.describePlugin(name);
    const [major, minor, patch, build] = raw.version;
    this.name = raw.name;
    this.description = raw.description;
    this.version = raw.version.join('.');
    this.versionParts = { major, minor, patch, build };
    this.apiVersion = raw.apiVersion;
    this.path = raw.path;
    this.modules = raw.modules;
    this.options = raw.options.map(
      ({ type, ...rest }: RawOption): PluginOption => ({
        ...rest,
        type: OPTION_TYPES[type] ?? 'none',
      }),
    );
    this.#engine = engine;
    this.#onCreate = onCreate;
  }

  /**
   * Sets an option for the whole process. Plug-ins read options when they like, most when a module is
   * created: while a module that was made with a value is there, that option has no second one.
   *
   * @param name - the option's name
   * @param value - of the option's type; see OptionValue
   * @throws PluginError ARGUMENT_INVALID; OPTION_UNKNOWN; OPTION_INVALID when the value does not fit the type;
   *   OPTION_IN_USE when a module was made with another value
   */
  setOption(name: string, value: OptionValue): void {
    const known = text(name, {
      action: `set an option of plug-in "${this.name}"`,
      name: 'its name',
    });
    const index = this.options.findIndex((option) => option.name === known);
    const option = this.options[index];
    const action = `set option ${quote(known)} of plug-in "${this.name}"`;
    if (!option) {
      const names = this.options.map((each) => each.name);
      const meant = closest(known, names);
      throw new PluginError(
        'OPTION_UNKNOWN',
        `Cannot ${action}: no such option, expected ${alternatives(names)}`,
        meant === undefined ? {} : { hint: `Did you mean ${quote(meant)}?` },
      );
    }
    const problem = checkOption(option.type, value);
    if (problem) {
      throw new PluginError(
        'OPTION_INVALID',
        `Cannot ${action}: the value is ${describe(value)}, expected ${problem}`,
      );
    }
    const converted = convertOption(option.type, value);
    const set = PluginOptions.of(this.path);
    const former = set.valueOf(option.name);
    const user = Object.is(former, converted) ? undefined : set.user(option.name);
    if (user) {
      throw new PluginError(
        'OPTION_IN_USE',
        `Cannot ${action} to ${describe(value)}: module ${quote(user.name)} was created while it was ${describe(former)}, and options are the whole process's`,
        {
          hint: 'Set options before the first module is created, or dispose of the modules of this plug-in first',
        },
      );
    }
    this.#engine.setOption(this.name, index, converted);
    set.set(option.name, converted);
  }

  /**
   * Creates a module of this plug-in: a new instance of it, with memories, tables and globals of its own.
   *
   * @typeParam Functions - the functions it offers, for TypeScript; they are not checked
   * @typeParam Name - the module's name; of one in PluginModules, the functions are known by it
   * @param name - the module's name; may be left out when the plug-in offers only one
   * @param options - how long references are kept
   * @returns the module, which the caller may dispose of
   * @throws PluginError ARGUMENT_INVALID, MODULE_NOT_FOUND, MODULE_CREATE_FAILED
   */
  createModule<Functions extends object = PluginFunctions, Name extends string = string>(
    name?: Name,
    options?: CreateModuleOptions,
  ): PluginModule<FunctionsOf<Name, Functions> & object> {
    const action = `create a module of plug-in "${this.name}"`;
    const wanted = optional(text)(name, { action, name: 'its name' });
    const { keepReferences = false } = checkCreateOptions(options, {
      action,
      name: 'the second argument',
    });
    const names = this.modules.map((module) => module.name);
    const chosen = wanted ?? (names.length === 1 ? names[0] : undefined);
    if (chosen === undefined || !names.includes(chosen)) {
      const what = wanted === undefined ? 'a module without a name' : `module ${quote(wanted)}`;
      throw new PluginError(
        'MODULE_NOT_FOUND',
        `Cannot create ${what} of plug-in "${this.name}": it offers ${names.length} modules, expected ${alternatives(names)}`,
      );
    }
    const side = this.#engine.createModule(this.name, chosen, { keepReferences });
    const module = new PluginModule<FunctionsOf<Name, Functions> & object>(this.name, chosen, side);
    PluginOptions.of(this.path).use(module);
    this.#onCreate(module);
    return module;
  }
}

/** A value that fits, as the engine takes it. */
function convertOption(type: OptionType, value: OptionValue): OptionValue {
  if (typeof value !== 'bigint' && typeof value !== 'number') return value;
  if (type === 'float') return Math.fround(Number(value));
  return type === 'int64' || type === 'uint64' ? BigInt(value) : Number(value);
}

/** What was expected instead, or undefined when the value fits. */
function checkOption(type: OptionType, value: unknown): string | undefined {
  switch (type) {
    case 'none':
      return 'nothing: the option takes no value';
    case 'toggle':
      return typeof value === 'boolean' ? undefined : 'a boolean';
    case 'string':
      return typeof value === 'string' && !/\0|\p{Surrogate}/u.test(value)
        ? undefined
        : 'a string without NUL characters and lone surrogates';
    case 'float':
      return typeof value === 'number' &&
        Number.isFinite(value) === Number.isFinite(Math.fround(value))
        ? undefined
        : 'a number that fits into 32 bits';
    case 'double':
      return typeof value === 'number' ? undefined : 'a number';
    default: {
      const bits = Number(type.replace(/\D+/, ''));
      const signed = type.startsWith('int');
      const low = signed ? -(2n ** BigInt(bits - 1)) : 0n;
      const high = 2n ** BigInt(signed ? bits - 1 : bits) - 1n;
      const integer =
        typeof value === 'bigint' || Number.isSafeInteger(value)
          ? BigInt(value as bigint | number)
          : undefined;
      return integer !== undefined && integer >= low && integer <= high
        ? undefined
        : `an integer from ${low} to ${high}`;
    }
  }
}
