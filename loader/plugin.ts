// A loaded plug-in: what it says about itself, its options, and its modules. Made by PluginHost.

import { NativeModule } from './bridge/native-module.js';
import type { CreateModuleOptions } from './bridge/options.js';
import type { Session } from './bridge/session.js';
import type { RawOption } from './bridge/types.js';
import { PluginError } from './errors.js';
import { PluginModule } from './plugin-module.js';

/** By number of WasmEdge_ProgramOptionType. */
const OPTION_TYPES = [
  'none',
  'toggle',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float',
  'double',
  'string',
] as const;

export type OptionType = (typeof OPTION_TYPES)[number];

/** A toggle is a boolean, 64-bit integers are bigint (a safe integer will do when setting one). */
export type OptionValue = boolean | number | bigint | string;

export interface PluginOption {
  readonly name: string;
  readonly description: string;
  readonly type: OptionType;
  /** Undefined when the plug-in declares none. */
  readonly defaultValue: OptionValue | undefined;
}

export interface ModuleInfo {
  readonly name: string;
  readonly description: string;
}

export class Plugin {
  readonly name: string;
  readonly description: string;
  /** "major.minor.patch.build"; the parts are in `versionParts`. */
  readonly version: string;
  readonly versionParts: Readonly<Record<'major' | 'minor' | 'patch' | 'build', number>>;
  /** The version of WasmEdge's plug-in API it was built for. */
  readonly apiVersion: number;
  /** The file it was loaded from. */
  readonly path: string;
  readonly modules: readonly ModuleInfo[];
  readonly options: readonly PluginOption[];
  readonly #session: Session;
  readonly #onCreate: (module: PluginModule) => void;

  /** @internal */
  constructor(session: Session, name: string, onCreate: (module: PluginModule) => void) {
    const raw = session.addon.describePlugin(name);
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
    this.#session = session;
    this.#onCreate = onCreate;
  }

  /**
   * Sets an option for the whole process. Plug-ins read options when they like, most when a module is
   * created.
   *
   * @throws PluginError OPTION_UNKNOWN, or OPTION_INVALID when the value does not fit the type
   */
  setOption(name: string, value: OptionValue): void {
    const index = this.options.findIndex((option) => option.name === name);
    const option = this.options[index];
    if (!option) {
      const names = this.options.map((each) => `"${each.name}"`).join(', ');
      throw new PluginError(
        'OPTION_UNKNOWN',
        `Cannot set option "${name}" of plug-in "${this.name}": no such option, expected ${names ? `one of ${names}` : 'none at all'}`,
      );
    }
    const problem = checkOption(option.type, value);
    if (problem) {
      throw new PluginError(
        'OPTION_INVALID',
        `Cannot set option "${name}" of plug-in "${this.name}": ${typeof value} ${JSON.stringify(String(value))}, expected ${problem}`,
      );
    }
    const is64 = option.type === 'int64' || option.type === 'uint64';
    const converted =
      typeof value === 'bigint' || typeof value === 'number'
        ? (is64 ? BigInt : Number)(value)
        : value;
    this.#session.addon.setOption(this.name, index, converted);
  }

  /**
   * Creates a module of this plug-in; without a name, its only one.
   *
   * @throws PluginError MODULE_NOT_FOUND, MODULE_CREATE_FAILED
   */
  createModule(name?: string, options: CreateModuleOptions = {}): PluginModule {
    const names = this.modules.map((module) => module.name);
    const chosen = name ?? (names.length === 1 ? names[0] : undefined);
    if (chosen === undefined || !names.includes(chosen)) {
      const what = name === undefined ? 'a module without a name' : `module "${name}"`;
      throw new PluginError(
        'MODULE_NOT_FOUND',
        `Cannot create ${what} of plug-in "${this.name}": it offers ${names.length} modules, expected one of ${names.map((each) => `"${each}"`).join(', ')}`,
      );
    }
    const native = new NativeModule(this.#session, this.name, chosen, options);
    const module = new PluginModule(this.#session, native);
    this.#onCreate(module);
    return module;
  }
}

/** What was expected instead, or undefined when the value fits. */
function checkOption(type: OptionType, value: OptionValue): string | undefined {
  switch (type) {
    case 'none':
      return 'nothing: the option takes no value';
    case 'toggle':
      return typeof value === 'boolean' ? undefined : 'a boolean';
    case 'string':
      return typeof value === 'string' && !value.includes('\0')
        ? undefined
        : 'a string without NUL characters';
    case 'float':
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
