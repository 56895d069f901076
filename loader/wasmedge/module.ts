// A module of a plug-in in a stock libwasmedge.
import type { RawExport } from '../bridge/types.js';
import type { EngineModule } from '../engine-module.js';
import { PluginError } from '../errors.js';
import { type ModuleExport, moduleExports } from '../module-exports.js';
import { encodeTypes } from '../wasm/types.js';
import type { ImportObject } from '../web-assembly.js';
import {
  exportOf,
  findNative,
  globalType,
  type NativeKind,
  tableType,
  typeCode,
} from './exports.js';
import { Owner } from './lifetime.js';
import type { Runtime } from './runtime.js';

const LISTS = {
  function: ['ModuleInstanceListFunctionLength', 'ModuleInstanceListFunction'],
  memory: ['ModuleInstanceListMemoryLength', 'ModuleInstanceListMemory'],
  table: ['ModuleInstanceListTableLength', 'ModuleInstanceListTable'],
  global: ['ModuleInstanceListGlobalLength', 'ModuleInstanceListGlobal'],
} as const satisfies Record<NativeKind, unknown>;

const KINDS = Object.keys(LISTS) as NativeKind[];

/** Only their kind is of interest: sizes are not compared. */
const UNKNOWN_LIMITS = { minimum: 0n, shared: false, is64: false };

export class WasmEdgeModule implements EngineModule {
  readonly name: string;
  readonly instance: bigint;
  readonly owner: Owner;
  /** Functions given to it stay valid until it ends. */
  readonly keepsReferences: boolean;
  readonly #runtime: Runtime;
  #functions: object | undefined;

  constructor(runtime: Runtime, name: string, instance: bigint, keepsReferences: boolean) {
    const { api } = runtime;
    this.name = name;
    this.instance = instance;
    this.keepsReferences = keepsReferences;
    this.owner = new Owner([], [() => api.ModuleInstanceDelete(instance)]);
    this.#runtime = runtime;
  }

  /** @throws PluginError MODULE_DISPOSED */
  assertLive(action: string): void {
    if (this.owner.ended === undefined) return;
    throw new PluginError(
      'MODULE_DISPOSED',
      `Cannot ${action} module "${this.name}": it was disposed of, expected a live module`,
      { hint: 'Create the module again' },
    );
  }

  get exports(): readonly ModuleExport[] {
    this.assertLive('list the exports of');
    return moduleExports(this);
  }

  get functions(): object {
    this.assertLive('use the functions of');
    if (!this.#functions) {
      const functions = Object.create(null) as object;
      for (const name of this.exportNames('function')) {
        Object.defineProperty(functions, name, {
          configurable: true,
          enumerable: true,
          get: () => {
            this.assertLive(`use "${name}" of`);
            const pointer = findNative(this.#runtime, this.instance, 'function', name) as bigint;
            const origin = { owner: this.owner, instance: this.instance, name };
            const value = exportOf(this.#runtime, origin, 'function', pointer);
            Object.defineProperty(functions, name, { value, enumerable: true });
            return value;
          },
        });
      }
      this.#functions = functions;
    }
    return this.#functions;
  }

  get imports(): ImportObject {
    throw this.#unsupported('use the imports of');
  }

  bind(): void {
    throw this.#unsupported('bind');
  }

  #unsupported(action: string): PluginError {
    return new PluginError(
      'ENGINE_UNSUPPORTED',
      `Cannot ${action} module "${this.name}": its engine is "wasmedge", and Node's own WebAssembly cannot import from it`,
      { hint: 'Use host.instantiate(), or the engine "v8"' },
    );
  }

  dispose(): void {
    this.owner.end(
      `Cannot call through module "${this.name}": it was disposed of, expected a live module`,
    );
  }

  /** The names of its exports, of one kind or of all, each once. */
  exportNames(kind?: NativeKind): string[] {
    const { api } = this.#runtime;
    const names = (kind ? [kind] : KINDS).flatMap((each) => {
      const [length, list] = LISTS[each];
      return this.#runtime.names(api[length], api[list], this.instance);
    });
    return [...new Set(names)];
  }

  findExport(name: string): RawExport | undefined {
    for (const kind of KINDS) {
      const pointer = findNative(this.#runtime, this.instance, kind, name);
      if (pointer !== undefined) return this.#describe(name, kind, pointer);
    }
    return undefined;
  }

  #describe(name: string, kind: NativeKind, pointer: bigint): RawExport {
    const runtime = this.#runtime;
    switch (kind) {
      case 'function': {
        const { params, results } = runtime.signatureAt(pointer, `${this.name}.${name}`);
        return { name, pointer, kind, params: encodeTypes(params), results: encodeTypes(results) };
      }
      case 'memory':
        return { name, pointer, kind, limits: UNKNOWN_LIMITS };
      case 'table': {
        const type = typeCode(tableType(runtime, pointer));
        return { name, pointer, kind, type, limits: UNKNOWN_LIMITS };
      }
      case 'global': {
        const { type, mutable } = globalType(runtime, pointer);
        return { name, pointer, kind, type: typeCode(type), mutable, bits: 0n };
      }
    }
  }
}
