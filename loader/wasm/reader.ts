// What a module's binary says about types, imports and exports, which the JavaScript API does not say.
// The engine has accepted the binary before anything is made of this. Each section is read when it is
// asked for, and as far as this reader knows what is in it.
import { Cursor, decodeName, Unreadable } from './cursor.js';
import {
  EXPORT,
  FUNCTION,
  GLOBAL,
  IMPORT,
  MEMORY,
  type Section,
  START,
  TABLE,
  TYPE,
} from './sections.js';
import type { Limits, Signature, ValueType } from './types.js';
import { readLimits, readTypeEntry, readValueType, skipConstant } from './value-types.js';

export type Kind = 'function' | 'table' | 'memory' | 'global' | 'tag';

const KINDS: readonly Kind[] = ['function', 'table', 'memory', 'global', 'tag'];

/** The kind of an imported function whose type may not be a subtype. */
const EXACT_FUNCTION = 0x20;

/** Undefined is what is unknown, or of a type that the host call cannot pass. */
interface Types {
  /** Of a table's elements, or a global's value. */
  readonly type?: ValueType | undefined;
  readonly mutable?: boolean | undefined;
  readonly limits?: Limits | undefined;
}

export interface ImportShape extends Types {
  readonly module: string;
  readonly name: string;
  readonly kind: Kind;
  readonly signature?: Signature | undefined;
}

/** A table, memory or global. */
export interface Entry extends Types {
  readonly import?: ImportShape | undefined;
}

export interface ExportShape {
  readonly name: string;
  readonly kind: Kind;
  readonly index: number;
}

function readTable(at: Cursor): Types {
  const first = at.byte();
  if (first === 0x40) at.skip(1);
  else at.back();
  const table = { type: readValueType(at), limits: readLimits(at) };
  if (first === 0x40) skipConstant(at); // what its elements are at first
  return table;
}

function readGlobalType(at: Cursor): Types {
  const type = readValueType(at);
  const flags = at.byte();
  if (flags > 1) throw new Unreadable();
  return { type, mutable: flags === 1 };
}

function readGlobal(at: Cursor): Types {
  const global = readGlobalType(at);
  skipConstant(at);
  return global;
}

function readKind(at: Cursor): Kind {
  const kind = KINDS[at.byte()];
  if (!kind) throw new Unreadable();
  return kind;
}

function readImport(at: Cursor, types: readonly (Signature | undefined)[]): ImportShape {
  const module = at.text();
  const name = at.text();
  const byte = at.byte();
  const kind = KINDS[byte === EXACT_FUNCTION ? 0 : byte];
  switch (kind) {
    case 'function':
      return { module, name, kind, signature: types[at.number()] };
    case 'table':
      return { module, name, kind, ...readTable(at) };
    case 'memory':
      return { module, name, kind, limits: readLimits(at) };
    case 'global':
      return { module, name, kind, ...readGlobalType(at) };
    case 'tag':
      at.skip(1);
      at.skipInteger();
      return { module, name, kind };
    default:
      throw new Unreadable();
  }
}

/** The items of a section; undefined from the first one on that this reader does not know. */
function readItems<T extends object | number>(
  content: Uint8Array | undefined,
  read: (at: Cursor) => T,
): readonly (T | undefined)[] {
  if (!content) return [];
  const cursor = new Cursor(content);
  const items = cursor.list(() => read(cursor));
  // With something left over, the items are not what they were taken for.
  return cursor.done || items.includes(undefined) ? items : items.fill(undefined);
}

export class ModuleShape {
  readonly #sections: ReadonlyMap<number, Uint8Array>;
  readonly #listed: () => readonly ImportShape[];
  #types: readonly (Signature | undefined)[] | undefined;
  #imports: readonly (ImportShape | undefined)[] | undefined;
  #functions: readonly (Signature | undefined)[] | undefined;
  #tables: readonly Entry[] | undefined;
  #memories: readonly Entry[] | undefined;
  #globals: readonly Entry[] | undefined;
  #exports: readonly ExportShape[] | undefined;
  #memoryNames: ReadonlyMap<number, string> | undefined;

