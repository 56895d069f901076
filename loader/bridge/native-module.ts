// A module instance that a plug-in made, and what it exports in JavaScript's form. Native code is freed
// when this object is collected or disposed of. Public face: PluginModule.

import { PluginError } from '../errors.js';
import { createGlobalAccess, createNumericGlobal } from '../wasm/adapter.js';
import {
  decodeTypes,
  encodeTypes,
  type Limits,
  type ReferenceType,
  type ValueType,
} from '../wasm/types.js';
import { Caller } from './caller.js';
import type { CreateModuleOptions } from './options.js';
import type { Session } from './session.js';
import type {
  HeldGlobal,
  HeldMemory,
  HeldTable,
  LentReference,
  ModuleSide,
  RawExport,
} from './types.js';

const isReference = (codes: string) =>
  codes === encodeTypes(['funcref']) || codes === encodeTypes(['externref']);

export class NativeModule implements ModuleSide {
  readonly name: string;
  readonly objects: (HeldMemory | HeldTable | HeldGlobal)[] = [];
  readonly exports: ReadonlyMap<string, RawExport>;
  /** References its plug-in got, by key, when they are to live as long as the module. */
  readonly kept: Map<LentReference['key'], LentReference> | undefined;
  /** For calls from JavaScript, outside any WebAssembly module. */
  readonly outside: Caller;
  readonly #session: Session;
  readonly #instances = new Map<bigint, WebAssembly.ExportValue>();
  #disposed = false;

  /** @throws PluginError MODULE_CREATE_FAILED */
  constructor(
    session: Session,
    plugin: string,
    name: string,
    { keepReferences = false }: CreateModuleOptions = {},
  ) {
    this.name = name;
    this.kept = keepReferences ? new Map() : undefined;
    this.#session = session;
    if (!session.addon.createModule(this, plugin, name)) {
      throw new PluginError(
        'MODULE_CREATE_FAILED',
        `Cannot create module "${name}": plug-in "${plugin}" returned a null pointer, expected a module`,
        { hint: 'See what the plug-in logged; it may need an option or a file' },
      );
    }
    this.exports = new Map(session.addon.listExports(this).map((item) => [item.name, item]));
    this.outside = new Caller(session, [this], { outside: true });
    // What a plug-in puts into a table or global of its own shall live as long as it is there.
    for (const item of this.exports.values()) {
      if (item.kind !== 'function' && item.kind !== 'memory' && isReference(item.type)) {
        this.exportFor(this.outside, item);
      }
    }
  }

  /** @throws PluginError MODULE_DISPOSED */
  assertLive(action: string): void {
    if (!this.#disposed) return;
    throw new PluginError(
      'MODULE_DISPOSED',
      `Cannot ${action} module "${this.name}": it was disposed of, expected a live module`,
      { hint: 'Create the module again' },
    );
  }

  /** Frees the native module, once; at the end of the running host call when there is one. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.kept?.clear();
    this.#session.addon.deleteModule(this);
  }

  /**
   * The export of this name for a caller: functions know who calls, the rest is one for all.
   *
   * @throws PluginError MODULE_DISPOSED, TYPE_UNSUPPORTED
   */
  exportFor(caller: Caller, item: RawExport): WebAssembly.ExportValue {
    this.assertLive(`use "${item.name}" of`);
    if (item.kind === 'function') return caller.functionOf(this, item);
    const known = this.#instances.get(item.pointer);
    if (known) return known;
    // Asked again: sizes and values are those of now.
    const now = this.#session.addon.listExports(this).find(({ name }) => name === item.name);
    const instance = this.#attach(now as typeof item);
    this.#instances.set(item.pointer, instance);
    return instance;
  }

  #attach(item: Exclude<RawExport, { kind: 'function' }>): WebAssembly.ExportValue {
    const { addon } = this.#session;
    const what = `${item.kind} "${item.name}" of module "${this.name}"`;
    const index = this.objects.length;
    switch (item.kind) {
      case 'memory': {
        const memory = new WebAssembly.Memory(describe(item.limits));
        this.objects.push({ memory });
        addon.attachMemory(this, item.pointer, index, new Uint8Array(memory.buffer));
        return memory;
      }
      case 'table': {
        const [type] = decodeTypes(item.type, what) as [ReferenceType];
        const table = this.#createTable(item.pointer, type, item.limits);
        this.objects.push({ table, type, caller: this.outside });
        addon.attachTable(this, item.pointer, index);
        return table;
      }
      case 'global': {
        const [type] = decodeTypes(item.type, what) as [ValueType];
        const global = this.#createGlobal(type, item.mutable, item.bits);
        const { imports } = this.#session;
        const access = createGlobalAccess(imports, type, item.mutable, global, this.outside);
        this.objects.push({ access });
        addon.attachGlobal(this, item.pointer, index);
        return global;
      }
    }
  }

  #createTable(pointer: bigint, type: ReferenceType, limits: Limits): WebAssembly.Table {
    const element = type === 'funcref' ? 'anyfunc' : type;
    const table = new WebAssembly.Table({ element, ...describe(limits) }, null);
    const values = this.#session.addon.readTable(pointer);
    values.forEach((value, at) => {
      table.set(at, this.#reference(type, value));
    });
    return table;
  }

  #createGlobal(type: ValueType, mutable: boolean, bits: bigint): WebAssembly.Global {
    if (type !== 'funcref' && type !== 'externref') return createNumericGlobal(type, mutable, bits);
    const value = type === 'funcref' ? 'anyfunc' : type;
    return new WebAssembly.Global({ value, mutable }, this.#reference(type, bits) as never);
  }

  #reference(type: ReferenceType, pointer: bigint): unknown {
    if (pointer === 0n) return null;
    if (type === 'funcref') return this.outside.functionAt(pointer, this);
    return this.#session.references.externAt(this.outside, pointer);
  }
}

function describe({ minimum, maximum, shared, is64 }: Limits): WebAssembly.MemoryDescriptor {
  // 64-bit limits are BigInts there, and `address` says so.
  const size = (value: bigint) => (is64 ? value : Number(value)) as number;
  return {
    initial: size(minimum),
    ...(maximum === undefined ? {} : { maximum: size(maximum) }),
    ...(shared ? { shared } : {}),
    ...(is64 ? { address: 'i64' } : {}),
  };
}
