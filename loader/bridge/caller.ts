// One user of plug-in modules: a WebAssembly instance, or JavaScript itself. It has its own binding of
// every host function it uses, so that the function knows whose memory and exports it works on.
import { types } from 'node:util';
import { PluginError } from '../errors.js';
import { isGlobal, isMemory, isTable } from '../wasm/brands.js';
import { createForward } from '../wasm/forward.js';
import { createGlobalAccess } from '../wasm/globals.js';
import { bufferOf, lengthOf } from '../wasm/intrinsics.js';
import { isMemory64, typeOfTable } from '../wasm/links.js';
import type { ModuleShape } from '../wasm/reader.js';
import {
  decodeSignature,
  encodeTypes,
  type Limits,
  type Signature,
  VALUE_TYPES,
  type ValueType,
} from '../wasm/types.js';
import type { Session } from './session.js';
import { createTrap } from './trap.js';
import type {
  CallingSide,
  HeldFunction,
  HeldGlobal,
  HeldMemory,
  HeldTable,
  LentReference,
  LentValue,
  ModuleSide,
  Owner,
  RawExport,
} from './types.js';

export interface CallerOptions {
  /** Calls come from JavaScript: each function then has its own module for a caller. */
  outside?: boolean;
}

/** A size for limits that only the binary would tell. */
const atLeast = (minimum: number): Limits => ({
  minimum: BigInt(minimum),
  shared: false,
  is64: false,
});

/** The same of a memory, in pages, with what JavaScript says of it. */
function limitsOf(memory: WebAssembly.Memory): Limits {
  const buffer = bufferOf(memory);
  const shared = types.isSharedArrayBuffer(buffer);
  const is64 = isMemory64(memory, shared);
  return { minimum: BigInt(Math.floor(buffer.byteLength / 65536)), shared, is64 };
}

/** WebAssembly's own limit on the parameters of a function, and on its results. */
const MOST_VALUES = 1000;

function assertCallable(name: string, { params, results }: Signature): void {
  const most = Math.max(params.length, results.length);
  if (most <= MOST_VALUES) return;
  throw new PluginError(
    'TYPE_UNSUPPORTED',
    `Cannot use ${name}: it has ${params.length} parameters and ${results.length} results, expected at most ${MOST_VALUES} of each`,
    { hint: 'Pass values in memory' },
  );
}

export class Caller implements CallingSide {
  readonly objects: (HeldFunction | HeldMemory | HeldTable | HeldGlobal)[] = [];
  /** `module.function` of each binding, by its number, for messages. */
  readonly functionNames: string[] = [];
  readonly #session: Session;
  readonly #modules: Set<ModuleSide>;
  keeps = false;
  readonly #adapters = new Map<bigint, { module: ModuleSide; adapter: CallableFunction }>();
  #instance: WebAssembly.Instance | undefined;
  #shape: ModuleShape | undefined;

  constructor(
    session: Session,
    modules: readonly ModuleSide[],
    { outside = false }: CallerOptions = {},
  ) {
    this.#session = session;
    this.#modules = new Set(modules);
    this.keeps = modules.some(({ kept }) => kept !== undefined);
    session.addon.createCaller(this, session, modules.map(({ name }) => name).join(' '), outside);
    // Until bind() puts a memory here, the addon finds none and says so.
    if (!outside) {
      this.objects.length = 1;
      session.addon.setMemory(this, 0, 0, atLeast(0));
    }
  }

  get instance(): WebAssembly.Instance | undefined {
    return this.#instance;
  }

  /** Keeps what a plug-in got a pointer to, in modules that want it. */
  keep(reference: LentReference): void {
    for (const { kept } of this.#modules) kept?.set(reference.key, reference);
  }

  /** A kept external reference. */
  keptExtern(key: number): LentValue | undefined {
    for (const { kept } of this.#modules) {
      const reference = kept?.get(key);
      if (reference) return reference as LentValue;
    }
    return undefined;
  }

  /** Whether this module is the only one whose functions the caller calls. */
  usesOnly(module: object): boolean {
    return this.#modules.size === 1 && this.#modules.has(module as ModuleSide);
  }

  /** The adapter of a module's function. */
  functionOf(module: ModuleSide, item: Extract<RawExport, { kind: 'function' }>): CallableFunction {
    const name = `${module.name}.${item.name}`;
    return this.#known(item.pointer) ?? this.#adapt(module, item.pointer, name, item);
  }

  /** The adapter of a pointer; after its module's end, the pointer may be another function's. */
  #known(pointer: bigint): CallableFunction | undefined {
    const known = this.#adapters.get(pointer);
    return known?.module.disposed ? undefined : known?.adapter;
  }

