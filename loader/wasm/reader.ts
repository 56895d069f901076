// What a module's binary says about types, imports and exports, which the JavaScript API does not say.
// The engine has accepted the binary before anything is made of this. Each section is read when it is
// asked for, and as far as this reader knows what is in it.
import { Cursor, Unreadable } from './cursor.js';
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

/** What is undefined is unknown, or of a type that the host call cannot pass. */
export interface Types {
  /** Of a table's elements, or a global's value. */
  readonly type?: ValueType | undefined;
  readonly mutable?: boolean | undefined;
  readonly limits?: Limits | undefined;
}

export interface ImportName {
  readonly module: string;
  readonly name: string;
}

export interface ImportShape extends ImportName, Types {
  readonly kind: Kind;
  /** Of a function. */
  readonly signature?: Signature | undefined;
}

/** A table, memory or global; `import` is set for memories that are imported. */
export interface Entry extends Types {
  readonly import?: ImportName | undefined;
}

export interface ExportShape {
  readonly name: string;
  readonly kind: Kind;
  readonly index: number;
}

/** An import without its name; for a function the number of its type. */
interface ImportType extends Types {
  readonly kind: Kind;
  readonly typeIndex?: number;
}

function readTable(at: Cursor): Types {
  const first = at.byte();
  if (first === 0x40) at.skip(1);
  else at.back();
  const table = { type: readValueType(at), limits: readLimits(at) };
  if (first === 0x40) skipConstant(at); // what its elements are at first
  return table;
}

