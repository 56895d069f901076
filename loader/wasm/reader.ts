// Reads what a module's binary says about types, imports and exports, which the JavaScript API does not
// tell, and rewrites a binary so that the loader can reach its memories and its start function.
import { string, unsigned } from './encoder.js';
import { type Limits, type Signature, type ValueType, valueTypeOf } from './types.js';

export interface ImportShape {
  readonly module: string;
  readonly name: string;
}

/** One entry of an index space: where it comes from, when it is imported. */
interface Entry {
  readonly import?: ImportShape;
}

export interface ModuleShape {
  /** Undefined for a function with a type the host call cannot pass. */
  readonly functions: readonly (Entry & { readonly signature: Signature | undefined })[];
  readonly tables: readonly (Entry & {
    readonly type: ValueType | undefined;
    readonly limits: Limits;
  })[];
  readonly memories: readonly (Entry & { readonly limits: Limits })[];
  readonly globals: readonly (Entry & {
    readonly type: ValueType | undefined;
    readonly mutable: boolean;
  })[];
  readonly imports: readonly (ImportShape & { readonly kind: Kind })[];
  readonly exports: readonly {
    readonly name: string;
    readonly kind: Kind;
    readonly index: number;
  }[];
  readonly start: number | undefined;
  readonly sections: readonly Section[];
}

export type Kind = 'function' | 'table' | 'memory' | 'global' | 'tag';

interface Section {
  readonly id: number;
  /** With its header. */
  readonly bytes: Uint8Array;
  /** Without. */
  readonly content: Uint8Array;
}

const KINDS: readonly Kind[] = ['function', 'table', 'memory', 'global', 'tag'];
const TYPE = 1;
const IMPORT = 2;
const FUNCTION = 3;
const TABLE = 4;
const MEMORY = 5;
const GLOBAL = 6;
const EXPORT = 7;
const START = 8;
// The order sections stand in: data count (12) precedes code, tags (13) precede globals.
const ORDER = [TYPE, IMPORT, FUNCTION, TABLE, MEMORY, 13, GLOBAL, EXPORT, START, 9, 12, 10, 11];

/** The binary is not one this reader understands; the engine has the last word on it. */
class Unreadable extends Error {}

class Cursor {
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  get position(): number {
    return this.#at;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Unreadable();
    return byte;
  }

  big(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Unreadable();
  }

  number(): number {
    return Number(this.big());
  }

  take(length: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new Unreadable();
    this.#at += length;
    return bytes;
  }

  text(): string {
    return new TextDecoder().decode(this.take(this.number()));
  }

  list<T>(read: () => T): T[] {
    const count = this.number();
    const items = [];
    for (let i = 0; i < count; i++) items.push(read());
    return items;
  }

  /** A value type, undefined when it is of a later proposal. */
  type(): ValueType | undefined {
    const byte = this.byte();
    if (byte !== 0x63 && byte !== 0x64) return valueTypeOf(byte);
    // (ref null heap) and (ref heap); only the nullable abstract ones have a short name.
    const heap = this.byte();
    if (heap >= 0x80) while (this.byte() >= 0x80);
    return byte === 0x63 && heap >= 0x40 ? valueTypeOf(heap) : undefined;
  }

  limits(): Limits {
    const flags = this.byte();
    const minimum = this.big();
    const rest = { shared: (flags & 2) !== 0, is64: (flags & 4) !== 0 };
    return flags & 1 ? { minimum, maximum: this.big(), ...rest } : { minimum, ...rest };
  }
}

function readSections(bytes: Uint8Array): Section[] {
  const cursor = new Cursor(bytes);
  const header = cursor.take(8);
  if (header.join() !== '0,97,115,109,1,0,0,0') throw new Unreadable();
  const sections = [];
  while (!cursor.done) {
    const start = cursor.position;
    const id = cursor.byte();
    const content = cursor.take(cursor.number());
    sections.push({ id, bytes: bytes.subarray(start, cursor.position), content });
  }
  return sections;
}

function readSignatures(cursor: Cursor): (Signature | undefined)[] {
  return cursor.list(() => {
    // Other forms (recursive groups, structs, arrays) make the numbering of what follows unknowable here.
    if (cursor.byte() !== 0x60) throw new Unreadable();
    const params = cursor.list(() => cursor.type());
    const results = cursor.list(() => cursor.type());
    return params.includes(undefined) || results.includes(undefined)
      ? undefined
      : { params: params as ValueType[], results: results as ValueType[] };
  });
}

