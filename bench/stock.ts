// A stock WasmEdge that waits for work: native/stock.c in a process of its own, asked for one sample at
// a time, so that its samples lie between those of this process.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { StockFiles } from './files.js';
import type { GuestName } from './guests.js';
import type { Variant } from './measure.js';

const MODES = ['interpreter', 'aot', 'jit'] as const;

export class StockProcess {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor({ start, env, driver }: StockFiles, args: readonly string[]) {
    const [program, ...rest] = [...start, driver, ...args] as [string, ...string[]];
    this.#child = spawn(program, rest, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })[
      Symbol.asyncIterator
    ]();
  }

  /** Sends a command; the nanoseconds it took. */
  async ask(command: string): Promise<number> {
    this.#child.stdin?.write(`${command}\n`);
    const { value } = await this.#answers.next();
    if (!/^\d+$/.test(value ?? '')) throw new Error(`Stock WasmEdge: ${command}: ${value}`);
    return Number(value);
  }

  end(): void {
    this.#child.stdin?.end();
  }
}

/** The guest of this name in each mode of a stock WasmEdge. */
export async function stockVariants(
  files: StockFiles,
  plugin: string,
  guests: Readonly<Record<GuestName, string>>,
  name: GuestName,
): Promise<{ variants: Variant[]; end: () => void }> {
  const processes: StockProcess[] = [];
  const variants: Variant[] = [];
  for (const mode of MODES) {
    const stock = new StockProcess(files, [mode, plugin]);
    await stock.ask(`guest ${mode === 'aot' ? files.ahead[name] : guests[name]}`);
    processes.push(stock);
    variants.push({
      name: `WasmEdge ${mode}`,
      sample: (count) => stock.ask(`run run ${count}`),
    });
  }
  const end = () => {
    for (const stock of processes) stock.end();
  };
  return { variants, end };
}
