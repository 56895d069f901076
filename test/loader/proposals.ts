// A guest for each proposal of WebAssembly, to see what of it works on a Node: each has a hidden memory
// and a start function, imports from the plug-in "mirror" and is called back by it.
import assert from 'node:assert/strict';
import type { CompileOptions, PluginHost } from '../../loader/index.js';
import type { Callable } from './mirror.js';
import {
  body,
  EXTERNREF,
  exported,
  from,
  func,
  I32,
  i32,
  module,
  raw,
  section,
} from './wasm/binary.js';

type Code = readonly number[];

interface Parts {
  /** Types before those of the guest's own functions. */
  types?: readonly Code[];
  imports?: readonly Code[];
  tables?: readonly Code[];
  memories?: readonly Code[];
  tags?: readonly Code[];
  globals?: readonly Code[];
  /** Sections that stand before the globals. */
  before?: readonly Code[];
  /** More functions: number of the type, body. */
  functions?: readonly (readonly [number, Code])[];
  exports?: readonly Code[];
  /** How many imports of functions there are in `imports`. */
  imported?: number;
}

const CALL = 0x10;
const GET_0 = [0x20, 0];

/**
 * Exports `run`, which reads a byte through the plug-in; `back`, which has the plug-in call `callback`. The
 * start function has the plug-in write 42 at address 3 of the first memory.
 */
function guest(parts: Parts): Uint8Array<ArrayBuffer> {
  const {
    types = [],
    imports = [],
    tables = [],
    memories = [[0, 1]],
    tags = [],
    globals = [],
  } = parts;
  const { before = [], functions = [], exports = [], imported = 0 } = parts;
  // The types of the guest's own functions do not come into the numbering of groups.
  const first = typeCount(types);
  const [one, none, two] = [first, first + 1, first + 2];
  const peek = imported;
  const start = imported + 3;
  return module(
    section(1, ...types, func([I32], [I32]), func(), func([I32, I32])),
    section(
      2,
      ...imports,
      from('mirror', 'peek', 0, one),
      from('mirror', 'poke', 0, two),
      from('mirror', 'call_back', 0, one),
    ),
    section(3, [none], [one], [one], [one], ...functions.map(([type]) => [type])),
    ...(tables.length > 0 ? [section(4, ...tables)] : []),
    section(5, ...memories),
    ...(tags.length > 0 ? [section(13, ...tags)] : []),
    ...before,
    ...(globals.length > 0 ? [section(6, ...globals)] : []),
    section(
      7,
      exported('run', 0, start + 1),
      exported('callback', 0, start + 2),
      exported('back', 0, start + 3),
      ...exports,
    ),
    raw(8, [start]),
    section(
      10,
      body(...i32(3), ...i32(42), CALL, peek + 1),
      body(...GET_0, CALL, peek),
      body(...GET_0, ...i32(1), 0x6a),
      body(...GET_0, CALL, peek + 2),
      ...functions.map(([, code]) => code),
    ),
  );
}

function typeCount(types: readonly Code[]): number {
  return types.reduce((sum, [form, count]) => sum + (form === 0x4e ? (count as number) : 1), 0);
}

/** The number of the first of `functions`. */
const own = (imported: number) => imported + 7;

export interface Proposal {
  readonly name: string;
  /** The flag of V8 under which it is on some Nodes. */
  readonly flag?: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options?: CompileOptions;
  readonly imports?: () => WebAssembly.Imports;
  /** Whether this Node has it, where that the engine accepts the bytes does not say so. */
  readonly isKnown?: () => boolean;
  /** What is checked besides what all guests have in common. */
  readonly check?: (exports: Record<string, Callable>) => void | Promise<void>;
}

const STRUCT = [0x5f, 1, I32, 1];

