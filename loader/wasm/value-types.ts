// Reads types and constant expressions in WebAssembly's binary format, those of later proposals, too,
// as far as is needed to find what comes behind them.
import { type Cursor, Unreadable } from './cursor.js';
import { type Limits, type Signature, type ValueType, valueTypeOf } from './types.js';

/** (ref null heap) and (ref heap). */
const REF_NULL = 0x63;
const REF = 0x64;
// Before a heap type.
const SHARED = 0x65;
const EXACT = 0x62;

// Types of one byte: numbers, packed ones, abstract heap types, views of strings (0x60 to 0x62, 0x66).
const isShort = (byte: number) =>
  (byte >= 0x7b && byte <= 0x7f) || (byte >= 0x66 && byte <= 0x78) || (byte >= 0x60 && byte < 0x63);

/** What a nullable reference to it is; undefined for what the host call cannot pass. */
function readHeapType(cursor: Cursor): ValueType | undefined {
  const byte = cursor.byte();
  if (byte === SHARED || byte === EXACT) {
    readHeapType(cursor);
    return undefined;
  }
  if (byte >= 0x80)
    cursor.skipInteger(); // the number of a type
  else if (byte >= 0x40 && !isShort(byte)) throw new Unreadable();
  return byte >= 0x40 ? valueTypeOf(byte) : undefined;
}

/** A value type; undefined for one that the host call cannot pass. */
export function readValueType(cursor: Cursor): ValueType | undefined {
  const byte = cursor.byte();
  if (byte === REF_NULL) return readHeapType(cursor);
  if (byte === REF) readHeapType(cursor);
  else if (!isShort(byte)) throw new Unreadable();
  return valueTypeOf(byte);
}

function readTypes(cursor: Cursor): readonly (ValueType | undefined)[] {
  const types: (ValueType | undefined)[] = [];
  for (let left = cursor.number(); left > 0; left -= 1) types.push(readValueType(cursor));
  return types;
}

function skipField(cursor: Cursor): void {
  readValueType(cursor);
  cursor.byte(); // mutability
}

/** A function's type; undefined for other types, and for one with values that cannot be passed. */
function readComposite(cursor: Cursor): Signature | undefined {
  const form = cursor.byte();
  if (form === 0x60) {
    const params = readTypes(cursor);
    const results = readTypes(cursor);
    return params.includes(undefined) || results.includes(undefined)
      ? undefined
      : { params: params as ValueType[], results: results as ValueType[] };
  }
  if (form === 0x5f) for (let left = cursor.number(); left > 0; left -= 1) skipField(cursor);
  else if (form === 0x5e) skipField(cursor);
  else if (form === 0x5d)
    readHeapType(cursor); // a continuation
  else if (form === SHARED) readComposite(cursor);
  else if (form === 0x4c || form === 0x4d) {
    cursor.skipInteger(); // what it describes, or is described by
    readComposite(cursor);
  } else throw new Unreadable();
  return undefined;
}

/** A function's type; `form` is its first byte. */
function readSubtype(cursor: Cursor, form: number, inGroup: boolean): Signature | undefined {
  let isNominal = inGroup;
  if (form === 0x4f || form === 0x50) {
    const supertypes = cursor.number();
    for (let left = supertypes; left > 0; left -= 1) cursor.skipInteger();
    if (form === 0x50 || supertypes > 0) isNominal = true;
  } else cursor.back();
  const signature = readComposite(cursor);
  if (!signature || !isNominal) return signature;
  // Such a function is called through JavaScript, where values of 128 bits cannot be passed.
  const { params, results } = signature;
  return [...params, ...results].includes('v128') ? undefined : { params, results, isNominal };
}

/** The types that an entry of the type section defines, one or a group. */
export function readTypeEntry(cursor: Cursor): readonly (Signature | undefined)[] {
  const form = cursor.byte();
  if (form !== 0x4e) return [readSubtype(cursor, form, false)];
  const group = [];
  const count = cursor.number();
  for (let left = count; left > 0; left -= 1) {
    group.push(readSubtype(cursor, cursor.byte(), count > 1));
  }
  return group;
}

/** Limits of a memory or table. */
export function readLimits(cursor: Cursor): Limits {
  const flags = cursor.byte();
  if (flags > 7) throw new Unreadable(); // a page size of its own, and what is to come
  const minimum = cursor.big();
  const rest = { shared: (flags & 2) !== 0, is64: (flags & 4) !== 0 };
  return flags & 1 ? { minimum, maximum: cursor.big(), ...rest } : { minimum, ...rest };
}

const END = 0x0b;

/** Passes over a constant expression. */
export function skipConstant(cursor: Cursor): void {
  for (;;) {
    const opcode = cursor.byte();
    switch (opcode) {
      case END:
        return;
      case 0x41: // i32.const
      case 0x42: // i64.const
      case 0x23: // global.get
      case 0xd2: // ref.func
        cursor.skipInteger();
        break;
      case 0x43: // f32.const
        cursor.skip(4);
        break;
      case 0x44: // f64.const
        cursor.skip(8);
        break;
      case 0xd0: // ref.null
        readHeapType(cursor);
        break;
      case 0xfd:
        if (cursor.number() !== 12) throw new Unreadable(); // v128.const
        cursor.skip(16);
        break;
      case 0xfb:
        skipReferenceInstruction(cursor);
        break;
      default:
        // Adding, subtracting and multiplying of i32 and i64
        if (![0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e].includes(opcode)) throw new Unreadable();
    }
  }
}

/** Passes over the rest of an instruction that makes a structure, an array, a string or an i31. */
function skipReferenceInstruction(cursor: Cursor): void {
  const opcode = cursor.number();
  switch (opcode) {
    case 0x1a: // any.convert_extern
    case 0x1b: // extern.convert_any
    case 0x1c: // ref.i31
      return;
    case 0x00: // struct.new
    case 0x01: // struct.new_default
    case 0x06: // array.new
    case 0x07: // array.new_default
    case 0x20: // struct.new_desc
    case 0x21: // struct.new_default_desc
    case 0x82: // string.const
      cursor.skipInteger();
      return;
    case 0x08: // array.new_fixed
      cursor.skipInteger();
      cursor.skipInteger();
      return;
    default:
      throw new Unreadable();
  }
}
