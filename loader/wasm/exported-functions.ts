// The functions that a binary exports, with their types.
import { ModuleShape } from './reader.js';
import { readSections } from './sections.js';
import type { ValueType } from './types.js';

export interface ExportedFunction {
  readonly name: string;
  /** Undefined when its type is not known here, as are the results. */
  readonly params: readonly ValueType[] | undefined;
  readonly results: readonly ValueType[] | undefined;
}

/** In the order of the exports; none for what is no module. */
export function exportedFunctions(bytes: Uint8Array): ExportedFunction[] {
  const shape = new ModuleShape(bytes, readSections(bytes) ?? [], () => []);
  return shape.exports
    .filter(({ kind }) => kind === 'function')
    .map(({ name, index }) => ({
      name,
      params: shape.functions[index]?.params,
      results: shape.functions[index]?.results,
    }));
}
