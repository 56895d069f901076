// A module that a plug-in created, as JavaScript and WebAssembly use it.
import { Caller } from './bridge/caller.js';
import type { NativeModule } from './bridge/native-module.js';
import type { Session } from './bridge/session.js';
import type { RawExport } from './bridge/types.js';
import { PluginError } from './errors.js';
import { knownInstance } from './known-instances.js';
import { check, invalid, optional, options } from './validate.js';
import { isInstance, isMemory } from './wasm/brands.js';
import type {
  WebAssemblyImportValue,
  WebAssemblyInstance,
  WebAssemblyMemory,
} from './web-assembly.js';

/** An object for WebAssembly.instantiate(): `{ [module]: { [export]: value } }`. Neither has a prototype. */
export type ImportObject = Record<string, Record<string, WebAssemblyImportValue>>;

/** The functions of a module whose types are not known, by name. The object has no prototype. */
export type PluginFunctions = Record<string, (...args: unknown[]) => unknown>;

/** What PluginModule.bind() takes beside the instance. */
export interface BindOptions {
  /**
   * The memory that host functions work on, when the instance does not export it. `null` says that the
   * instance has none.
   */
  memory?: WebAssemblyMemory | null;
}

const checkBindOptions = options({
  fields: {
    memory: optional(
      check<WebAssembly.Memory | null>(
        'a WebAssembly.Memory or null',
        (value) => value === null || isMemory(value),
      ),
    ),
  },
  example: '{ memory: null }',
});

const natives = new WeakMap<object, NativeModule>();

/**
 * A module that a plug-in created: functions, memories, tables and globals.
 *
 * @typeParam Functions - the functions it offers, for TypeScript
 */
export class PluginModule<Functions extends object = PluginFunctions> {
  /** The module's name, under which WebAssembly imports it. */
  readonly name: string;
  /** The name of the plug-in that created it; PluginHost.findPlugin() has the rest. */
  readonly plugin: string;
  readonly #session: Session;
  readonly #native: NativeModule;
  #functions: Functions | undefined;
  #caller: Caller | undefined;
  #imports: ImportObject | undefined;

  /** @internal */
  constructor(session: Session, plugin: string, native: NativeModule) {
    this.name = native.name;
    this.plugin = plugin;
    this.#session = session;
    this.#native = native;
    natives.set(this, native);
  }

  /**
   * The module's functions, callable from JavaScript with WebAssembly's own conversions: i64 is a
   * bigint, several results are an array. Called so, a function has its own module for a caller, as in a
   * stock WasmEdge: its memory is the first that the module itself has, if any. The object has no
   * prototype.
   *
   * @throws PluginError MODULE_DISPOSED; TYPE_UNSUPPORTED when a function is read whose type no call can pass
   */
  get functions(): Functions {
    const native = this.#live('use the functions of');
    this.#functions ??= lazyExports(native, native.outside, 'function') as Functions;
    return this.#functions;
  }

  /**
   * What a WebAssembly module imports from this one: `{ [module]: { [export]: value } }`, for
   * WebAssembly.instantiate(). Its host functions work on the importing instance once that is given to bind().
   *
   * @throws PluginError MODULE_DISPOSED; TYPE_UNSUPPORTED when an export is read whose type no call can pass
   */
  get imports(): ImportObject {
    const native = this.#live('use the imports of');
    this.#caller ??= new Caller(this.#session, [native]);
    this.#imports ??= Object.assign(Object.create(null) as ImportObject, {
      [this.name]: lazyExports(native, this.#caller),
    });
    return this.#imports;
  }

  /**
   * Ties `imports` to the instance that imports them: its memory is the one exported as "memory", else
   * the only exported one, else the option's. Once for each module; again with the same instance does nothing.
   *
   * @param instance - an instance that was given `imports`, of any realm
   * @param options - its memory, when it is not exported
   * @throws PluginError ARGUMENT_INVALID; ALREADY_BOUND by another instance; MEMORY_UNREACHABLE when the
   *   instance exports no memory and none is given; MODULE_DISPOSED
   */
  bind(instance: WebAssemblyInstance, options?: BindOptions): void {
    this.#live('bind');
    const action = `bind module "${this.name}"`;
    if (!isInstance(instance)) {
      throw invalid(instance, { action, name: 'the instance' }, 'a WebAssembly.Instance');
    }
    const { memory } = checkBindOptions(options, { action, name: 'the second argument' });
    this.imports; // the caller is made with them
    const caller = this.#caller as Caller;
    if (caller.instance === instance) return;
    if (caller.instance) {
      throw new PluginError(
        'ALREADY_BOUND',
        `Cannot ${action}: it is bound to another instance, expected to be bound once`,
        { hint: 'Create a module for each instance' },
      );
    }
    const known = memory === undefined ? knownInstance(instance) : undefined;
    if (known) {
      caller.bind(instance, known.memories, known.shape);
      return;
    }
    const found = memory === undefined ? exportedMemory(instance) : memory;
    if (found === undefined) {
      throw new PluginError(
        'MEMORY_UNREACHABLE',
        `Cannot ${action}: the instance exports no memory, expected one`,
        {
          hint: 'Export the memory, pass { memory }, or { memory: null } if there is none; host.instantiate() needs nothing of this',
        },
      );
    }
    caller.bind(instance, found === null ? [] : [found]);
  }

  /**
   * Ends the module: its native side is freed (during a host call, at its end), and calling its
   * functions becomes an error. A second time does nothing. Without it, the module is freed when it is
   * collected as garbage.
   */
  dispose(): void {
    this.#native.dispose();
  }

  /** The same as dispose(), for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #live(what: string): NativeModule {
    this.#native.assertLive(what);
    return this.#native;
  }
}

/** @internal The inner side of a module. Undefined for what is not a module. */
export function nativeOf(module: PluginModule<object>): NativeModule | undefined {
  return natives.get(module);
}

function exportedMemory(instance: WebAssembly.Instance): WebAssembly.Memory | undefined {
  const { memory } = instance.exports;
  if (isMemory(memory)) return memory;
  return Object.values(instance.exports).find(isMemory);
}

/**
 * An object whose properties are made when they are first read: few modules use all functions. It has no
 * prototype, so that no name is found that the module does not export.
 */
function lazyExports(
  native: NativeModule,
  caller: Caller,
  kind?: 'function',
): Record<string, WebAssembly.ImportValue> {
  const object: Record<string, WebAssembly.ImportValue> = Object.create(null);
  for (const name of native.exportNames(kind)) {
    Object.defineProperty(object, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        native.assertLive(`use "${name}" of`);
        const value = native.exportFor(caller, native.findExport(name, kind) as RawExport);
        Object.defineProperty(object, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return object;
}
