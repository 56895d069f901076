// Where the values of host calls are in the call frame, in the layout that plug-ins see: WasmEdge_Value,
// 32 bytes each, parameters before results.
import { bufferOf } from './intrinsics.js';
import { isReference, type Signature, signatureKey, type ValueType } from './types.js';

const PAGE = 65536;

/**
 * Where the first place is in its page. Processors tell addresses apart by their low 12 bits first, and
 * the slot of every call is at the start of a page, too.
 */
const FIRST = 64;

/**
 * Pages of the frame: the first is for callbacks; the second has a place for each signature; the third
 * is one place for all signatures that came later. WebAssembly's limits keep every signature below a page.
 */
export const FRAME_PAGES = 3;

/** sizeof(WasmEdge_Value), and where its type is. */
const VALUE = 32;
const TYPE = 16;

export interface Place {
  /** Offset of the first value in the frame, in bytes. */
  readonly at: number;
  /** Whether other signatures have it, too; what is constant in values is then written in each call. */
  readonly shared: boolean;
}

/** The bytes of WasmEdge_ValType as a little-endian number; see `layouts` in facts/c-api.json. */
const TYPE_BITS: Readonly<Record<ValueType, bigint>> = {
  i32: 0x407f0000n,
  i64: 0x407e0000n,
  f32: 0x407d0000n,
  f64: 0x407c0000n,
  v128: 0x407b0000n,
  funcref: 0x70630000n,
  externref: 0x6f630000n,
};

/** One word, v128 two, of a value: what an adapter writes or reads. */
interface Part {
  readonly type: ValueType;
  readonly at: number;
}

/** The parts of values that depend on the call, and those that depend on the signature only. */
export function partsOf({ params, results }: Signature, { at: start }: Place) {
  const types = [...params, ...results];
  // A reference holds its type, then its pointer.
  const parts = types.map((type, i): Part => {
    const at = start + VALUE * i;
    return { type, at: isReference(type) ? at + 8 : at };
  });
  const constants = types.flatMap((type, i) => {
    const at = start + VALUE * i;
    const bits = TYPE_BITS[type];
    const kind = { at: at + TYPE, bits };
    if (isReference(type)) return [{ at, bits }, kind];
    return type === 'v128' ? [kind] : [{ at: at + 8, bits: 0n }, kind];
  });
  return { params: parts.slice(0, params.length), results: parts.slice(params.length), constants };
}

/** What everybody who uses a call frame shares; plain data, as each may have code of its own. */
export interface PlaceTable {
  readonly frame: WebAssembly.Memory;
  /** Offset of the first value by signature. Without a prototype. */
  readonly places: Record<string, number>;
  nextPlace: number;
}

export const FIRST_PLACE = PAGE + FIRST;

/** The places of one call frame. */
export class FramePlaces {
  readonly #table: PlaceTable;
  readonly #words: DataView;

  constructor(table: PlaceTable) {
    this.#table = table;
    this.#words = new DataView(bufferOf(table.frame));
  }

  /** The place of a signature, the same whenever it is asked for; what is constant there is written. */
  placeOf(signature: Signature): Place {
    const { places } = this.#table;
    const key = signatureKey(signature);
    const known = places[key];
    if (known !== undefined) return { at: known, shared: known === 2 * PAGE };
    const size = VALUE * (signature.params.length + signature.results.length);
    const shared = this.#table.nextPlace + size > 2 * PAGE;
    const place = { at: shared ? 2 * PAGE : this.#table.nextPlace, shared };
    places[key] = place.at;
    if (shared) return place;
    this.#table.nextPlace += size;
    for (const { at, bits } of partsOf(signature, place).constants) {
      this.#words.setBigUint64(at, bits, true);
    }
    return place;
  }
}