  /**
   * @param listed the engine's list of imports, for when the section cannot be read; functions and
   *   globals that the engine itself provides may be missing in it
   */
  constructor(sections: readonly Section[], listed: () => readonly ImportShape[]) {
    this.#sections = new Map(sections.map(({ id, content }) => [id, content]));
    this.#listed = listed;
  }

  get #allTypes(): readonly (Signature | undefined)[] {
    if (!this.#types) {
      const entries = readItems(this.#sections.get(TYPE), readTypeEntry);
      const end = entries.indexOf(undefined);
      // No type behind an unknown entry has a known number, as that may be a group.
      this.#types = (end < 0 ? entries : entries.slice(0, end)).flatMap((entry) => entry ?? []);
    }
    return this.#types;
  }

  /** The imports in their order; undefined when the section cannot be read whole. */
  get imports(): readonly ImportShape[] | undefined {
    const types = this.#allTypes;
    this.#imports ??= readItems(this.#sections.get(IMPORT), (at) => readImport(at, types));
    return this.#imports.includes(undefined) ? undefined : (this.#imports as ImportShape[]);
  }

  #space(
    kind: Kind,
    id: number,
    read: (at: Cursor) => Types,
    imports: readonly ImportShape[],
  ): readonly Entry[] {
    const imported = imports.filter((item) => item.kind === kind);
    return [
      ...imported.map((item) => ({ ...item, import: item })),
      ...readItems(this.#sections.get(id), read).map((entry) => entry ?? {}),
    ];
  }

  /** The types of functions by number. */
  get functions(): readonly (Signature | undefined)[] {
    if (!this.#functions) {
      const types = this.#allTypes;
      const imported = this.imports?.filter(({ kind }) => kind === 'function');
      const defined = readItems(this.#sections.get(FUNCTION), (at) => at.number());
      this.#functions = imported
        ? [
            ...imported.map(({ signature }) => signature),
            ...defined.map((type) => (type === undefined ? undefined : types[type])),
          ]
        : [];
    }
    return this.#functions;
  }

  get tables(): readonly Entry[] {
    this.#tables ??= this.#space('table', TABLE, readTable, this.imports ?? this.#listed());
    return this.#tables;
  }

  get memories(): readonly Entry[] {
    const read = (at: Cursor) => ({ limits: readLimits(at) });
    this.#memories ??= this.#space('memory', MEMORY, read, this.imports ?? this.#listed());
    return this.#memories;
  }

  get globals(): readonly Entry[] {
    const { imports } = this;
    this.#globals ??= imports ? this.#space('global', GLOBAL, readGlobal, imports) : [];
    return this.#globals;
  }

  get exports(): readonly ExportShape[] {
    this.#exports ??= readItems(this.#sections.get(EXPORT), (at) => ({
      name: at.text(),
      kind: readKind(at),
      index: at.number(),
    })).filter((item) => item !== undefined);
    return this.#exports;
  }

  /** The number of the start function. */
  get start(): number | undefined {
    const content = this.#sections.get(START);
    return content && new Cursor(content).number();
  }

  /** The names of exported memories, by number; of one with several names, the first. */
  get memoryNames(): ReadonlyMap<number, string> {
    if (!this.#memoryNames) {
      const names = new Map<number, string>();
      readItems(this.#sections.get(EXPORT), (at) => {
        const name = at.take(at.number());
        const kind = readKind(at);
        const index = at.number();
        if (kind === 'memory' && !names.has(index)) names.set(index, decodeName(name));
        return index;
      });
      this.#memoryNames = names;
    }
    return this.#memoryNames;
  }

  /** The numbers of the memories that are neither imported nor, as far as is known, exported. */
  get hiddenMemories(): readonly number[] {
    if (!this.#sections.has(MEMORY)) return [];
    return this.memories.flatMap((memory, index) =>
      memory.import || this.memoryNames.has(index) ? [] : [index],
    );
  }
}
