// What is wrong with the imports of a module, collected so that one error says all of it.
import type { RawExport } from './bridge/types.js';
import { PluginError } from './errors.js';
import { suggest } from './suggest.js';
import type { ImportShape } from './wasm/reader.js';
import { encodeTypes, type Signature, valueTypeOf } from './wasm/types.js';

/** So many lines of a kind are in a message. */
const SHOWN = 50;

const quote = (text: string) => JSON.stringify(text);

function typeNames(codes: string): string {
  return Array.from(codes, (code) => valueTypeOf(code.charCodeAt(0)) ?? 'another type').join(', ');
}

function signatureText(params: string, results: string): string {
  return `(${typeNames(params)}) -> ${results.length === 1 ? typeNames(results) : `(${typeNames(results)})`}`;
}

/** The type of an export of a module, in words. */
function describeExport(item: RawExport): string {
  switch (item.kind) {
    case 'function':
      return signatureText(item.params, item.results);
    case 'memory':
      return 'a memory';
    case 'table':
      return `a table of ${typeNames(item.type)}`;
    case 'global':
      return `a global ${item.mutable ? 'mut ' : ''}${typeNames(item.type)}`;
  }
}

const ofFunction = ({ params, results }: Signature) =>
  signatureText(encodeTypes(params), encodeTypes(results));

/** The type of an import in the same words, as far as it is known. */
function describeImport({ kind, signature, type, mutable }: ImportShape): string {
  if (kind === 'function') return signature ? ofFunction(signature) : 'a function';
  if (kind === 'table' && type) return `a table of ${type}`;
  if (kind === 'global' && type) return `a global ${mutable ? 'mut ' : ''}${type}`;
  return `a ${kind}`;
}

/** Whether the export may be what is imported; sizes of memories and tables are the engine's to check. */
function fits(wanted: ImportShape, item: RawExport): boolean {
  if (wanted.kind !== item.kind) return false;
  const isKnown = wanted.kind === 'function' ? wanted.signature : wanted.type;
  return !isKnown || describeImport(wanted) === describeExport(item);
}

function list(lines: readonly string[]): string[] {
  return lines.length <= SHOWN
    ? [...lines]
    : [...lines.slice(0, SHOWN), `  and ${lines.length - SHOWN} more`];
}

/** A module of a plug-in and what it exports. */
interface Offer {
  readonly name: string;
  readonly exports: ReadonlyMap<string, RawExport>;
}

export class LinkProblems {
  // Lines of the message.
  readonly #missingModules: string[] = [];
  readonly #missing: string[] = [];
  readonly #mismatched: string[] = [];
  readonly #offers = new Set<Offer>();
  #needsWasi = false;

  get #all(): readonly string[] {
    return [...this.#missingModules, ...this.#missing, ...this.#mismatched];
  }

  /** No plug-in has the module that this is imported from. */
  addModule({ module, name }: ImportShape, offered: readonly string[]): void {
    const meant = suggest(module, offered);
    const end = meant === undefined ? '' : `; did you mean ${quote(meant)}?`;
    this.#missingModules.push(
      `  import ${quote(name)} of module ${quote(module)}: no loaded plug-in has this module${end}`,
    );
    this.#needsWasi ||= /^wasi(_|:)/.test(module);
  }

  /** The module that this is imported from has no export of the name. */
  addExport({ module, name }: ImportShape, offer: Offer): void {
    const meant = suggest(name, offer.exports.keys());
    const end = meant === undefined ? '' : `; did you mean ${quote(meant)}?`;
    this.#missing.push(
      `  import ${quote(name)} of module ${quote(module)}: the module has no such export${end}`,
    );
    this.#offers.add(offer);
  }

  /** Compares the type of an import with that of the export that is to be it. */
  compare(wanted: ImportShape, item: RawExport): void {
    if (fits(wanted, item)) return;
    this.#mismatched.push(
      `  import ${quote(wanted.name)} of module ${quote(wanted.module)}: is ${describeExport(item)}, expected ${describeImport(wanted)}`,
    );
  }

  /**
   * @param tried what was loaded and refused
   * @throws PluginError MODULE_NOT_FOUND, IMPORT_NOT_FOUND, IMPORT_MISMATCH when anything was found
   */
  throwIfAny(tried: () => readonly string[]): void {
    const count = this.#all.length;
    if (count === 0) return;
    const offers = Array.from(this.#offers, ({ name, exports }) => {
      const items = Array.from(exports.values(), (item) =>
        item.kind === 'function'
          ? `${quote(item.name)} ${describeExport(item)}`
          : `${quote(item.name)}, ${describeExport(item)}`,
      );
      return [`module ${quote(name)} exports`, ...list(items.map((item) => `  ${item}`))];
    }).flat();
    const loaded = this.#missingModules.length > 0 ? ['tried', ...tried()] : [];
    const message = [
      `Cannot instantiate: ${count === 1 ? 'an import' : `${count} imports`} cannot be linked`,
      ...list(this.#all),
      ...offers,
      ...loaded,
    ].join('\n');
    const [code, hint] = this.#cause();
    throw new PluginError(code, message, { hint });
  }

  #cause() {
    if (this.#needsWasi) {
      return [
        'MODULE_NOT_FOUND',
        'Pass the imports of node:wasi: instantiate(source, { imports: wasi.getImportObject() })',
      ] as const;
    }
    if (this.#missingModules.length > 0) {
      return [
        'MODULE_NOT_FOUND',
        'Load the plug-in with loadFromPath(path), put it into a default path, or pass { imports }',
      ] as const;
    }
    if (this.#missing.length > 0) {
      return [
        'IMPORT_NOT_FOUND',
        'Load a version of the plug-in that has it, or pass it in { imports }',
      ] as const;
    }
    return ['IMPORT_MISMATCH', 'Build the guest for this version of the plug-in'] as const;
  }
}