/** What a module's binary says, or undefined when it is malformed or uses types of later proposals. */
export function readModule(bytes: Uint8Array): ModuleShape | undefined {
  try {
    const sections = readSections(bytes);
    const cursor = (id: number) =>
      new Cursor(sections.find((section) => section.id === id)?.content ?? new Uint8Array([0]));
    const signatures = readSignatures(cursor(TYPE));
    const functions: ModuleShape['functions'][number][] = [];
    const tables: ModuleShape['tables'][number][] = [];
    const memories: ModuleShape['memories'][number][] = [];
    const globals: ModuleShape['globals'][number][] = [];

    const readTable = (at: Cursor) => {
      const initialised = at.byte();
      if (initialised === 0x40) throw new Unreadable(); // has an initial value: a later proposal
      const type = valueTypeOf(initialised);
      if (type === undefined) throw new Unreadable();
      return { type, limits: at.limits() };
    };
    const importCursor = cursor(IMPORT);
    const imports = importCursor.list(() => {
      const source = { module: importCursor.text(), name: importCursor.text() };
      const kind = KINDS[importCursor.byte()];
      if (kind === 'function') {
        functions.push({ import: source, signature: signatures[importCursor.number()] });
      } else if (kind === 'table') {
        tables.push({ import: source, ...readTable(importCursor) });
      } else if (kind === 'memory') {
        memories.push({ import: source, limits: importCursor.limits() });
      } else if (kind === 'global') {
        const type = importCursor.type();
        globals.push({ import: source, type, mutable: importCursor.byte() === 1 });
      } else if (kind === 'tag') {
        importCursor.byte();
        importCursor.number();
      } else throw new Unreadable();
      return { ...source, kind };
    });
    const functionCursor = cursor(FUNCTION);
    for (const index of functionCursor.list(() => functionCursor.number())) {
      functions.push({ signature: signatures[index] });
    }
    const tableCursor = cursor(TABLE);
    tables.push(...tableCursor.list(() => readTable(tableCursor)));
    const memoryCursor = cursor(MEMORY);
    memories.push(...memoryCursor.list(() => ({ limits: memoryCursor.limits() })));
    const globalCursor = cursor(GLOBAL);
    globals.push(
      ...globalCursor.list(() => {
        const type = globalCursor.type();
        const mutable = globalCursor.byte() === 1;
        skipConstant(globalCursor);
        return { type, mutable };
      }),
    );
    const exportCursor = cursor(EXPORT);
    const exports = exportCursor.list(() => {
      const name = exportCursor.text();
      const kind = KINDS[exportCursor.byte()];
      if (!kind) throw new Unreadable();
      return { name, kind, index: exportCursor.number() };
    });
    const start = sections.find((section) => section.id === START);
    return {
      ...{ functions, tables, memories, globals, imports, exports, sections },
      start: start && new Cursor(start.content).number(),
    };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** Passes over a constant expression. */
function skipConstant(cursor: Cursor): void {
  for (;;) {
    const opcode = cursor.byte();
    if (opcode === 0x0b) return;
    if (opcode === 0x41 || opcode === 0x42 || opcode === 0x23 || opcode === 0xd2) cursor.big();
    else if (opcode === 0x43) cursor.take(4);
    else if (opcode === 0x44) cursor.take(8);
    else if (opcode === 0xd0) cursor.big();
    else if (opcode === 0xfd && cursor.number() === 12) cursor.take(16);
    else if (opcode < 0x6a || opcode > 0x7e) throw new Unreadable(); // add, sub, mul of extended constants
  }
}

export const HIDDEN_PREFIX = 'plugkit:';

/** The names under which expose() exports what was hidden. */
export const HIDDEN = {
  start: `${HIDDEN_PREFIX}start`,
  memory: (index: number) => `${HIDDEN_PREFIX}memory:${index}`,
};

/**
 * A binary in which every memory can be reached from outside and nothing runs during instantiation:
 * hidden memories are exported, and so is the start function, which the caller then has to call.
 * The bytes themselves when there is nothing to do.
 */
export function expose(bytes: Uint8Array, shape: ModuleShape): Uint8Array {
  const added: number[][] = [];
  shape.memories.forEach((memory, index) => {
    const exported = shape.exports.some((item) => item.kind === 'memory' && item.index === index);
    if (!memory.import && !exported) {
      added.push([...string(HIDDEN.memory(index)), 2, ...unsigned(index)]);
    }
  });
  if (shape.start !== undefined) added.push([...string(HIDDEN.start), 0, ...unsigned(shape.start)]);
  if (added.length === 0) return bytes;

  const old = shape.sections.find(({ id }) => id === EXPORT);
  const cursor = new Cursor(old?.content ?? new Uint8Array([0]));
  cursor.number(); // the count, which is rewritten
  const oldItems = old?.content.subarray(cursor.position) ?? [];
  const content = [...unsigned(shape.exports.length + added.length), ...oldItems, ...added.flat()];
  const exportSection = new Uint8Array([EXPORT, ...unsigned(content.length), ...content]);
  const kept = shape.sections.filter(({ id }) => id !== EXPORT && id !== START);
  const after = kept.findIndex(({ id }) => ORDER.indexOf(id) > ORDER.indexOf(EXPORT));
  const at = after < 0 ? kept.length : after;
  const parts = kept.map((section) => section.bytes);
  parts.splice(at, 0, exportSection);
  return Buffer.concat([bytes.subarray(0, 8), ...parts]);
}
