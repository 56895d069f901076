// What a binary exports and imports, as far as `plugkit run` asks.
import { ModuleShape } from './reader.js';
import { readSections } from './sections.js';
import type { ValueType } from './types.js';

export interface ExportedFunction {
  readonly name: string;
  /** Undefined when its type is not known here, as are the results. */
  readonly params: readonly ValueType[] | undefined;
  readonly results: readonly ValueType[] | undefined;
}

const shapeOf = (bytes: Uint8Array) => new ModuleShape(bytes, readSections(bytes) ?? [], () => []);

/** In the order of the exports; none for what is no module. */
export function exportedFunctions(bytes: Uint8Array): ExportedFunction[] {
  const shape = shapeOf(bytes);
  return shape.exports
    .filter(({ kind }) => kind === 'function')
    .map(({ name, index }) => ({
      name,
      params: shape.functions[index]?.params,
      results: shape.functions[index]?.results,
    }));
}

/** The names of the modules that it imports from, each once. */
export function importedModules(bytes: Uint8Array): string[] {
  return [...new Set(shapeOf(bytes).imports.map(({ module }) => module))];
}
