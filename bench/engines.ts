// `npm run bench -- --engines`: what the command line and the two engines cost, as ratios in one run: starting a
// program with `plugkit run`, and calling WebAssembly from JavaScript.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import wabt from 'wabt';
import { projectPath } from '../scripts/project/paths.js';
import { stockWasmEdge } from '../test/support/stock.js';
import { quantile } from './measure.js';

const GUEST = `(module (func (export "_start"))
  (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))`;

/** Something that is measured: how often a sample is taken, and how. */
interface Subject {
  readonly name: string;
  sample(): number;
}

function spawn(command: readonly string[]): string {
  const [program = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
  return stdout;
}

/** Milliseconds from start to end of a process. */
const starting = (name: string, command: readonly string[]): Subject => ({
  name,
  sample: () => {
    const start = performance.now();
    spawn(command);
    return performance.now() - start;
  },
});

/** Samples in turn, so that what else the machine does meets all alike. */
function compare(title: string, unit: string, rounds: number, subjects: readonly Subject[]): void {
  const samples = subjects.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { sample }] of subjects.entries()) samples[index]?.push(sample());
  }
  const medians = samples.map((each) => quantile(each, 0.5));
  console.log(`${title}, medians of ${rounds}:`);
  for (const [index, { name }] of subjects.entries()) {
    const [median = 0, first = 1] = [medians[index], medians[0]];
    console.log(
      `  ${name}: ${median.toFixed(median < 100 ? 1 : 0)} ${unit}, ${(median / first).toFixed(2)} x`,
    );
  }
}

/** Prints the comparisons; what needs a stock WasmEdge is left out where there is none. */
export async function compareEngines(rounds: number): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'plugkit-bench-'));
  try {
    const guest = join(work, 'guest.wasm');
    const { parseWat } = await wabt();
    await writeFile(guest, parseWat('guest', GUEST).toBinary({}).buffer);
    const stock = await stockWasmEdge('0.17.1');
    const cli = projectPath('lib/scripts/cli.js');
    const run = [process.execPath, cli, 'run', '--no-default-plugins', guest];
    const call = projectPath('lib/bench/engine-call.js');
    const start = 'skip' in stock ? [] : stock.start;
    const node = [...start, process.execPath];
    const calling = (name: string, ...args: string[]): Subject => ({
      name,
      sample: () => Number(spawn([...node, call, guest, ...args])),
    });
    compare('start a program', 'ms', rounds, [
      starting('node -e 0', [process.execPath, '-e', '0']),
      starting('plugkit run', run),
      ...('skip' in stock ? [] : [starting('wasmedge', [...stock.start, stock.wasmedge, guest])]),
    ]);
    const library = 'skip' in stock ? [] : [calling('wasmedge', dirname(stock.library))];
    compare('call (i32, i32) -> i32 from JavaScript', 'ns', Math.ceil(rounds / 3), [
      calling('v8'),
      ...library,
    ]);
    if ('skip' in stock) console.log(`without a stock WasmEdge: ${stock.skip}`);
  } finally {
    await rm(work, { recursive: true });
  }
}
