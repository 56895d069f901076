import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PluginHost } from '../../loader/index.js';
import { encodeModule, type ModuleDefinition, unsigned } from '../../loader/wasm/encoder.js';
import type { Signature, ValueType } from '../../loader/wasm/types.js';
import { type Callable, loadMirror } from './mirror.js';

type Numeric = Exclude<ValueType, 'funcref' | 'externref'>;

/** How the plug-in's option writes a type, how many bytes it has, how memory holds it. */
const NUMBERS: Record<Numeric, { size: number; load: number[]; store: number[] }> = {
  i32: { size: 4, load: [0x28, 0], store: [0x36, 0] },
  i64: { size: 8, load: [0x29, 0], store: [0x37, 0] },
  f32: { size: 4, load: [0x2a, 0], store: [0x38, 0] },
  f64: { size: 8, load: [0x2b, 0], store: [0x39, 0] },
  v128: { size: 16, load: [0xfd, 0, 0], store: [0xfd, 11, 0] },
};
const LETTERS: Record<ValueType, string> = {
  i32: 'i',
  i64: 'I',
  f32: 'f',
  f64: 'F',
  v128: 'v',
  funcref: 'r',
  externref: 'e',
};
const isNumeric = (type: ValueType): type is Numeric => type in NUMBERS;

// In the guest's memory parameter i is at 16 * i, result i at RESULTS + 16 * i.
const RESULTS = 4096;
const CONST_0 = [0x41, 0];
const LOCAL_GET = 0x20;
const GLOBAL_SET = 0x24;
const CALL = 0x10;
const REF_NULL = { funcref: [0xd0, 0x70], externref: [0xd0, 0x6f] };

/**
 * A guest whose `pick` and `through` call the host functions with numbers from memory and references
 * from their parameters, and leave the results in memory and in globals named r0, r1 ...
 */
function encodeGuest({ params, results }: Signature): Uint8Array<ArrayBuffer> {
  const references = params.filter((type) => !isNumeric(type));
  const globals: NonNullable<ModuleDefinition['globals']>[number][] = [];
  const stores = results.map((type, i) => {
    const body = isNumeric(type)
      ? [...CONST_0, LOCAL_GET, 0, ...NUMBERS[type].store, ...unsigned(RESULTS + 16 * i)]
      : [LOCAL_GET, 0, GLOBAL_SET, ...unsigned(globals.length)];
    if (!isNumeric(type)) globals.push({ type, mutable: true, value: REF_NULL[type] });
    return { signature: { params: [type], results: [] }, body };
  });
  let reference = 0;
  const loads = params.map((type, i) =>
    isNumeric(type)
      ? [...CONST_0, ...NUMBERS[type].load, ...unsigned(16 * i)]
      : [LOCAL_GET, ...unsigned(1 + reference++)],
  );
  // Functions: 0 and 1 are imported, 2 has the signature, then the stores.
  const keep = results.flatMap((_, i) => [CALL, ...unsigned(3 + results.length - 1 - i)]);
  const entry: Signature = { params: ['funcref', ...references], results: [] };
  const pick = { signature: entry, body: [...loads.flat(), CALL, 0, ...keep] };
  const through = { signature: entry, body: [LOCAL_GET, 0, ...loads.flat(), CALL, 1, ...keep] };
  const all = params.flatMap((_, i) => [LOCAL_GET, ...unsigned(i)]);
  return encodeModule({
    imports: [
      { name: 'pick', kind: 'function', signature: { params, results } },
      { name: 'through', kind: 'function', signature: { params: ['funcref', ...params], results } },
      { name: 'memory', kind: 'memory', pages: 1 },
    ],
    globals,
    functions: [
      { signature: { params, results }, body: [...all, CALL, 0] },
      ...stores,
      pick,
      through,
    ],
    exports: [
      { name: 'wrapped', kind: 'function', index: 2 },
      { name: 'pick', kind: 'function', index: 3 + results.length },
      { name: 'through', kind: 'function', index: 4 + results.length },
      ...globals.map((_, index) => ({ name: `r${index}`, kind: 'global' as const, index })),
    ],
  });
}

