// The measurements in the form of bench/results.json, and what the targets make of them. Used by
// report.ts and plot.ts.
import { type Measurement, quantile } from './measure.js';

/** What this project's own variants are called. */
export const PLAIN = 'wasmedge-plugin-kit';
export const ACCELERATED = `${PLAIN}, accelerated`;
/** A plug-in as stock headers make it: it calls the runtime for every number that it reads or makes. */
export const CALLING = `${PLAIN}, stock headers`;

/** A plug-in in Rust, made by cargo for this machine: the ratio says how many times longer than the one in C it takes. */
export const RUST = 'the plug-in in Rust';

/** The least that a call out of WebAssembly costs, in the two ways to import a Node-API function. */
export const EMPTY = 'empty Node-API';
export const EMPTY_DIRECT = `${EMPTY}, imported directly`;

/** Instantiating without plug-ins. */
export const ENGINE = 'WebAssembly.instantiate';
export const INSTANTIATE_COMPILED = 'instantiate a compiled guest';
export const INSTANTIATE_BYTES = 'instantiate a guest from bytes';

/** Loading and creating. */
export const DIRECTORY_SIZE = 100;
export const LOAD = 'load a plug-in by path';
export const LOAD_DIRECTORY = `load a directory of ${DIRECTORY_SIZE} plug-ins`;
export const CREATE = 'create a module';

/** What one Node version measured. */
export interface ChildResult {
  readonly node: string;
  readonly v8: string;
  readonly measurements: readonly Measurement[];
}

/** An entry of bench/results.json. */
export interface Result {
  /** `benchmark: variant`. */
  readonly name: string;
  readonly node: string;
  readonly value: number;
  readonly unit: Measurement['unit'];
  /** Half the distance between the quartiles, in the same unit. */
  readonly spread: number;
  /** The variant it is compared with; null for what is only compared with. */
  readonly reference: string | null;
  /** How many times longer the reference takes; above 1, the reference is slower. */
  readonly ratio: number | null;
}

export const isOwn = (variant: string) => [PLAIN, ACCELERATED, CALLING].includes(variant);

/** One result of several processes that measured the same: the medians of their figures. */
export function combine(children: readonly [ChildResult, ...ChildResult[]]): ChildResult {
  const [first] = children;
  const measurements = first.measurements.map((one, at) => {
    const all = children.map((child) => child.measurements[at] as Measurement);
    const middle = (figure: (each: Measurement) => number) => quantile(all.map(figure), 0.5);
    const ratios = Object.keys(one.ratios).map((reference) => [
      reference,
      middle((each) => each.ratios[reference] as number),
    ]);
    return {
      ...one,
      value: middle(({ value }) => value),
      spread: middle(({ spread }) => spread),
      ratios: Object.fromEntries(ratios),
    };
  });
  return { ...first, measurements };
}

/** One entry for each of our variants and each reference, one for each reference itself. */
export function toResults(children: readonly ChildResult[]): Result[] {
  return children.flatMap(({ node, measurements }) =>
    measurements.flatMap((measurement): Result[] => {
      const { benchmark, variant, value, unit, spread, ratios } = measurement;
      const name = `${benchmark}: ${variant}`;
      const references = isOwn(variant) ? Object.keys(ratios) : [];
      if (references.length === 0) {
        return [{ name, node, value, unit, spread, reference: null, ratio: null }];
      }
      return references.map((reference) => ({
        name,
        node,
        value,
        unit,
        spread,
        reference,
        ratio: ratios[reference] as number,
      }));
    }),
  );
}

/** An entry as a line of JSON, its figures to four digits: no more of them repeat. */
export function toLine(result: Result): string {
  return JSON.stringify(result, (_, value) =>
    typeof value === 'number' ? Number(value.toPrecision(4)) : value,
  );
}

interface Target {
  readonly text: string;
  /** Versions it is for. */
  readonly from?: number;
  readonly wanted: string;
  /** The figure, undefined where it was not measured. */
  measured(find: Find): number | undefined;
  reached(figure: number): boolean;
}

/** The ratio of `reference` to our variant of a benchmark. */
type Find = (benchmark: string, variant: string, reference: string) => number | undefined;

const ADD = 'call (i32, i32) -> i32';
const ADD_64 = 'call (i64, i64) -> i64';
const READ_16 = 'read 16 bytes of memory';
const inverse = (ratio: number | undefined) => (ratio === undefined ? undefined : 1 / ratio);