export const PROPOSALS: readonly Proposal[] = [
  {
    name: 'shared memories',
    bytes: guest({ memories: [[3, 1, 2]] }),
  },
  {
    name: 'relaxed SIMD',
    bytes: guest({
      types: [func()],
      // i8x16.relaxed_swizzle of two zeros, dropped
      functions: [[0, body(...v128(), ...v128(), 0xfd, 0x80, 0x02, 0x1a)]],
    }),
  },
  {
    name: 'tail calls',
    bytes: guest({
      types: [func([I32], [I32])],
      functions: [[0, body(...GET_0, 0x12, 0)]],
      exports: [exported('tail', 0, own(0))],
    }),
    check: ({ tail }) => assert.equal(tail?.(3), 42),
  },
  {
    name: 'extended constant expressions',
    bytes: guest({
      globals: [[I32, 0, ...i32(40), ...i32(2), 0x6a, 0x0b]],
      exports: [exported('g', 3, 0)],
    }),
    check: ({ g }) => assert.equal((g as unknown as WebAssembly.Global).value, 42),
  },
  {
    name: 'multiple memories',
    bytes: guest({
      types: [func([I32, 0x7e], [I32])],
      memories: [
        [0, 1],
        [0, 2],
      ],
      imports: [from('mirror', 'peek_at', 0, 0)],
      imported: 1,
      functions: [[0, body(...i32(7), ...i32(9), 0x3a, 0x40, 1, 0, 0x20, 0, 0x20, 1, CALL, 0)]],
      exports: [exported('at', 0, own(1))],
    }),
    check: ({ at }) => assert.deepEqual([at?.(1, 7n), at?.(0, 7n)], [9, 0]),
  },
  {
    name: 'memories with 64-bit addresses',
    bytes: guest({ memories: [[4, 1]] }),
  },
  {
    name: 'tables with 64-bit indices',
    bytes: guest({ tables: [[0x70, 4, 1]], exports: [exported('t', 1, 0)] }),
  },
  {
    name: 'custom page sizes',
    bytes: guest({ memories: [[8, 1, 0]] }),
  },
  {
    name: 'exceptions, first version',
    bytes: guest({
      types: [func(), func([], [I32])],
      tags: [[0, 0]],
      functions: [[1, body(0x06, I32, 0x08, 0, 0x07, 0, ...i32(42), 0x0b)]],
      exports: [exported('catch', 0, own(0)), exported('tag', 4, 0)],
    }),
    check: (exports) => assert.equal(exports.catch?.(), 42),
  },
  {
    name: 'exceptions with `exnref`',
    bytes: guest({
      types: [func(), func([], [I32]), func([0x69])],
      tags: [[0, 0]],
      // block: try_table (catch_all to the block): throw; then 42
      functions: [
        [1, body(0x02, 0x40, 0x1f, 0x40, 1, 2, 0, 0x08, 0, 0x0b, 0x00, 0x0b, ...i32(42))],
      ],
      exports: [exported('catch', 0, own(0))],
    }),
    check: (exports) => assert.equal(exports.catch?.(), 42),
  },
  {
    name: 'typed function references',
    bytes: guest({
      types: [func([I32], [I32]), func([[0x64, 0]], [I32])],
      // A table whose elements are the function at first, called by a reference from there.
      tables: [[0x40, 0, 0x63, 0, 0, 1, 0xd2, 5, 0x0b]],
      functions: [
        [1, body(...i32(41), ...GET_0, 0x14, 0)],
        [0, body(...GET_0, ...i32(0), 0x25, 0, 0x14, 0)],
      ],
      exports: [exported('call', 0, own(0) + 1)],
    }),
    check: ({ call }) => assert.equal(call?.(41), 42),
  },
  {
    name: 'garbage collection',
    bytes: guest({
      types: [
        [0x4e, 2, ...STRUCT, 0x5e, 0x64, 0, 1],
        [0x50, 0, ...STRUCT],
        func([], [[0x64, 0]]),
        func([[0x63, 0x6b]], [I32]),
      ],
      globals: [
        [0x64, 0, 0, ...i32(42), 0xfb, 0, 0, 0x0b],
        [I32, 0, ...i32(1), 0x0b],
      ],
      functions: [
        [3, body(0x23, 0)],
        [4, body(...GET_0, 0xfb, 0x16, 0, 0xfb, 0x02, 0, 0)], // ref.cast, struct.get
      ],
      exports: [exported('make', 0, own(0)), exported('read', 0, own(0) + 1), exported('g', 3, 1)],
    }),
    check: ({ make, read }) => assert.equal(read?.(make?.()), 42),
  },
  {
    name: 'JavaScript string builtins',
    bytes: guest({
      types: [func([EXTERNREF], [I32])],
      imports: [from('wasm:js-string', 'length', 0, 0)],
      imported: 1,
      functions: [[0, body(...GET_0, CALL, 0)]],
      exports: [exported('length', 0, own(1))],
    }),
    options: { builtins: ['js-string'] },
    isKnown: () => isProvided('wasm:js-string', { builtins: ['js-string'] }),
    check: ({ length }) => assert.equal(length?.('text'), 4),
  },
  {
    name: 'imported string constants',
    bytes: guest({
      imports: [from("'", 'text', 3, EXTERNREF, 0)],
      exports: [exported('text', 3, 0)],
    }),
    options: { importedStringConstants: "'" },
    isKnown: () => isProvided("'", { importedStringConstants: "'" }),
    check: ({ text }) => assert.equal((text as unknown as WebAssembly.Global).value, 'text'),
  },
  {
    name: 'promise integration',
    bytes: guest({
      types: [func([], [I32])],
      imports: [from('js', 'wait', 0, 0)],
      imported: 1,
      functions: [[0, body(CALL, 0, CALL, 1)]], // peek(wait())
      exports: [exported('later', 0, own(1))],
    }),
    isKnown: () => 'Suspending' in WebAssembly,
    imports: () => ({ js: { wait: new jspi.Suspending(async () => 3) as never } }),
    check: async ({ later }) => {
      assert.equal(await jspi.promising(later as Callable)(), 42);
    },
  },
  {
    name: 'branch hints',
    bytes: new Uint8Array([
      ...guest({}).subarray(0, 8),
      ...raw(0, [25, ...Buffer.from('metadata.code.branch_hint'), 0]),
      ...guest({}).subarray(8),
    ]),
  },
  {
    name: 'stack switching',
    flag: '--experimental-wasm-wasmfx',
    bytes: guest({ types: [func(), [0x5d, 0], func([[0x63, 1]])], functions: [[2, body()]] }),
  },
  {
    name: 'references to strings',
    flag: '--experimental-wasm-stringref',
    bytes: guest({
      types: [func([0x67], [I32]), func([], [0x67])],
      before: [raw(14, [0, 1, 4, ...Buffer.from('text')])],
      globals: [
        [0x67, 0, 0xfb, 0x82, 0x01, 0, 0x0b],
        [I32, 0, ...i32(7), 0x0b],
      ],
      functions: [[1, body(0x23, 0)]],
      exports: [exported('text', 0, own(0)), exported('g', 3, 1)],
    }),
    check: ({ text }) => assert.equal(text?.(), 'text'),
  },
  {
    name: 'custom descriptors',
    flag: '--experimental-wasm-custom-descriptors',
    bytes: guest({
      types: [[0x4e, 2, 0x4d, 1, 0x5f, 0, 0x4c, 0, 0x5f, 0], func([[0x64, 0x62, 0]])],
      functions: [[2, body()]],
    }),
  },
  {
    name: 'shared-everything threads',
    flag: '--experimental-wasm-shared',
    bytes: guest({
      types: [[0x65, 0x5f, 0], func([[0x63, 0x65, 0x6e]])],
      functions: [[1, body()]],
    }),
  },
];

