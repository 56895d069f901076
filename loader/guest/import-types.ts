// The types of imports and of what plug-ins export, in words, and whether they are the same.
import type { RawExport } from '../bridge/types.js';
import type { ImportShape } from '../wasm/reader.js';
import { encodeTypes, valueTypeOf } from '../wasm/types.js';

function typeNames(codes: string): string {
  return Array.from(codes, (code) => valueTypeOf(code.charCodeAt(0)) ?? 'another type').join(', ');
}

function signatureText(params: string, results: string): string {
  const returned = typeNames(results);
  return `(${typeNames(params)}) -> ${results.length === 1 ? returned : `(${returned})`}`;
}

/** What a module of a plug-in exports. */
export function describeExport(item: RawExport): string {
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

/** What is imported, as far as it is known. */
export function describeImport({ kind, signature, type, mutable }: ImportShape): string {
  if (signature)
    return signatureText(encodeTypes(signature.params), encodeTypes(signature.results));
  if (kind === 'table' && type) return `a table of ${type}`;
  if (kind === 'global' && type) return `a global ${mutable ? 'mut ' : ''}${type}`;
  return `a ${kind}`;
}

/** Whether an export may be what is imported. Sizes are not compared, nor what is not known. */
export function fits(wanted: ImportShape, item: RawExport): boolean {
  if (wanted.kind !== item.kind) return false;
  const isKnown = wanted.signature ?? wanted.type;
  return isKnown === undefined || describeImport(wanted) === describeExport(item);
}