/** How many times longer we take than the empty call, imported in the way that is faster here. */
function timesEmpty(find: Find, variant: string): number | undefined {
  const ratios = [EMPTY, EMPTY_DIRECT].map((reference) => find(ADD, variant, reference));
  return ratios.includes(undefined) ? undefined : 1 / Math.min(...(ratios as number[]));
}

const atLeast = (wanted: number, text: string, measured: Target['measured']): Target => ({
  text,
  measured,
  wanted: `at least ${wanted}`,
  reached: (figure) => figure >= wanted,
});
const atMost = (wanted: number, text: string, measured: Target['measured'], from = 0): Target => ({
  text,
  measured,
  from,
  wanted: `at most ${wanted}`,
  reached: (figure) => figure <= wanted,
});

const fastestStock = (benchmark: string) => (find: Find) => {
  const ratios = ['interpreter', 'aot', 'jit'].map((mode) =>
    find(benchmark, PLAIN, `WasmEdge ${mode}`),
  );
  return ratios.includes(undefined) ? undefined : Math.min(...(ratios as number[]));
};

export const TARGETS: readonly Target[] = [
  atLeast(3.5, 'add i32: fastest mode of stock WasmEdge to ours', fastestStock(ADD)),
  atLeast(1.6, 'add i32: plain Node-API to ours', (find) => find(ADD, PLAIN, 'plain Node-API')),
  atLeast(1.6, 'add i64: plain Node-API to ours', (find) => find(ADD_64, PLAIN, 'plain Node-API')),
  atMost(
    ...([1.9, 'add i32: ours to the empty Node-API call'] as const),
    (find) => timesEmpty(find, PLAIN),
    22,
  ),
  atMost(1.2, 'add i32: accelerated to the empty Node-API call', (find) =>
    timesEmpty(find, ACCELERATED),
  ),
  atMost(1.6, 'reading 16 bytes to our add i32', (find) =>
    inverse(find(READ_16, PLAIN, 'add i32')),
  ),
  atLeast(1.6, 'add i32, plug-in of stock headers: plain Node-API to ours', (find) =>
    find(ADD, CALLING, 'plain Node-API'),
  ),
  ...[ADD, ADD_64, READ_16].map((name) =>
    atMost(1.1, `${name}: a plug-in in Rust to one in C`, (find) => find(name, PLAIN, RUST)),
  ),
  atLeast(
    ...([2.5, 'call back an export: fastest mode of stock WasmEdge to ours'] as const),
    fastestStock('call back an export'),
  ),
  atMost(2.5, 'externref: ours to plain Node-API', (find) =>
    inverse(find('call (externref) -> externref', PLAIN, 'plain Node-API')),
  ),
  atMost(1.7, `${LOAD}: ours to dlopen and dlsym`, (find) =>
    inverse(find(LOAD, PLAIN, 'dlopen and dlsym')),
  ),
  atMost(1.6, `${LOAD_DIRECTORY}: ours to stock WasmEdge`, (find) =>
    inverse(find(LOAD_DIRECTORY, PLAIN, 'WasmEdge')),
  ),
  atMost(4, `${CREATE}: ours to stock WasmEdge`, (find) =>
    inverse(find(CREATE, PLAIN, 'WasmEdge')),
  ),
  atMost(2, `${INSTANTIATE_COMPILED}: ours to ${ENGINE}`, (find) =>
    inverse(find(INSTANTIATE_COMPILED, PLAIN, ENGINE)),
  ),
  atMost(1.4, `${INSTANTIATE_BYTES}: ours to ${ENGINE}`, (find) =>
    inverse(find(INSTANTIATE_BYTES, PLAIN, ENGINE)),
  ),
];

/** The figures of a target, one for each child; undefined where it does not apply. */
export function figuresOf(
  { measured, reached, from = 0 }: Target,
  children: readonly ChildResult[],
): ({ figure: number; reached: boolean } | undefined)[] {
  return children.map(({ node, measurements }) => {
    if (Number.parseInt(node, 10) < from) return undefined;
    const figure = measured(
      (benchmark, variant, reference) =>
        measurements.find((each) => each.benchmark === benchmark && each.variant === variant)
          ?.ratios[reference],
    );
    return figure === undefined ? undefined : { figure, reached: reached(figure) };
  });
}
