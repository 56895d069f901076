// Takes samples of several variants in turn, so that a disturbance of the machine meets all of them, and
// reduces them to a median, a spread and ratios. Used by child.ts.

export interface Variant {
  readonly name: string;
  /** Does `count` operations; returns the nanoseconds they took together. */
  sample(count: number): number | Promise<number>;
  /** Operations a sample; without it, as many as fill a sample's time. */
  readonly count?: number;
}

export interface Benchmark {
  readonly name: string;
  readonly unit: 'ns' | 'us' | 'ms';
  readonly variants: readonly Variant[];
  /** Called once all samples are taken. */
  end?(): void;
}

/** One variant of one benchmark: the line of a report. */
export interface Measurement {
  readonly benchmark: string;
  readonly variant: string;
  readonly unit: Benchmark['unit'];
  /** Median of an operation's time. */
  readonly value: number;
  /** Half the distance between the quartiles. */
  readonly spread: number;
  /** How many times longer each other variant takes: the median of the ratios of each round. */
  readonly ratios: Readonly<Record<string, number>>;
}

export interface Effort {
  readonly rounds: number;
  /** How long a sample shall take. */
  readonly sampleMs: number;
}

const NS_PER_UNIT = { ns: 1, us: 1e3, ms: 1e6 } as const;

/** Runs `operate(count)` against the clock. */
export function clock(operate: (count: number) => void): (count: number) => number {
  return (count) => {
    const start = process.hrtime.bigint();
    operate(count);
    return Number(process.hrtime.bigint() - start);
  };
}

export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = fraction * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]] as [number, number];
  return low + (high - low) * (at - Math.floor(at));
}

const median = (values: readonly number[]) => quantile(values, 0.5);

/** How many operations fill a sample's time; finding out also warms the code up. */
async function calibrate(variant: Variant, { sampleMs }: Effort): Promise<number> {
  if (variant.count !== undefined) return variant.count;
  for (let count = 16; ; count *= 4) {
    const ns = await variant.sample(count);
    // Once more, so that code which the last one got compiled is what is measured.
    if (ns > sampleMs * 1e6) {
      const warm = await variant.sample(count);
      return Math.max(1, Math.round((count * sampleMs * 1e6) / warm));
    }
  }
}

export async function measure(benchmark: Benchmark, effort: Effort): Promise<Measurement[]> {
  const { name, unit, variants } = benchmark;
  const counts: number[] = [];
  for (const variant of variants) counts.push(await calibrate(variant, effort));
  const samples: number[][] = variants.map(() => []);
  for (let round = 0; round < effort.rounds; round++) {
    for (let turn = 0; turn < variants.length; turn++) {
      // Each round begins with another variant: none is always the one after the slow one.
      const index = (round + turn) % variants.length;
      const count = counts[index] as number;
      const ns = await (variants[index] as Variant).sample(count);
      samples[index]?.push(ns / count / NS_PER_UNIT[unit]);
    }
  }
  benchmark.end?.();
  return variants.map((variant, index) => {
    const own = samples[index] as number[];
    const ratios = variants.flatMap(({ name: other }, at) =>
      at === index
        ? []
        : [[other, median(own.map((value, round) => (samples[at]?.[round] as number) / value))]],
    );
    return {
      benchmark: name,
      variant: variant.name,
      unit,
      value: median(own),
      spread: (quantile(own, 0.75) - quantile(own, 0.25)) / 2,
      ratios: Object.fromEntries(ratios),
    };
  });
}
