// The adapters of calls back: functions that take their parameters from the call frame, call a function of
// WebAssembly or JavaScript and leave the results there.
import {
  type AdapterImports,
  CALL,
  cached,
  FRAME,
  LOCAL_GET,
  moves,
  NOTHING,
  OWNER,
  VALUES,
} from './adapter.js';
import { encodeModule, unsigned } from './encoder.js';
import { type Signature, signatureKey, type ValueType } from './types.js';

function offsets(types: readonly ValueType[]): number[] {
  let offset = VALUES;
  return types.map((type) => {
    const here = offset;
    offset += type === 'v128' ? 16 : 8;
    return here;
  });
}

function encodeReverse({ params, results }: Signature): Uint8Array<ArrayBuffer> {
  const { imports, store, load } = moves([...params, ...results], 1, 0);
  const paramOffsets = offsets(params);
  const resultOffsets = offsets(results);
  // Results leave the stack last first, and a store wants its address below the value: each goes
  // through a function of its own that takes the value as parameter.
  const storeFirst = 1 + imports.length;
  return encodeModule({
    imports: [
      { name: 'target', kind: 'function', signature: { params, results } },
      ...imports,
      FRAME,
      OWNER,
    ],
    functions: [
      ...results.map((type, i) => ({
        signature: { params: [type], results: [] },
        body: store(type, resultOffsets[i] as number, [LOCAL_GET, 0]),
      })),
      {
        signature: NOTHING,
        body: [
          ...params.flatMap((type, i) => load(type, paramOffsets[i] as number)),
          CALL,
          0,
          ...results.flatMap((_, i) => [CALL, ...unsigned(storeFirst + results.length - 1 - i)]),
        ],
      },
    ],
    exports: [{ name: 'call', kind: 'function', index: storeFirst + results.length }],
  });
}

/**
 * A function that WebAssembly imports as one of whatever type: the engine takes a function of
 * WebAssembly for one of its own type only.
 */
export function ofAnyType(target: CallableFunction): CallableFunction {
  return (...args: unknown[]) => target(...args);
}

/**
 * A function that calls `target` with parameters from the frame and leaves the results there.
 * Throws a WebAssembly.LinkError when `target` is a WebAssembly function of another signature.
 */
export function createReverse(
  imports: AdapterImports,
  signature: Signature,
  target: CallableFunction,
  owner: object,
): () => void {
  const module = cached(`reverse ${signatureKey(signature)}`, () => encodeReverse(signature));
  const instance = new WebAssembly.Instance(module, {
    '': {
      frame: imports.frame,
      ...imports.references,
      target: (signature.isNominal ? ofAnyType(target) : target) as never,
      owner: owner as never,
    },
  });
  return instance.exports.call as () => void;
}