/** What comes back: for each result the next parameter of its type, zero when there is none left. */
function expected<T>(
  { params, results }: Signature,
  values: readonly T[],
  zero: (type: ValueType) => T,
): T[] {
  const next = new Map<ValueType, number>();
  return results.map((type) => {
    const at = params.indexOf(type, next.get(type) ?? 0);
    next.set(type, at < 0 ? params.length : at + 1);
    return at < 0 ? zero(type) : (values[at] as T);
  });
}

// Bits that arithmetic would change: signalling and quiet NaNs with payloads, zeros, infinities.
const special = fc.constantFrom(
  '000000000000f07f',
  '010000000000f47f',
  '0000000000000080',
  'ffffffffffffffff',
  '0000a17f0000a17f',
  '000080ff000080ff',
  '0100807f0100807f',
  '0000008000000080',
);
const bits = fc.oneof(
  fc.uint8Array({ minLength: 16, maxLength: 16 }),
  fc.tuple(special, special).map((parts) => Uint8Array.from(Buffer.from(parts.join(''), 'hex'))),
);
const type = fc.constantFrom(...(Object.keys(LETTERS) as ValueType[]));
const types = fc.oneof(
  { weight: 4, arbitrary: fc.array(type, { maxLength: 6 }) },
  { weight: 1, arbitrary: fc.array(type, { maxLength: 20 }) },
);
const externs = fc.oneof(
  fc.constantFrom(null, undefined, 0, -0, Number.NaN, '', 5n, true, Symbol.iterator),
  fc.string(),
  fc.object(),
);
const scene = fc.record({ params: types, results: types }).chain((signature) =>
  fc.record({
    signature: fc.constant(signature),
    values: fc.tuple(
      ...signature.params.map((each): fc.Arbitrary<unknown> => {
        if (isNumeric(each)) return bits.map((all) => all.slice(0, NUMBERS[each].size));
        return each === 'externref' ? externs : fc.boolean();
      }),
    ),
  }),
);

describe('a host function of any signature', () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  it('gets and returns every value bit for bit, called directly and through a callback', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ signature, values }) => {
        const letters = (list: readonly ValueType[]) => list.map((each) => LETTERS[each]).join('');
        const text = `${letters(signature.params)}:${letters(signature.results)}`;
        host.dispose(); // options may not change under modules
        host.findPlugin('mirror')?.setOption('shape', text);
        const module = host.createModule('shapes');
        const memory = new WebAssembly.Memory({ initial: 1 });
        const { instance } = await host.instantiate(encodeGuest(signature), {
          imports: { '': { ...module.imports.shapes, memory } },
        });
        const exports = instance.exports as Record<string, Callable>;
        // A funcref is null or the guest's own function.
        const given = values.map((value, i) => {
          if (signature.params[i] !== 'funcref') return value;
          return value ? exports.wrapped : null;
        });
        const bytes = new Uint8Array(memory.buffer);
        signature.params.forEach((each, i) => {
          if (isNumeric(each)) bytes.set(given[i] as Uint8Array, 16 * i);
        });
        const references = given.filter((_, i) => !isNumeric(signature.params[i] as ValueType));
        const wanted = expected(signature, given, (each) =>
          isNumeric(each) ? new Uint8Array(NUMBERS[each].size) : null,
        );
        for (const way of ['pick', 'through'] as const) {
          bytes.fill(0xaa, RESULTS);
          exports[way]?.(exports.wrapped, ...references);
          let global = 0;
          signature.results.forEach((each, i) => {
            const at = RESULTS + 16 * i;
            const got = isNumeric(each)
              ? bytes.slice(at, at + NUMBERS[each].size)
              : (exports[`r${global++}`] as unknown as WebAssembly.Global).value;
            const same = isNumeric(each)
              ? Buffer.from(got as Uint8Array).equals(wanted[i] as Uint8Array)
              : Object.is(got, wanted[i]);
            assert.ok(same, `${way} ${text}: result ${i} is ${String(got)}`);
          });
        }
        module[Symbol.dispose]();
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});
