// The descriptor of a plug-in, read where the plug-in has it in memory. Source: facts/c-api.json, layouts.
import type { RawOption, RawPlugin } from '../bridge/types.js';
import { type Layout, layoutOf } from './facts.js';
import type { Koffi } from './koffi.js';

/** koffi's types of the values of options, by number of WasmEdge_ProgramOptionType. */
const OPTION_TYPES = [
  undefined,
  'bool',
  ...['int8_t', 'int16_t', 'int32_t', 'int64_t'],
  ...['uint8_t', 'uint16_t', 'uint32_t', 'uint64_t'],
  ...['float', 'double'],
] as const;
const STRING = 12;
const IS_64_BIT = [5, 9];

/** More than any plug-in has: a count above it is none. */
const MOST = 10_000;

export interface Option extends RawOption {
  readonly storage: bigint;
}

export interface Descriptor extends Omit<RawPlugin, 'path' | 'options'> {
  readonly options: readonly Option[];
}

/** A structure at an address, its fields by their names in C. */
class Structure {
  readonly #koffi: Koffi;
  readonly #fields: Layout['fields'];
  readonly #view: DataView;

  constructor(koffi: Koffi, address: bigint, { size, fields }: Layout) {
    this.#koffi = koffi;
    this.#fields = fields;
    this.#view = new DataView(koffi.view(address, size).slice(0));
  }

  #place(field: string): number {
    return this.#fields[field]?.[0] as number;
  }

  /** `index` is that of a field of several numbers. */
  number(field: string, index = 0): number {
    return this.#view.getUint32(this.#place(field) + 4 * index, true);
  }

  pointer(field: string): bigint {
    return this.#view.getBigUint64(this.#place(field), true);
  }

  /** Undefined for a null pointer. */
  text(field: string): string | undefined {
    const pointer = this.pointer(field);
    return pointer === 0n ? undefined : (this.#koffi.decode(pointer, 'char', -1) as string);
  }
}

/** @throws Error with what is wrong in it */
export function readDescriptor(koffi: Koffi, address: bigint): Descriptor {
  const raw = new Structure(koffi, address, layoutOf('WasmEdge_PluginDescriptor'));
  const name = raw.text('Name');
  if (name === undefined) throw new Error('the name is a null pointer, expected a text');
  const list = <T>(
    count: number,
    first: bigint,
    layout: Layout,
    read: (item: Structure) => T,
  ): T[] => {
    if (count > MOST || (count > 0 && first === 0n)) {
      throw new Error(`it announces ${count} modules or options at address ${first}`);
    }
    return Array.from({ length: count }, (_, index) =>
      read(new Structure(koffi, first + BigInt(index * layout.size), layout)),
    );
  };
  return {
    name,
    description: raw.text('Description') ?? '',
    apiVersion: raw.number('APIVersion'),
    version: [0, 1, 2, 3].map((part) => raw.number('Version', part)) as RawPlugin['version'],
    modules: list(
      raw.number('ModuleCount'),
      raw.pointer('ModuleDescriptions'),
      layoutOf('WasmEdge_ModuleDescriptor'),
      (item) => ({ name: item.text('Name') ?? '', description: item.text('Description') ?? '' }),
    ),
    options: list(
      raw.number('ProgramOptionCount'),
      raw.pointer('ProgramOptions'),
      layoutOf('WasmEdge_ProgramOption'),
      (item) => {
        const type = item.number('Type');
        const defaultAt = item.pointer('DefaultValue');
        return {
          name: item.text('Name') ?? '',
          description: item.text('Description') ?? '',
          type,
          storage: item.pointer('Storage'),
          defaultValue: defaultAt === 0n ? undefined : readValue(koffi, type, defaultAt),
        };
      },
    ),
  };
}

function readValue(koffi: Koffi, type: number, address: bigint): RawOption['defaultValue'] {
  if (type === STRING) {
    const [size, pointer] = new BigUint64Array(koffi.view(address, 16).slice(0));
    const length = Number((size as bigint) & 0xffff_ffffn);
    return length === 0 ? '' : Buffer.from(koffi.view(pointer as bigint, length)).toString();
  }
  const known = OPTION_TYPES[type];
  if (!known) return undefined;
  const value = koffi.decode(address, known) as boolean | number | bigint;
  return IS_64_BIT.includes(type) ? BigInt(value) : value;
}

// Plug-ins read their options as long as they are loaded, which is for ever.
const texts: Buffer[] = [];

/** Writes an option's value, which fits its type, to where the plug-in reads it. */
export function writeOption(
  koffi: Koffi,
  { type, storage }: Option,
  value: boolean | number | bigint | string,
): void {
  if (storage === 0n) return;
  if (typeof value !== 'string') {
    const known = OPTION_TYPES[type];
    if (known) koffi.encode(storage, known, value);
    return;
  }
  const text = Buffer.from(`${value}\0`);
  texts.push(text);
  koffi.encode(storage, 'uint32_t', text.length - 1);
  koffi.encode(storage + 8n, 'void *', koffi.address(text));
}
