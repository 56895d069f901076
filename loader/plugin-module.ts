// A module a plug-in created, as JavaScript and WebAssembly use it. Made by Plugin and PluginHost.
import { Caller } from './bridge/caller.js';
import type { NativeModule } from './bridge/native-module.js';
import type { Session } from './bridge/session.js';
import { PluginError } from './errors.js';
import type {
  WebAssemblyImportValue,
  WebAssemblyInstance,
  WebAssemblyMemory,
} from './web-assembly.js';

/** An object for WebAssembly.instantiate. */
export type ImportObject = Record<string, Record<string, WebAssemblyImportValue>>;

export type PluginFunctions = Record<string, (...args: unknown[]) => unknown>;

export interface BindOptions {
  /**
   * The memory host functions work on, when the instance does not export it. `null` says that the
   * instance has none.
   */
  memory?: WebAssemblyMemory | null;
}

const natives = new WeakMap<PluginModule, NativeModule>();

export class PluginModule {
  readonly name: string;
  readonly #session: Session;
  readonly #native: NativeModule;
  #functions: PluginFunctions | undefined;
  #caller: Caller | undefined;
  #imports: ImportObject | undefined;

  /** @internal */
  constructor(session: Session, native: NativeModule) {
    this.name = native.name;
    this.#session = session;
    this.#native = native;
    natives.set(this, native);
  }

  /**
   * The module's functions, callable from JavaScript with WebAssembly's own conversions: i64 is a
   * BigInt, several results are an array. Called so, they have no calling module and no memory.
   *
   * @throws PluginError MODULE_DISPOSED
   */
  get functions(): PluginFunctions {
    const native = this.#live('use the functions of');
    this.#functions ??= lazyExports(native, native.outside, 'function') as PluginFunctions;
    return this.#functions;
  }

  /**
   * What a WebAssembly module imports from this one: `{ [module]: { function, memory, ... } }`. Host
   * functions reach the importing instance once it is given to bind().
   *
   * @throws PluginError MODULE_DISPOSED
   */
  get imports(): ImportObject {
    const native = this.#live('use the imports of');
    this.#caller ??= new Caller(this.#session, [native]);
    this.#imports ??= { [this.name]: lazyExports(native, this.#caller) };
    return this.#imports;
  }

  /**
   * Ties `imports` to the instance that imports them: its memory is the one exported as "memory", else
   * the only exported one, else the option's.
   *
   * @throws PluginError ARGUMENT_INVALID; ALREADY_BOUND by another instance; MEMORY_UNREACHABLE when the
   *   instance exports no memory and none is given; MODULE_DISPOSED
   */
  bind(instance: WebAssemblyInstance, { memory }: BindOptions = {}): void {
    this.#live('bind');
    if (!(instance instanceof WebAssembly.Instance)) {
      throw new PluginError(
        'ARGUMENT_INVALID',
        `Cannot bind module "${this.name}": ${typeof instance}, expected a WebAssembly.Instance`,
      );
    }
    if (memory !== undefined && memory !== null && !(memory instanceof WebAssembly.Memory)) {
      throw new PluginError(
        'ARGUMENT_INVALID',
        `Cannot bind module "${this.name}": memory is a ${typeof memory}, expected a WebAssembly.Memory or null`,
      );
    }
    this.imports; // the caller is made with them
    const caller = this.#caller as Caller;
    if (caller.instance === instance) return;
    if (caller.instance) {
      throw new PluginError(
        'ALREADY_BOUND',
        `Cannot bind module "${this.name}": bound to another instance, expected to be bound once`,
        { hint: 'Create a module for each instance' },
      );
    }
    const found = memory === undefined ? exportedMemory(instance) : memory;
    if (found === undefined) {
      throw new PluginError(
        'MEMORY_UNREACHABLE',
        `Cannot bind module "${this.name}": the instance exports no memory, expected one`,
        {
          hint: 'Export the memory, pass { memory }, or { memory: null } if there is none; host.instantiate() needs nothing of this',
        },
      );
    }
    caller.bind(instance, found === null ? [] : [found]);
  }

  /**
   * Ends the module: its native side is freed (during a host call, at its end), and calling its
   * functions becomes an error. Without it, the same happens when the module is garbage.
   */
  [Symbol.dispose](): void {
    this.#native.dispose();
  }

  #live(what: string): NativeModule {
    this.#native.assertLive(what);
    return this.#native;
  }
}

/** @internal The inner side of a module, for PluginHost. Undefined for what is not a module. */
export function nativeOf(module: PluginModule): NativeModule | undefined {
  return natives.get(module);
}

function exportedMemory(instance: WebAssembly.Instance): WebAssembly.Memory | undefined {
  const { memory } = instance.exports;
  if (memory instanceof WebAssembly.Memory) return memory;
  return Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
}

/** An object whose properties are made when they are first read: few modules use all functions. */
function lazyExports(
  native: NativeModule,
  caller: Caller,
  kind?: 'function',
): Record<string, WebAssembly.ImportValue> {
  const object: Record<string, WebAssembly.ImportValue> = {};
  for (const item of native.exports.values()) {
    if (kind && item.kind !== kind) continue;
    Object.defineProperty(object, item.name, {
      configurable: true,
      enumerable: true,
      get: () => {
        const value = native.exportFor(caller, item);
        Object.defineProperty(object, item.name, { value, enumerable: true });
        return value;
      },
    });
  }
  return object;
}
