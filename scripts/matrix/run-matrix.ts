// Runs the cells of a matrix, as many at a time as there are processors, and decides what becomes of
// those that cannot run.
import type { Target } from '#loader/internal';
import { inParallel } from '../process/in-parallel.js';
import type { PluginSource } from '../project/manifest.js';
import { describeObstacle, type Obstacle, type Runner } from '../runners/runner.js';
import type { Seat } from '../runners/status.js';
import type { StockRuntime } from '../runners/stock.js';
import { type Artefacts, isFailure } from './artefacts.js';
import type { CellContext } from './cell-context.js';
import { type Cell, type CellResult, notRun } from './report.js';
import { runCell } from './run-cell.js';

export interface MatrixOptions {
  cells: readonly Cell[];
  /** Those of the cells, and others to be loaded beside them. */
  plugins: readonly PluginSource[];
  /** How the cells of each target run. */
  seats: readonly Seat[];
  /** What the cells of other engines than `v8` use. */
  stocks: ReadonlyMap<Target, StockRuntime | Obstacle>;
  /** Milliseconds that one cell may take, natively. */
  timeout: number;
  /** Bytes that its process may hold. */
  memory: number;
  /** The highest level to check. */
  level: number;
  /** Cells at a time. */
  jobs: number;
  /** How often an undecided cell is run again; absent: once where it is emulated. */
  retries: number | undefined;
  /** The search path for programs. */
  path: string;
  /** NODE_OPTIONS of the cells' processes, where they need some. */
  nodeOptions: string | undefined;
  cacheDirectory: string;
}

/** Another plug-in for the levels that want two: the next one by order that could be used. */
function findCompanion(
  source: PluginSource,
  target: Target,
  plugins: readonly PluginSource[],
  artefacts: Artefacts,
): Pick<CellContext, 'companion'> {
  const own = plugins.indexOf(source);
  for (const { manifest } of [...plugins.slice(own + 1), ...plugins.slice(0, own)]) {
    const { name, tests } = manifest;
    const artefact = artefacts.plugin(name, target);
    const guests = artefacts.guests(name);
    if ('failure' in artefact || isFailure(guests)) continue;
    return { companion: { name, tests, file: artefact.file, guests } };
  }
  return {};
}

/** What keeps a stock WasmEdge from running the cell, though it is there. */
function unfitFor(
  { engine, target }: Cell,
  { version, choosesMode }: StockRuntime,
  { name }: Runner,
): Obstacle | undefined {
  if (engine === 'wasmedge') return undefined;
  if (!choosesMode) {
    const reason = `the C API of WasmEdge ${version} does not choose how to execute`;
    return { reason, fix: 'take --engine wasmedge, or plug-ins for plug-in API 5' };
  }
  // Seen with 0.17.1: the runtime walks the stack of compiled code, and does not come back.
  return name === 'qemu'
    ? {
        reason: 'in qemu, compiled code of WasmEdge does not end when a host function fails',
        fix: `run it on a machine that is ${target}`,
      }
    : undefined;
}

async function decide(
  cell: Cell,
  { plugins, seats, stocks, ...options }: MatrixOptions,
  artefacts: Artefacts,
): Promise<CellResult> {
  const { target, runner, obstacle, nodes } = seats.find(
    (seat) => seat.target.id === cell.target,
  ) as Seat;
  const executable = nodes.find(({ version }) => version === cell.node)?.executable;

  const plugin = artefacts.plugin(cell.plugin, target);
  if ('failure' in plugin) {
    return plugin.missing
      ? notRun(cell, 'skipped', describeObstacle(plugin.missing))
      : notRun(cell, 'failed', plugin.failure, plugin.code);
  }
  const guests = artefacts.guests(cell.plugin);
  if (isFailure(guests)) return notRun(cell, 'failed', guests.failure, guests.code);
  const prebuild = artefacts.prebuild(target);
  if ('failure' in prebuild) return notRun(cell, 'failed', prebuild.failure, prebuild.code);

  const unseated = obstacle ?? (typeof executable === 'string' ? undefined : executable);
  if (!runner || unseated) {
    const reason = describeObstacle(unseated as Obstacle);
    return runner
      ? notRun(cell, 'skipped', reason)
      : notRun(cell, 'audited', `audited, not run: ${reason}`);
  }
  const stock = cell.engine === 'v8' ? undefined : stocks.get(target);
  if (stock && 'reason' in stock) return notRun(cell, 'skipped', describeObstacle(stock));
  const unfit = stock && unfitFor(cell, stock, runner);
  if (unfit) return notRun(cell, 'skipped', describeObstacle(unfit));
  const source = plugins.find(({ manifest }) => manifest.name === cell.plugin) as PluginSource;
  return runCell(cell, {
    source,
    target,
    file: plugin.file,
    guests,
    runner,
    node: executable as string,
    ...(stock ? { stock } : {}),
    path: options.path,
    nodeOptions: options.nodeOptions,
    cacheDirectory: options.cacheDirectory,
    timeout: options.timeout * runner.timeFactor(target),
    memory: options.memory,
    level: options.level,
    ...findCompanion(source, target, plugins, artefacts),
  });
}

/**
 * Runs the matrix; cells that are undecided then run again, alone. A cell that fails is a result, not an error.
 * @param onResult called as each cell ends for good, in no particular order
 */
export async function runMatrix(
  options: MatrixOptions,
  artefacts: Artefacts,
  onResult: (result: CellResult) => void,
): Promise<CellResult[]> {
  const retriesOf = (cell: Cell): number => {
    const runner = options.seats.find(({ target }) => target.id === cell.target)?.runner;
    return options.retries ?? (runner?.name === 'native' ? 0 : 1);
  };
  const results = await inParallel(options.cells, options.jobs, async (cell) => {
    const result = await decide(cell, options, artefacts);
    if (result.state !== 'undecided' || retriesOf(cell) === 0) onResult(result);
    return result;
  });
  for (const [index, cell] of options.cells.entries()) {
    let result = results[index] as CellResult;
    const retries = retriesOf(cell);
    if (result.state !== 'undecided' || retries === 0) continue;
    while (result.state === 'undecided' && result.tries <= retries) {
      const { tries, ms } = result;
      const again = await decide(cell, options, artefacts);
      result = { ...again, tries: tries + 1, ms: ms + again.ms };
    }
    results[index] = result;
    onResult(result);
  }
  return results;
}
