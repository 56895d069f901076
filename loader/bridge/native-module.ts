// A module instance that a plug-in made, and what it exports in JavaScript's form. Native code is freed
// when this object is collected or disposed of. Public face: PluginModule.

import { PluginError } from '../errors.js';
import { createGlobalAccess, createNumericGlobal } from '../wasm/globals.js';
import { bytesOf, setElement } from '../wasm/intrinsics.js';
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
import {
  EXPORT_KINDS,
  type ExportKind,
  type HeldGlobal,
  type HeldMemory,
  type HeldTable,
  type LentReference,
  type ModuleSide,
  type RawExport,
} from './types.js';

const isReference = (codes: string) =>
  codes === encodeTypes(['funcref']) || codes === encodeTypes(['externref']);

export class NativeModule implements ModuleSide {
  readonly name: string;
  readonly objects: (HeldMemory | HeldTable | HeldGlobal)[] = [];
  /** References its plug-in got, by key, when they are to live as long as the module. */
  readonly kept: Map<LentReference['key'], LentReference> | undefined;
  disposed = false;
  readonly #session: Session;
  readonly #instances = new Map<bigint, WebAssembly.ExportValue>();
  #outside: Caller | undefined;

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
    const holdsReferences = session.addon.createModule(this, session, plugin, name);
    if (holdsReferences === undefined) {
      throw new PluginError(
        'MODULE_CREATE_FAILED',
        `Cannot create module "${name}": plug-in "${plugin}" returned a null pointer, expected a module`,
        { hint: 'See what the plug-in logged; it may need an option or a file' },
      );
    }
    if (holdsReferences) this.#attachReferences();
  }

  /** For calls from JavaScript, outside any WebAssembly module. */
  get outside(): Caller {
    this.#outside ??= new Caller(this.#session, [this], { outside: true });
    return this.#outside;
  }

  /** The name under which a stock WasmEdge knows it: the plug-in gives it to the instance. */
  get instanceName(): string {
    return this.#session.addon.instanceName(this);
  }

  /** The names of its exports, of one kind or of all, each once. */
  exportNames(kind?: ExportKind): string[] {
    const { addon } = this.#session;
    const kinds = kind ? [kind] : EXPORT_KINDS;
    const names = kinds.flatMap(
      (each) => addon.exportNames(this, EXPORT_KINDS.indexOf(each)) ?? [],
    );
    return [...new Set(names)];
  }

  /** The export of this name as it is now; of the first of EXPORT_KINDS that has one, unless one is wanted. */
  findExport(name: string, kind?: ExportKind): RawExport | undefined {
    const number = kind && EXPORT_KINDS.indexOf(kind);
    return this.#session.addon.describeExport(this, name, number);
  }

  /** What a plug-in puts into a table or global of its own shall live as long as it is there. */
  #attachReferences(): void {
    for (const kind of ['table', 'global'] as const) {
      for (const name of this.exportNames(kind)) {
        const item = this.findExport(name, kind) as Extract<RawExport, { kind: typeof kind }>;
        if (!isReference(item.type)) continue;
        try {
          this.exportFor(this.outside, item);
        } catch (error) {
          // An export that the engine does not take is an error for those who use it.
          if (!(error instanceof PluginError)) throw error;
        }
      }
    }
  }

  /** @throws PluginError MODULE_DISPOSED */
  assertLive(action: string): void {
    if (!this.disposed) return;
    throw new PluginError(
      'MODULE_DISPOSED',
      `Cannot ${action} module "${this.name}": it was disposed of, expected a live module`,
      { hint: 'Create the module again' },
    );
  }

  /** Frees the native module, once; at the end of the running host call when there is one. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
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
    const instance = this.#attach(this.findExport(item.name, item.kind) as typeof item);
    this.#instances.set(item.pointer, instance);
    return instance;
  }

  #attach(item: Exclude<RawExport, { kind: 'function' }>): WebAssembly.ExportValue {
    const { addon } = this.#session;
    const what = `${item.kind} "${item.name}" of module "${this.name}"`;
    const index = this.objects.length;
    switch (item.kind) {
      case 'memory': {
        const memory = make(what, () => new WebAssembly.Memory(describe(item.limits)));
        this.objects.push({ memory });
        addon.attachMemory(this, item.pointer, index, bytesOf(memory));
        return memory;
      }
      case 'table': {
        const [type] = decodeTypes(item.type, what) as [ReferenceType];
        const element = type === 'funcref' ? 'anyfunc' : type;
        const descriptor = { element, ...describe(item.limits) } as const;
        const table = make(what, () => new WebAssembly.Table(descriptor, null));
        this.#fill(table, item.pointer, type, item.limits);
        this.objects.push({ table, type, caller: this.outside });
        addon.attachTable(this, item.pointer, index);
        return table;
      }
      case 'global': {
        const [type] = decodeTypes(item.type, what) as [ValueType];
        const global = this.#createGlobal(what, type, item.mutable, item.bits);
        const { imports } = this.#session;
        const access = createGlobalAccess(imports, type, item.mutable, global, this.outside);
        this.objects.push({ access });
        addon.attachGlobal(this, item.pointer, index);
        return global;
      }
    }
  }

  /** Puts the references that a table of the plug-in holds into one of JavaScript. */
  #fill(table: WebAssembly.Table, pointer: bigint, type: ReferenceType, { is64 }: Limits): void {
    const entries = this.#session.addon.readTable(pointer);
    for (let i = 0; i < entries.length; i += 2) {
      const at = is64 ? BigInt(entries[i] as number) : (entries[i] as number);
      setElement(table, at, this.#reference(type, entries[i + 1] as bigint));
    }
  }

  #createGlobal(what: string, type: ValueType, mutable: boolean, bits: bigint): WebAssembly.Global {
    if (type !== 'funcref' && type !== 'externref') {
      return make(what, () => createNumericGlobal(type, mutable, bits));
    }
    const value = type === 'funcref' ? 'anyfunc' : type;
    const reference = this.#reference(type, bits) as never;
    return make(what, () => new WebAssembly.Global({ value, mutable }, reference));
  }

  #reference(type: ReferenceType, pointer: bigint): unknown {
    if (pointer === 0n) return null;
    if (type === 'funcref') return this.outside.functionAt(pointer, this);
    return this.#session.references.externAt(this.outside, pointer);
  }
}

/** What the engine makes; it refuses limits that make no sense to it, and sizes it cannot have. */
function make<T>(what: string, create: () => T): T {
  try {
    return create();
  } catch (cause) {
    throw new PluginError(
      'TYPE_UNSUPPORTED',
      `Cannot use ${what}: the engine does not make one of its type: ${cause instanceof Error ? cause.message : cause}`,
      { cause, hint: 'Run this plug-in in a stock WasmEdge' },
    );
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
