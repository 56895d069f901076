// What the addon asks JavaScript to do while a host function runs: reach the contents of instances and
// call functions. Values travel through the call frame (wasm/adapter.ts). Exceptions pass through the
// addon, which turns them into results and throws them again if the host function fails, too.
import type { ErrorCode } from '../errors.js';
import { type AdapterImports, VALUES } from '../wasm/adapter.js';
import {
  bytesOf,
  getElement,
  growMemory,
  growTable,
  lengthOf,
  setElement,
} from '../wasm/intrinsics.js';
import { createReverse } from '../wasm/reverse.js';
import { resultOf } from '../wasm/trap-codes.js';
import {
  encodeTypes,
  type Signature,
  VALUE_TYPES,
  type ValueType,
  valueTypeOf,
} from '../wasm/types.js';
import type { References } from './references.js';
import { createTrap } from './trap.js';
import type {
  CallingSide,
  HeldFunction,
  HeldGlobal,
  HeldMemory,
  HeldTable,
  Owner,
} from './types.js';

/** A function of unknown type is tried with this many results at most. */
const PROBED_RESULTS = 3;

/** How a host call ended, when it did not succeed; the order is the addon's. */
const FAILURES: readonly ErrorCode[] = [
  'HOST_FUNCTION_FAILED',
  'TERMINATED',
  'MODULE_DISPOSED',
  'MEMORY_UNREACHABLE',
];

const HINTS: Partial<Record<ErrorCode, string>> = {
  MODULE_DISPOSED: 'Keep the module as long as its functions are called',
  MEMORY_UNREACHABLE: 'Call bind(instance) before the host function is called',
};

export type Hooks = ReturnType<typeof createHooks>;

/** A count or index as this table takes it: one with 64-bit addresses wants a BigInt. */
function address(of: WebAssembly.Table, value: number): number | bigint {
  return typeof lengthOf(of) === 'bigint' ? BigInt(value) : value;
}

/** Runs what the engine refuses with these errors; whether it did not. */
function accepts(grow: () => void): boolean {
  try {
    grow();
    return true;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return false;
    throw error;
  }
}