function v128(): Code {
  return [0xfd, 0x0c, ...Array<number>(16).fill(0)];
}

const jspi = WebAssembly as unknown as {
  Suspending: new (call: Callable) => object;
  promising: (call: Callable) => (...args: unknown[]) => Promise<unknown>;
};

/** Whether the engine provides what is imported from this module, with these options. */
function isProvided(source: string, options: CompileOptions): boolean {
  const bytes = module(
    section(1, func([EXTERNREF], [I32])),
    section(
      2,
      source === "'" ? from(source, 'text', 3, EXTERNREF, 0) : from(source, 'length', 0, 0),
    ),
  );
  const Module = WebAssembly.Module as unknown as new (...args: unknown[]) => WebAssembly.Module;
  return WebAssembly.Module.imports(new Module(bytes, options)).length === 0;
}

/** Whether this Node knows a proposal; throws when it does, and the loader does not. */
export async function isSupported(host: PluginHost, proposal: Proposal): Promise<boolean> {
  const { bytes, options, imports, isKnown, check } = proposal;
  if (!WebAssembly.validate(bytes) || isKnown?.() === false) return false;
  for (const source of [bytes, await host.compile(bytes, options)]) {
    const given = imports ? { imports: imports() } : {};
    const settings = source === bytes && options ? { ...given, compileOptions: options } : given;
    for (const { instance, module: used } of [
      await host.instantiate(source, settings),
      host.instantiateSync(source, settings),
    ]) {
      const exports = instance.exports as Record<string, Callable>;
      const names = WebAssembly.Module.exports(used).map(({ name }) => name);
      assert.deepEqual(Object.keys(exports), names);
      assert.equal(exports.run?.(3), 42, 'the start function wrote it, into the hidden memory');
      assert.equal(exports.back?.(41), 42, 'the plug-in calls back');
      await check?.(exports);
    }
  }
  return true;
}
