// What JavaScript does not say of a table or memory, found by linking it as an import of a certain type.
import { cached } from './adapter.js';
import { encodeModule, type Import } from './encoder.js';
import type { ReferenceType } from './types.js';

let memory64: ReturnType<typeof askMemory64> | undefined;

/** Whether V8 links it as an import of this kind; it refuses with a LinkError otherwise. */
function links(key: string, kind: Import, value: WebAssembly.ImportValue): boolean {
  const module = cached(key, () => encodeModule({ imports: [kind] }));
  try {
    new WebAssembly.Instance(module, { '': { [kind.name]: value } });
    return true;
  } catch (error) {
    if (error instanceof WebAssembly.LinkError) return false;
    throw error;
  }
}

export interface TableType {
  readonly type: ReferenceType;
  /** Whether its indices have 64 bits. */
  readonly is64: boolean;
}

const TABLE_TYPES: readonly TableType[] = [
  { type: 'funcref', is64: false },
  { type: 'externref', is64: false },
  { type: 'funcref', is64: true },
  { type: 'externref', is64: true },
];

/** The type of a table; undefined when it holds references of a later proposal. */
export function typeOfTable(table: WebAssembly.Table): TableType | undefined {
  return TABLE_TYPES.find((each) => {
    const kind = { name: 'table', kind: 'table', ...each } as const;
    // An engine without 64-bit indices has no such table, and no such module.
    if (each.is64 && !WebAssembly.validate(encodeModule({ imports: [kind] }))) return false;
    return links(`table ${each.type} ${each.is64}`, kind, table);
  });
}

/** Whether the engine has memories with 64-bit addresses, and whether linking distinguishes them from the others. */
function askMemory64(): { exists: boolean; isChecked: boolean } {
  const kind = { name: 'memory', kind: 'memory', pages: 0, is64: true } as const;
  const exists = WebAssembly.validate(encodeModule({ imports: [kind] }));
  const memory = exists && new WebAssembly.Memory({ initial: 0 });
  return { exists, isChecked: memory !== false && !links('memory64', kind, memory) };
}

/**
 * Whether the addresses of a memory have 64 bits. Node 20 with its flag does not say: then every memory
 * counts as one that has, which is safe for the others, too.
 */
export function isMemory64(memory: WebAssembly.Memory, shared: boolean): boolean {
  memory64 ??= askMemory64();
  if (!memory64.isChecked) return memory64.exists;
  const kind = { name: 'memory', kind: 'memory', pages: 0, shared } as const;
  return !links(`memory ${shared}`, kind, memory);
}
