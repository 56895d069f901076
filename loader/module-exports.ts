// What a module exports, as whoever writes bindings or shows it wants it: names and types, without making anything.
import type { RawExport } from './bridge/types.js';
import { valueTypeOf } from './wasm/types.js';

/** A type of WebAssembly's values; `unknown` is one of a later proposal. */
export type ExportedType =
  | 'i32'
  | 'i64'
  | 'f32'
  | 'f64'
  | 'v128'
  | 'funcref'
  | 'externref'
  | 'unknown';

/** An export of a module, with its type. */
export type ModuleExport =
  | {
      /** Its name. */
      readonly name: string;
      /** What it is. */
      readonly kind: 'function';
      /** The types of its parameters, in order. */
      readonly params: readonly ExportedType[];
      /** The types of its results, in order. */
      readonly results: readonly ExportedType[];
    }
  | { readonly name: string; readonly kind: 'memory' }
  | { readonly name: string; readonly kind: 'table'; readonly type: ExportedType }
  | {
      readonly name: string;
      readonly kind: 'global';
      readonly type: ExportedType;
      readonly mutable: boolean;
    };

/** What an engine knows of a module. */
interface Described {
  exportNames(): readonly string[];
  findExport(name: string): RawExport | undefined;
}

const typesOf = (codes: string): ExportedType[] =>
  Array.from(codes, (code) => valueTypeOf(code.charCodeAt(0)) ?? 'unknown');

function describeType(item: RawExport): ModuleExport {
  const { name } = item;
  switch (item.kind) {
    case 'function':
      return {
        name,
        kind: item.kind,
        params: typesOf(item.params),
        results: typesOf(item.results),
      };
    case 'memory':
      return { name, kind: item.kind };
    case 'table':
      return { name, kind: item.kind, type: typesOf(item.type)[0] as ExportedType };
    case 'global': {
      const [type = 'unknown'] = typesOf(item.type);
      return { name, kind: item.kind, type, mutable: item.mutable };
    }
  }
}

/** @internal The exports in the order of their names in the module. */
export function moduleExports(module: Described): readonly ModuleExport[] {
  return module.exportNames().flatMap((name) => {
    const item = module.findExport(name);
    return item ? [describeType(item)] : [];
  });
}
