// The adapters of host calls: WebAssembly functions that write parameters to their signature's place in the
// call frame, call the dispatcher and read the results.
import {
  type AdapterImports,
  type Binding,
  CALL,
  cached,
  END,
  FRAME,
  GLOBAL_GET,
  I32_CONST_0,
  I32_LOAD,
  I64_CONST,
  I64_STORE,
  IF,
  LOADS,
  LOCAL_GET,
  LOCAL_SET,
  NOTHING,
  OWNER,
  type ReferencePlace,
  STATUS,
  STORES,
} from './adapter.js';
import { encodeModule, type Import, signed, unsigned } from './encoder.js';
import { type Place, partsOf } from './frame-places.js';
import {
  isReference,
  type NumberType,
  type Signature,
  signatureKey,
  type ValueType,
} from './types.js';

const passesReferences = ({ params, results }: Signature) =>
  [...params, ...results].some(isReference);

const DISPATCH = [CALL, 0];
const FAST_DISPATCH = [CALL, 1, ...I32_CONST_0, ...I32_LOAD, STATUS, ...IF, CALL, 2, END];

const storeWord = (offset: number, bits: bigint) => [
  ...I32_CONST_0,
  I64_CONST,
  ...signed(bits),
  ...I64_STORE,
  ...unsigned(offset),
];

/** What every adapter does before the call: numbers into the frame, results to zero, or null. */
function prepareFrame(signature: Signature, place: Place): number[] {
  const parts = partsOf(signature, place);
  return [
    ...(place.shared ? parts.constants : []).flatMap(({ at, bits }) => storeWord(at, bits)),
    ...parts.params.flatMap(({ type, at }, i) =>
      isReference(type)
        ? []
        : [...I32_CONST_0, LOCAL_GET, ...unsigned(i), ...STORES[type], ...unsigned(at)],
    ),
    ...parts.results.flatMap(({ type, at }) => [
      ...storeWord(at, 0n),
      ...(type === 'v128' ? storeWord(at + 8, 0n) : []),
    ]),
  ];
}

const loadNumber = (type: NumberType, at: number) => [
  ...I32_CONST_0,
  ...LOADS[type],
  ...unsigned(at),
];

function encodeForward(signature: Signature, place: Place, fast: boolean): Uint8Array<ArrayBuffer> {
  const calls = ['dispatch', ...(fast ? ['fast', 'settle'] : [])].map(
    (name): Import => ({ name, kind: 'function', signature: NOTHING }),
  );
  const { results } = partsOf(signature, place);
  return encodeModule({
    imports: [
      ...calls,
      FRAME,
      { name: 'slot', kind: 'global', type: 'i64', mutable: false },
      OWNER,
    ],
    functions: [
      {
        signature,
        body: [
          ...prepareFrame(signature, place),
          ...I32_CONST_0,
          GLOBAL_GET,
          0,
          ...I64_STORE,
          0,
          ...(fast ? FAST_DISPATCH : DISPATCH),
          ...results.flatMap(({ type, at }) => loadNumber(type as NumberType, at)),
        ],
      },
    ],
    exports: [{ name: 'call', kind: 'function', index: calls.length }],
  });
}

/** The adapter of a signature with references: one function of JavaScript makes the call with them. */
function encodeReferenceForward(signature: Signature, place: Place): Uint8Array<ArrayBuffer> {
  const { params, results } = signature;
  const references = { params: params.filter(isReference), results: results.filter(isReference) };
  const call: Signature = {
    params: ['externref', 'externref', ...references.params],
    results: references.results,
  };
  // Results that are references wait in locals until it is their turn among the others.
  const local = (index: number) => unsigned(params.length + index);
  let next = 0;
  const load = ({ type, at }: { type: ValueType; at: number }) =>
    isReference(type) ? [LOCAL_GET, ...local(next++)] : loadNumber(type, at);
  return encodeModule({
    imports: [
      { name: 'call', kind: 'function', signature: call },
      FRAME,
      OWNER,
      { name: 'binding', kind: 'global', type: 'externref', mutable: false },
    ],
    functions: [
      {
        signature,
        locals: references.results,
        body: [
          ...prepareFrame(signature, place),
          GLOBAL_GET,
          0,
          GLOBAL_GET,
          1,
          ...params.flatMap((type, i) => (isReference(type) ? [LOCAL_GET, ...unsigned(i)] : [])),
          CALL,
          0,
          ...references.results.flatMap((_, i) => [
            LOCAL_SET,
            ...local(references.results.length - 1 - i),
          ]),
          ...partsOf(signature, place).results.flatMap(load),
        ],
      },
    ],
    exports: [{ name: 'call', kind: 'function', index: 1 }],
  });
}

/**
 * A WebAssembly function of this signature that calls the host function of a binding.
 *
 * @param slot the binding's address in the addon
 * @param owner the object that keeps the binding alive; reachable as long as the function is
 */
export function createForward(
  imports: AdapterImports,
  signature: Signature,
  slot: bigint,
  owner: object,
): CallableFunction {
  const { frame, dispatch, references, accelerator, places } = imports;
  const place = places.placeOf(signature);
  const key = `${place.at} ${signatureKey(signature)}`;
  if (!passesReferences(signature)) {
    const module = cached(`forward ${accelerator !== undefined} ${key}`, () =>
      encodeForward(signature, place, accelerator !== undefined),
    );
    const instance = new WebAssembly.Instance(module, {
      '': { frame, dispatch, ...accelerator, slot: slot as never, owner: owner as never },
    });
    return instance.exports.call as CallableFunction;
  }
  const { params, results } = partsOf(signature, place);
  const isPlace = (part: { type: ValueType }): part is ReferencePlace => isReference(part.type);
  const binding: Binding = {
    slotLow: Number(BigInt.asIntN(32, slot)),
    slotHigh: Number(BigInt.asIntN(32, slot >> 32n)),
    params: params.filter(isPlace),
    results: results.filter(isPlace),
  };
  const one = binding.params.length === 1 && binding.params[0]?.type === 'externref';
  const call = one ? references.callOne : references.callMany;
  const module = cached(`forward ${key}`, () => encodeReferenceForward(signature, place));
  const instance = new WebAssembly.Instance(module, {
    '': { call, frame, owner: owner as never, binding: binding as never },
  });
  return instance.exports.call as CallableFunction;
}
