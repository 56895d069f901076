import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  FIRST_PLACE,
  FRAME_PAGES,
  FramePlaces,
  type Place,
  type PlaceTable,
  partsOf,
} from '../../../loader/wasm/frame-places.js';
import { type Signature, VALUE_TYPES, type ValueType } from '../../../loader/wasm/types.js';
import { projectPath } from '../../../scripts/project/paths.js';

const PAGE = 65536;
const VALUE = 32;

const createTable = (): PlaceTable => ({
  frame: new WebAssembly.Memory({ initial: FRAME_PAGES, maximum: FRAME_PAGES }),
  places: Object.create(null),
  nextPlace: FIRST_PLACE,
});

const facts = JSON.parse(readFileSync(projectPath('facts', 'c-api.json'), 'utf8')) as {
  layouts: Record<string, { size: number; fields: Record<string, number[]> }> & {
    WasmEdge_ValType: { bytes: Record<ValueType, string> };
  };
};
const typeBytes = (type: ValueType) => facts.layouts.WasmEdge_ValType.bytes[type].split(' ');
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));

function sizeOf({ params, results }: Signature): number {
  return VALUE * (params.length + results.length);
}

describe('FramePlaces', () => {
  it('have types as the facts have them, and zero where nothing else is', () => {
    const table = createTable();
    const { frame } = table;
    new Uint8Array(frame.buffer).fill(0xee);
    const signature: Signature = { params: VALUE_TYPES, results: VALUE_TYPES };
    const { at } = new FramePlaces(table).placeOf(signature);
    const { size, fields } = facts.layouts.WasmEdge_Value as (typeof facts.layouts)[string];
    assert.deepEqual([size, fields.Value?.[0], fields.Type?.[0]], [VALUE, 0, 16]);
    const bytesAt = (offset: number) => hex(new Uint8Array(frame.buffer, offset, 8));
    [...VALUE_TYPES, ...VALUE_TYPES].forEach((type, i) => {
      const value = at + VALUE * i;
      const isReference = type === 'funcref' || type === 'externref';
      assert.deepEqual(bytesAt(value + 16), typeBytes(type), type);
      if (isReference) assert.deepEqual(bytesAt(value), typeBytes(type), type);
      else if (type !== 'v128') assert.deepEqual(bytesAt(value + 8), Array(8).fill('00'), type);
    });
  });

  it('are the same for the same signature, whoever asks, others for others, until there is no room', () => {
    const table = createTable();
    const frame = new FramePlaces(table);
    const other = new FramePlaces(table);
    const places: [Place, Signature][] = [];
    for (let count = 1; count <= 200; count += 1) {
      for (const params of [Array(count).fill('i32'), Array(count).fill('f64')]) {
        const signature: Signature = { params, results: ['i64'] };
        const place = frame.placeOf(signature);
        const same = { params: [...params], results: ['i64'] } as const;
        for (const user of [frame, other]) assert.deepEqual(user.placeOf(same), place);
        places.push([place, signature]);
      }
    }
    const own = places.filter(([{ shared }]) => !shared).sort(([a], [b]) => a.at - b.at);
    assert.ok(own.length > 10 && own.length < places.length);
    own.forEach(([{ at }, signature], i) => {
      const end = own[i + 1]?.[0].at ?? 2 * PAGE;
      assert.ok(at >= PAGE && at % 16 === 0 && at + sizeOf(signature) <= end);
    });
    for (const [{ at, shared }] of places) if (shared) assert.equal(at, 2 * PAGE);
  });

  it('have room for the largest signature that WebAssembly allows', () => {
    const signature: Signature = {
      params: Array(1000).fill('v128'),
      results: Array(1000).fill('i32'),
    };
    const place = new FramePlaces(createTable()).placeOf(signature);
    const { constants } = partsOf(signature, place);
    assert.ok(Math.max(...constants.map(({ at }) => at)) + 8 <= FRAME_PAGES * PAGE);
  });
});
