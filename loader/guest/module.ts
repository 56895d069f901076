// A module of a plug-in in Node's own engine.
import { Caller } from '../bridge/caller.js';
import type { NativeModule } from '../bridge/native-module.js';
import type { Session } from '../bridge/session.js';
import type { RawExport } from '../bridge/types.js';
import type { EngineModule } from '../engine-module.js';
import { PluginError } from '../errors.js';
import { type ModuleExport, moduleExports } from '../module-exports.js';
import { check, invalid, optional, options } from '../validate.js';
import { isInstance, isMemory } from '../wasm/brands.js';
import type { ImportObject } from '../web-assembly.js';
import { knownInstance } from './known-instances.js';

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

export class V8Module implements EngineModule {
  readonly native: NativeModule;
  readonly #session: Session;
  #functions: object | undefined;
  #caller: Caller | undefined;
  #imports: ImportObject | undefined;

  constructor(session: Session, native: NativeModule) {
    this.#session = session;
    this.native = native;
  }

  get exports(): readonly ModuleExport[] {
    return moduleExports(this.#live('list the exports of'));
  }

  get functions(): object {
    const native = this.#live('use the functions of');
    this.#functions ??= lazyExports(native, native.outside, 'function');
    return this.#functions;
  }

  get imports(): ImportObject {
    const native = this.#live('use the imports of');
    this.#caller ??= new Caller(this.#session, [native]);
    if (!this.#imports) {
      const values = lazyExports(native, this.#caller);
      // By both names: guests of a stock WasmEdge import by the instance's.
      const names = { [native.name]: values, [native.instanceName]: values };
      this.#imports = Object.assign(Object.create(null) as ImportObject, names);
    }
    return this.#imports;
  }

  bind(instance: unknown, options: unknown): void {
    this.#live('bind');
    const action = `bind module "${this.native.name}"`;
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

  dispose(): void {
    this.native.dispose();
  }

  #live(what: string): NativeModule {
    this.native.assertLive(what);
    return this.native;
  }
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
