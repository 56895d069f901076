// The options in a plug-in's descriptor, as far as the bytes of a file show them: where the function that
// gives the descriptor does nothing but return its address, and the descriptor is constant data.
import { CommandError } from '../errors.js';
import type { StaticOption } from './binary-info.js';

/** Offsets of the C structs: layouts of facts/c-api.json. */
const DESCRIPTOR = { optionCount: 40, options: 56 };
const OPTION = { size: 40, name: 0, type: 16, storage: 24, defaultValue: 32 };
const STRING_TYPE = 12;
/** Of the values, by number of WasmEdge_ProgramOptionType. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 16];
const MOST_OPTIONS = 1024;

/** What a file holds at addresses, once it is loaded where it asks to be. */
export interface Memory {
  /** With zeros where the file has none; undefined when nothing is loaded there. */
  bytes(address: number, size: number): Buffer | undefined;
  /** With what the system's loader writes; 0 where that is another library's business. */
  pointer(address: number): number;
  /** Throws CommandError when there is none. */
  text(address: number): string;
}

/** At most so many bytes of code, followed by zeros: a function may be the last. */
function codeAt(memory: Memory, address: number, most: number): Buffer {
  const bytes = Buffer.alloc(most);
  for (let at = 0; at < most; at++) memory.bytes(address + at, 1)?.copy(bytes, at);
  return bytes;
}

function numberAt(memory: Memory, address: number): number | undefined {
  return memory.bytes(address, 4)?.readUInt32LE();
}

/** The bytes of a WasmEdge_String. */
function stringAt(memory: Memory, address: number): Buffer | undefined {
  const length = numberAt(memory, address) ?? 0;
  return length === 0 ? Buffer.alloc(0) : memory.bytes(memory.pointer(address + 8), length);
}

const RET = 0xd65f03c0;

/** What the function returns, when it returns an address and does nothing else. */
function returnedAddress(memory: Memory, machine: string, start: number): number | undefined {
  const code = codeAt(memory, start, 32);
  if (machine === 'x64') {
    // endbr64, push rbp, mov rbp rsp; lea or mov rax [rip + distance]; pop rbp, ret
    const pattern = /^(?:f30f1efa)?(?:554889e5)?48(8d|8b)05(.{8})(?:5d)?c3/;
    const [match, kind, distance = ''] = pattern.exec(code.toString('hex')) ?? [];
    if (match === undefined) return undefined;
    const end = match.indexOf(`${kind}05${distance}`) / 2 + 6;
    const target = start + end + Buffer.from(distance, 'hex').readInt32LE();
    return kind === '8d' ? target : memory.pointer(target);
  }
  // bti or nop; adr x0; ret: or adrp x0; add x0 x0 #low or ldr x0 [x0 #low]; ret
  const words = Array.from({ length: 4 }, (_, index) => code.readUInt32LE(4 * index));
  const skipped = [0xd503245f, 0xd503201f].includes(words[0] as number) ? 1 : 0;
  const [first = 0, second = 0, third = 0] = words.slice(skipped);
  const place = start + 4 * skipped;
  const distance = (((((first >> 5) & 0x7ffff) << 2) | ((first >> 29) & 3)) << 11) >> 11;
  const kind = (first & 0x9f00001f) >>> 0;
  if (kind === 0x10000000) return second === RET ? place + distance : undefined;
  if (kind !== 0x90000000 || third !== RET) return undefined;
  const page = (Math.floor(place / 4096) + distance) * 4096;
  const low = (second >> 10) & 0xfff;
  const operation = (second & 0xffc003ff) >>> 0;
  if (operation === 0x91000000) return page + low;
  return operation === 0xf9400000 ? memory.pointer(page + 8 * low) : undefined;
}

/** Undefined when the bytes do not show it. */
function holdsDefault(memory: Memory, option: number): boolean | undefined {
  const type = numberAt(memory, option + OPTION.type) ?? 0;
  const [storage, initial] = [OPTION.storage, OPTION.defaultValue].map((field) =>
    memory.pointer(option + field),
  ) as [number, number];
  const size = SIZES[type] ?? 0;
  if (size === 0 || initial === 0 || storage === 0) return undefined;
  const isText = type === STRING_TYPE;
  const [stored, wanted] = [storage, initial].map((address) =>
    isText ? stringAt(memory, address) : memory.bytes(address, size),
  );
  return stored && wanted && stored.equals(wanted);
}

function readAll(memory: Memory, machine: string, start: number): StaticOption[] | null {
  const descriptor = returnedAddress(memory, machine, start);
  const count = descriptor && numberAt(memory, descriptor + DESCRIPTOR.optionCount);
  if (!descriptor || count === undefined || count > MOST_OPTIONS) return null;
  const first = memory.pointer(descriptor + DESCRIPTOR.options);
  const options: StaticOption[] = [];
  for (let at = first; at < first + count * OPTION.size; at += OPTION.size) {
    const holds = holdsDefault(memory, at);
    if (holds === undefined) continue;
    options.push({ name: memory.text(memory.pointer(at + OPTION.name)), holdsDefault: holds });
  }
  return options;
}

/** The options with a default value; null when the descriptor is not there to read. `start`: the function's address. */
export function readOptions(memory: Memory, machine: string, start: number): StaticOption[] | null {
  try {
    return readAll(memory, machine, start);
  } catch (error) {
    // Pointers that lead outside the file: what they point to is made at run time.
    if (error instanceof CommandError) return null;
    throw error;
  }
}
