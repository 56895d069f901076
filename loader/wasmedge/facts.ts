// The part of facts/c-api.json that the engine needs: prototypes, and where fields of structures are.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** As C writes them; a parameter with its name. */
interface Form {
  readonly returns: string;
  readonly params: readonly string[];
}

export interface FunctionFacts extends Form {
  readonly name: string;
  /** Its form in runtimes before 0.17, when that is another. */
  readonly upToApi4?: Form;
}

/** In bytes; of each field, where it is and its size. */
export interface Layout {
  readonly size: number;
  readonly fields: Readonly<Record<string, readonly [offset: number, size: number]>>;
}

interface Facts {
  readonly functions: ReadonlyMap<string, FunctionFacts>;
  readonly layouts: Readonly<Record<string, Layout>>;
}

let facts: Facts | undefined;

function readFacts(): Facts {
  if (!facts) {
    const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
    const { functions, layouts } = JSON.parse(
      readFileSync(join(root, 'facts', 'c-api.json'), 'utf8'),
    ) as { functions: FunctionFacts[]; layouts: Facts['layouts'] };
    facts = { functions: new Map(functions.map((each) => [each.name, each])), layouts };
  }
  return facts;
}

export function functionFacts(name: string): FunctionFacts {
  return readFacts().functions.get(name) as FunctionFacts;
}

export function layoutOf(structure: string): Layout {
  return readFacts().layouts[structure] as Layout;
}