function readMemory(at: Cursor): Types {
  return { limits: readLimits(at) };
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

export function readImportType(at: Cursor): ImportType {
  const byte = at.byte();
  const kind = KINDS[byte === EXACT_FUNCTION ? 0 : byte];
  switch (kind) {
    case 'function':
      return { kind, typeIndex: at.number() };
    case 'table':
      return { kind, ...readTable(at) };
    case 'memory':
      return { kind, ...readMemory(at) };
    case 'global':
      return { kind, ...readGlobalType(at) };
    case 'tag':
      at.skip(1);
      at.skipInteger();
      return { kind };
    default:
      throw new Unreadable();
  }
}

export class ModuleShape {
  readonly #bytes: Uint8Array;
  readonly #sections: ReadonlyMap<number, Section>;
  readonly #listed: () => readonly ImportShape[];
  #types: readonly (Signature | undefined)[] | undefined;
  #importTypes: readonly (ImportType | undefined)[] | undefined;
  #functions: readonly (Signature | undefined)[] | undefined;
  #tables: readonly Types[] | undefined;
  #memories: readonly Entry[] | undefined;
  #globals: readonly Types[] | undefined;
  #exports: readonly ExportShape[] | undefined;
  #memoryNames: ReadonlyMap<number, string> | undefined;

  /**
   * @param bytes of a module, at least up to its code
   * @param listed the engine's list of imports; functions and globals that the engine itself provides
   *   may be missing in it
   */
  constructor(
    bytes: Uint8Array,
    sections: readonly Section[],
    listed: () => readonly ImportShape[],
  ) {
    this.#bytes = bytes;
    this.#sections = new Map(sections.map((section) => [section.id, section]));
    this.#listed = listed;
  }

  /** The items of a section; undefined from the first one on that this reader does not know. */
  #read<T extends object | number>(
    id: number,
    read: (at: Cursor) => T,
  ): readonly (T | undefined)[] {
    const section = this.#sections.get(id);
    if (!section) return [];
    const cursor = new Cursor(this.#bytes, section.content, section.end);
    const items = cursor.list(() => read(cursor));
    // With something left over, the items are not what they were taken for.
    return cursor.done || items.includes(undefined) ? items : items.fill(undefined);
  }

  get #allTypes(): readonly (Signature | undefined)[] {
    if (!this.#types) {
      const entries = this.#read(TYPE, readTypeEntry);
      const end = entries.indexOf(undefined);
      // No type behind an unknown entry has a known number, as that may be a group.
      this.#types = (end < 0 ? entries : entries.slice(0, end)).flatMap((entry) => entry ?? []);
    }
    return this.#types;
  }

  /** The imports of one kind; undefined when they are not known. */
  #imported(kind: Kind): readonly ImportType[] | undefined {
    this.#importTypes ??= this.#read(IMPORT, (at) => {
      at.skipText();
      at.skipText();
      return readImportType(at);
    });
    const isOfKind = (item: ImportType | undefined) => item?.kind === kind;
    if (!this.#importTypes.includes(undefined)) {
      return this.#importTypes.filter(isOfKind) as ImportType[];
    }
    if (kind === 'function' || kind === 'global') return undefined;
    return this.#listed().flatMap((item) => (item.kind === kind ? { kind } : []));
  }

  /** The imports in their order, with their types; as far as they are known. */
  get imports(): readonly ImportShape[] {
    const types = this.#allTypes;
    return this.#read(IMPORT, (at) => {
      const name = { module: at.text(), name: at.text() };
      const { typeIndex, ...rest } = readImportType(at);
      return {
        ...name,
        ...rest,
        signature: typeIndex === undefined ? undefined : types[typeIndex],
      };
    }).filter((item) => item !== undefined);
  }

  #space(kind: Kind, id: number, read: (at: Cursor) => Types): readonly Types[] {
    const imported = this.#imported(kind);
    return imported ? [...imported, ...this.#read(id, read).map((entry) => entry ?? {})] : [];
  }

  /** The types of functions by number. */
  get functions(): readonly (Signature | undefined)[] {
    if (!this.#functions) {
      const types = this.#allTypes;
      const typeOf = (index: number | undefined) => (index === undefined ? index : types[index]);
      const imported = this.#imported('function');
      const defined = this.#read(FUNCTION, (at) => at.number());
      this.#functions = imported
        ? [...imported.map(({ typeIndex }) => typeOf(typeIndex)), ...defined.map(typeOf)]
        : [];
    }
    return this.#functions;
  }

  get tables(): readonly Types[] {
    this.#tables ??= this.#space('table', TABLE, readTable);
    return this.#tables;
  }

  get memories(): readonly Entry[] {
    if (!this.#memories) {
      const all = this.#space('memory', MEMORY, readMemory);
      const imported = this.#imported('memory')?.length ?? 0;
      const names = imported > 0 ? this.#listed().filter(({ kind }) => kind === 'memory') : [];
      this.#memories = all.map(({ limits }, number) => ({ limits, import: names[number] }));
    }
    return this.#memories;
  }

  get globals(): readonly Types[] {
    this.#globals ??= this.#space('global', GLOBAL, readGlobal);
    return this.#globals;
  }

  get exports(): readonly ExportShape[] {
    this.#exports ??= this.#read(EXPORT, (at) => ({
      name: at.text(),
      kind: readKind(at),
      index: at.number(),
    })).filter((item) => item !== undefined);
    return this.#exports;
  }

  /** The number of the start function. */
  get start(): number | undefined {
    const section = this.#sections.get(START);
    return section && new Cursor(this.#bytes, section.content, section.end).number();
  }

  /** The names of exported memories, by number; of one with several names, the first. */
  get memoryNames(): ReadonlyMap<number, string> {
    if (!this.#memoryNames) {
      const names = new Map<number, string>();
      this.#read(EXPORT, (at) => {
        const start = at.position;
        at.skipText();
        const kind = readKind(at);
        const index = at.number();
        if (kind === 'memory' && !names.has(index)) {
          names.set(index, new Cursor(this.#bytes, start).text());
        }
        return index;
      });
      this.#memoryNames = names;
    }
    return this.#memoryNames;
  }

  /** The numbers of the memories that are neither imported nor, as far as is known, exported. */
  get hiddenMemories(): readonly number[] {
    const section = this.#sections.get(MEMORY);
    if (!section) return [];
    const hidden: number[] = [];
    const imported = this.#imported('memory')?.length ?? 0;
    const count = new Cursor(this.#bytes, section.content, section.end).number();
    for (let number = imported; number < imported + count; number += 1) {
      if (!this.memoryNames.has(number)) hidden.push(number);
    }
    return hidden;
  }
}