  /** The function behind a pointer that a plug-in gave as a reference. */
  functionAt(pointer: bigint, owner?: ModuleSide): CallableFunction {
    const { addon } = this.#session;
    const known = this.#known(pointer);
    if (known) return known;
    const raw = addon.describeFunction(pointer);
    if (!raw) {
      throw createTrap(
        'Cannot use a function reference: its instance is gone, or is of another thread, expected one that lives in this thread',
        {
          code: 'REFERENCE_RELEASED',
          hint: 'If its plug-in keeps references, create the module with { keepReferences: true }',
        },
      );
    }
    if (raw.owner) return ((raw.owner as Owner).objects[raw.index] as HeldFunction).target;
    const [first] = this.#modules;
    // A function that no module has is as good as the module whose function gave it.
    const giver = owner ?? addon.returningModule() ?? addon.currentModule() ?? first;
    const module = (raw.module ?? giver) as ModuleSide | undefined;
    return this.#adapt(module as ModuleSide, pointer, `${module?.name}.<funcref>`, raw);
  }

  #adapt(
    module: ModuleSide,
    pointer: bigint,
    name: string,
    types: { params: string; results: string },
  ): CallableFunction {
    const { addon, imports, references } = this.#session;
    const signature = decodeSignature(types.params, types.results, name);
    assertCallable(name, signature);
    this.#modules.add(module);
    this.keeps ||= module.kept !== undefined;
    const { at } = imports.places.placeOf(signature);
    const slot = addon.bindFunction(this, module, pointer, at);
    this.functionNames.push(name);
    const adapter = createForward(imports, signature, slot, this);
    this.#adapters.set(pointer, { module, adapter });
    references.setHostFunction(adapter, pointer, module);
    references.setSignature(adapter, signature);
    return adapter;
  }

  /**
   * Ties the host functions to the instance that imports them.
   *
   * @param memories by index; a hole is one that cannot be reached, none at all means there is none
   */
  bind(
    instance: WebAssembly.Instance,
    memories: readonly (WebAssembly.Memory | undefined)[],
    shape?: ModuleShape,
  ): void {
    this.#instance = instance;
    this.#shape = shape;
    if (memories.length === 0) this.#session.addon.clearMemory(this);
    memories.forEach((memory, number) => {
      if (!memory) return;
      const limits = shape?.memories[number]?.limits ?? limitsOf(memory);
      // At index 0 the constructor left a hole.
      const index = number === 0 ? 0 : this.objects.length;
      this.objects[index] = { memory };
      this.#session.addon.setMemory(this, number, index, limits);
    });
  }

  /**
   * The type of the instance's function of this name. V8 names WebAssembly's functions by their index;
   * one of another instance may have the name, too.
   */
  signatureNamed(name: string): Signature | undefined {
    const signature = this.#shape?.functions[Number(name)];
    return signature?.isNominal ? undefined : signature; // the engine could not say that it is wrong
  }

  /** Adds the instance's exports to the native side of the caller; the addon asks for it once. */
  populate(): void {
    const shapes = new Map(this.#shape?.exports.map((item) => [item.name, item.index]));
    for (const [name, value] of Object.entries(this.#instance?.exports ?? {})) {
      const number = shapes.get(name);
      if (typeof value === 'function') this.#addFunction(name, value);
      else if (isMemory(value)) this.#addMemory(name, value, number);
      else if (isTable(value)) this.#addTable(name, value, number);
      else if (isGlobal(value)) this.#addGlobal(name, value, number);
    }
  }

  #addFunction(name: string, target: CallableFunction): void {
    const { addon, references } = this.#session;
    const signature = references.signatureOf(target);
    const index = this.objects.push({ target, caller: this, signature, call: undefined }) - 1;
    if (signature) {
      const { params, results } = signature;
      addon.addFunction(this, name, index, encodeTypes(params), encodeTypes(results));
    } else addon.addFunction(this, name, index);
  }

  #addMemory(name: string, memory: WebAssembly.Memory, number: number | undefined): void {
    const index = this.objects.push({ memory }) - 1;
    const limits = number === undefined ? undefined : this.#shape?.memories[number]?.limits;
    this.#session.addon.addMemory(this, name, index, limits ?? limitsOf(memory));
  }

  #addTable(name: string, table: WebAssembly.Table, number: number | undefined): void {
    const shape = number === undefined ? undefined : this.#shape?.tables[number];
    const found = typeOfTable(table);
    if (!found) return; // a plug-in could not use it
    const { type, is64 } = found;
    const index = this.objects.push({ table, type, caller: this }) - 1;
    const limits = shape?.limits ?? { ...atLeast(Number(lengthOf(table))), is64 };
    this.#session.addon.addTable(this, name, index, encodeTypes([type]), limits);
  }

  #addGlobal(name: string, global: WebAssembly.Global, number: number | undefined): void {
    const shape = number === undefined ? undefined : this.#shape?.globals[number];
    const guesses: [ValueType, boolean][] = shape?.type
      ? [[shape.type, shape.mutable === true]]
      : VALUE_TYPES.flatMap((type) => [
          [type, false],
          [type, true],
        ]);
    const { addon, imports } = this.#session;
    for (const [type, mutable] of guesses) {
      try {
        const access = createGlobalAccess(imports, type, mutable, global, this);
        const index = this.objects.push({ access }) - 1;
        addon.addGlobal(this, name, index, encodeTypes([type]), mutable);
        return;
      } catch (error) {
        if (!(error instanceof WebAssembly.LinkError)) throw error;
      }
    }
  }
}
