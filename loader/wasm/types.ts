// The value types the host call can pass, and how the addon writes them: one character per type, whose
// code is the type's byte in WebAssembly's binary format.
import { PluginError } from '../errors.js';

export const TYPE_BYTES = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
  funcref: 0x70,
  externref: 0x6f,
} as const;

export type ValueType = keyof typeof TYPE_BYTES;

export type ReferenceType = 'funcref' | 'externref';

export type NumberType = Exclude<ValueType, ReferenceType>;

export const isReference = (type: ValueType): type is ReferenceType =>
  type === 'funcref' || type === 'externref';

export const VALUE_TYPES = Object.keys(TYPE_BYTES) as ValueType[];

const BY_BYTE = new Map<number, ValueType>(VALUE_TYPES.map((type) => [TYPE_BYTES[type], type]));

export interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  /**
   * For a type of a module: it belongs to a group, or has or may have supertypes, so that no equal type
   * of another module is the same.
   */
  readonly isNominal?: boolean;
}

/** Limits of a memory or table, in pages or elements. */
export interface Limits {
  readonly minimum: bigint;
  readonly maximum?: bigint;
  readonly shared: boolean;
  readonly is64: boolean;
}

/** The type of a byte in the binary format; undefined for one that the host call cannot pass. */
export function valueTypeOf(byte: number): ValueType | undefined {
  return BY_BYTE.get(byte);
}

/** The types a string of the addon stands for. TYPE_UNSUPPORTED names `what` when one has no name. */
export function decodeTypes(codes: string, what: string): ValueType[] {
  return Array.from(codes, (code, index) => {
    const type = valueTypeOf(code.charCodeAt(0));
    if (type) return type;
    throw new PluginError(
      'TYPE_UNSUPPORTED',
      `Cannot use ${what}: value ${index} has a type of a later proposal, expected one of ${VALUE_TYPES.join(', ')}`,
      { hint: 'Run this plug-in in a stock WasmEdge' },
    );
  });
}

// As many as plug-ins have: each is made once.
const signatures = new Map<string, Signature>();

/** The signature of two strings of the addon, one object for equal ones; `name` is the function's, for errors. */
export function decodeSignature(params: string, results: string, name: string): Signature {
  const codes = `${params}:${results}`;
  let signature = signatures.get(codes);
  if (!signature) {
    signature = {
      params: decodeTypes(params, `the parameters of ${name}`),
      results: decodeTypes(results, `the results of ${name}`),
    };
    signatures.set(codes, signature);
  }
  return signature;
}

export function encodeTypes(types: readonly ValueType[]): string {
  return String.fromCharCode(...types.map((type) => TYPE_BYTES[type]));
}

const keys = new WeakMap<Signature, string>();

/** A key that equal signatures share. */
export function signatureKey(signature: Signature): string {
  let key = keys.get(signature);
  if (key === undefined) {
    key = `${signature.params}:${signature.results}`;
    keys.set(signature, key);
  }
  return key;
}