export function createHooks(imports: AdapterImports, references: References) {
  const tables = {
    funcref: { store: references.storeFunction, load: references.loadFunction },
    externref: { store: references.storeExtern, load: references.loadExtern },
  } as const;

  function probe(held: HeldFunction, signature: Signature): boolean {
    try {
      held.call = createReverse(imports, signature, held.target, held.caller);
      held.signature = signature;
      return true;
    } catch (error) {
      if (error instanceof WebAssembly.LinkError) return false;
      throw error;
    }
  }

  function* resultLists(count: number): Generator<ValueType[]> {
    if (count === 0) yield [];
    else {
      for (const head of VALUE_TYPES) {
        for (const tail of resultLists(count - 1)) yield [head, ...tail];
      }
    }
  }

  /** Gives a function its reverse adapter; false when no signature with these parameters fits it. */
  function prepare(held: HeldFunction, codes: string, resultCount: number): boolean {
    if (held.signature) {
      held.call ??= createReverse(imports, held.signature, held.target, held.caller);
      return (
        encodeTypes(held.signature.params) === codes &&
        held.signature.results.length === resultCount
      );
    }
    const params = Array.from(codes, (code) => valueTypeOf(code.charCodeAt(0)) as ValueType);
    if (params.length !== held.target.length || resultCount > PROBED_RESULTS) return false;
    for (const results of resultLists(resultCount)) {
      if (probe(held, { params, results })) return true;
    }
    return false;
  }

  return {
    /** The bytes of a memory as they are now; undefined when the caller has not been bound yet. */
    memory({ objects }: Owner, index: number): Uint8Array | undefined {
      const held = objects[index] as HeldMemory | undefined;
      return held && bytesOf(held.memory);
    },

    memoryGrow({ objects }: Owner, index: number, pages: bigint): boolean {
      const memory = (objects[index] as HeldMemory | undefined)?.memory;
      if (!memory) return false;
      // A memory with 64-bit addresses takes a BigInt, and no number.
      return (
        accepts(() => growMemory(memory, Number(pages))) || accepts(() => growMemory(memory, pages))
      );
    },

    tableGet({ objects }: Owner, index: number, at: number): boolean {
      const { table, type, caller } = objects[index] as HeldTable;
      if (at >= lengthOf(table)) return false;
      tables[type].store(caller, getElement(table, address(table, at)), VALUES);
      return true;
    },

    tableSet({ objects }: Owner, index: number, at: number): boolean {
      const { table, type, caller } = objects[index] as HeldTable;
      if (at >= lengthOf(table)) return false;
      setElement(table, address(table, at), tables[type].load(caller, VALUES));
      return true;
    },

    tableSize({ objects }: Owner, index: number): number {
      return Number(lengthOf((objects[index] as HeldTable).table));
    },

    tableGrow({ objects }: Owner, index: number, count: number): boolean {
      const { table, type } = objects[index] as HeldTable;
      // New places are null, as in WebAssembly; without it, those of external references are undefined.
      const element: [null?] = type === 'externref' ? [null] : [];
      return accepts(() => growTable(table, address(table, count), ...element));
    },

    globalGet({ objects }: Owner, index: number): void {
      (objects[index] as HeldGlobal).access.get();
    },

    globalSet({ objects }: Owner, index: number): boolean {
      const { access } = objects[index] as HeldGlobal;
      access.set?.();
      return access.set !== undefined;
    },

    /**
     * The adapter that calls a function with the values in the frame; undefined when they do not fit
     * its type.
     */
    prepare(
      { objects }: Owner,
      index: number,
      params: string,
      resultCount: number,
    ): (() => void) | undefined {
      const held = objects[index] as HeldFunction;
      return prepare(held, params, resultCount) ? held.call : undefined;
    },

    /** The result that an exception of a callback comes out as. */
    resultOf(_owner: Owner, error: unknown): number {
      return resultOf(error);
    },

    /** What is known of a function's type: parameters, results; undefined when nothing is. */
    functionType({ objects }: Owner, index: number): [string, string] | undefined {
      const held = objects[index] as HeldFunction;
      const guess = held.signature ? undefined : held.caller.signatureNamed(held.target.name);
      if (guess) probe(held, guess);
      const { signature } = held;
      return signature && [encodeTypes(signature.params), encodeTypes(signature.results)];
    },

    /** Adds the exports of the calling instance to its native side. */
    populate(caller: CallingSide): void {
      caller.populate();
    },

    /** A host call that was lent references has ended. */
    release(_caller: Owner, height: number): void {
      references.release(height);
    },

    /**
     * Throws the error of a failed host call. `failure` is an index into FAILURES; `cause`, if there is
     * one, what a callback threw before.
     */
    fail(
      caller: CallingSide,
      slot: number,
      failure: number,
      resultCode: number,
      category: number,
      text: string,
      ...cause: unknown[]
    ): never {
      const code = FAILURES[failure] as ErrorCode;
      const name = caller.functionNames[slot];
      const reason = {
        HOST_FUNCTION_FAILED: `the host function returned ${category ? 'user ' : ''}code ${resultCode} (${text}), expected success`,
        TERMINATED: 'the host function ended the run',
        MODULE_DISPOSED: 'its module was disposed of, expected a live one',
        MEMORY_UNREACHABLE: 'the imports are not bound to an instance whose memory can be reached',
      }[code as 'TERMINATED'];
      throw createTrap(`Cannot call ${name}: ${reason}`, {
        code,
        ...(HINTS[code] ? { hint: HINTS[code] } : {}),
        ...(cause.length > 0 ? { cause: cause[0] } : {}),
        ...(failure < 2 ? { resultCode, category: category ? 'user' : 'wasm' } : {}),
      });
    },
  };
}
