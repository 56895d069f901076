// `plugkit test`: the integration matrix. Builds and audits what is missing, runs every cell, reports.
import { resolve } from 'node:path';
import { TARGETS } from '#loader/internal';
import type { CommandOptions } from '../command.js';
import { CommandError } from '../errors.js';
import {
  DEBUG_FLAG,
  FAIL_ON_FLAG,
  JOBS_FLAG,
  PLUGINS_FLAG,
  parseAmount,
  parseRetries,
} from '../flags/flags.js';
import { selectTargets, TARGET_FLAG } from '../flags/targets.js';
import { prepareArtefacts } from '../matrix/artefacts.js';
import { listCells, listPlaces, selectEngines, selectPathModes } from '../matrix/cells.js';
import { describeRun } from '../matrix/describe-run.js';
import { drawReport } from '../matrix/grid.js';
import { DEFAULT_LEVEL } from '../matrix/levels/default-level.js';
import { HIGHEST_LEVEL, parseLevel } from '../matrix/levels/levels.js';
import { createLive } from '../matrix/live.js';
import { createReport, ENGINES, type MatrixReport, PATH_MODES } from '../matrix/report.js';
import { runMatrix } from '../matrix/run-matrix.js';
import { parseShard, type Shard, takeShard } from '../matrix/shard.js';
import { MEMORY_LIMIT } from '../process/supervise.js';
import { API_FLAG, type ApiVersion } from '../project/api-version.js';
import { listPlugins, selectCases, selectPlugins } from '../project/plugins.js';
import type { ReportFlags } from '../report/finish.js';
import { readReport } from '../report/read.js';
import { rerunOf } from '../report/rerun.js';
import { checkDestinations, REPORT_FLAG } from '../report/write.js';
import { setUpRunners } from '../runners/install.js';
import { parseNodes } from '../runners/nodes.js';
import { findSeat } from '../runners/status.js';
import { setUpStock } from '../runners/stock.js';

export const operands = '[plugin...]';
export const flags = [
  TARGET_FLAG,
  {
    flags: '--path <modes>',
    description: `how plug-ins are found, as comma-separated globs (${PATH_MODES.join(', ')})`,
    default: '*',
    again: 'joins' as const,
  },
  {
    flags: '--engine <engines>',
    description: `what executes WebAssembly, as comma-separated globs (${ENGINES.join(', ')})`,
    default: 'v8',
    again: 'joins' as const,
  },
  {
    flags: '--node <versions>',
    description: 'versions or paths of Node (20,22.11.0); default: this one, 22 under emulation',
    parse: parseNodes,
    again: 'joins' as const,
  },
  {
    flags: '--level <number>',
    description: `how hard to try, 1 to ${HIGHEST_LEVEL}; see docs/matrix.md`,
    parse: parseLevel,
    default: DEFAULT_LEVEL,
  },
  {
    flags: '--case <globs>',
    description: 'test cases by name, as comma-separated globs',
    again: 'joins' as const,
  },
  {
    flags: '--timeout <seconds>',
    description: 'time limit of one process of a cell',
    parse: parseAmount('--timeout', 'seconds'),
    default: 30,
  },
  {
    flags: '--memory <MiB>',
    description: 'memory limit of one cell',
    parse: parseAmount('--memory', 'MiB'),
    default: MEMORY_LIMIT / 2 ** 20,
  },
  {
    flags: '--retries <number>',
    description:
      'how often to run a cell again that did not get as far as its plug-in (default: 1 where emulated, else 0)',
    parse: parseRetries,
  },
  API_FLAG,
  DEBUG_FLAG,
  JOBS_FLAG,
  PLUGINS_FLAG,
  { flags: '-o, --out <directory>', description: 'directory of built plug-ins', default: 'dist' },
  {
    flags: '--shard <part>',
    description: 'run one part of the matrix, such as 2/6',
    parse: parseShard,
  },
  {
    flags: '--durations <report>',
    description: 'split evenly by the times in a former report (JSON)',
  },
  {
    flags: '--machine <name>',
    description: 'name of this machine in the report (default: its host name)',
  },
  {
    flags: '--commit <id>',
    description: 'what was checked out, for the report (default: as git says)',
  },
  REPORT_FLAG,
  FAIL_ON_FLAG,
  { flags: '--no-build', description: 'take built plug-ins and prebuilds as they are' },
  { flags: '--no-setup', description: 'install no runners and no versions of Node' },
];

interface Flags extends ReportFlags {
  target: string;
  path: string;
  engine: string;
  node?: string[];
  level: number;
  case?: string;
  timeout: number;
  memory: number;
  retries?: number;
  api: ApiVersion;
  debug?: boolean;
  jobs?: number;
  plugins?: string;
  out: string;
  build: boolean;
  setup: boolean;
  shard?: Shard;
  durations?: string;
  machine?: string;
  commit?: string;
}

/** Runs the matrix. Nothing is built before all selectors are understood. */
export async function run(options: CommandOptions<Flags>): Promise<MatrixReport> {
  const { operands, environment, jobs = environment.jobs, shard, durations } = options;
  const { cacheDirectory } = environment;
  const started = performance.now();
  checkDestinations(options.report ?? []);
  const selected = await selectPlugins(options.plugins, operands);
  const { sources, refused } = options.case ? selectCases(selected, options.case) : selected;
  const matrix = listPlaces(
    selectTargets(options.target),
    [...sources.map(({ manifest }) => manifest.name), ...refused.map(({ name }) => name)],
    selectPathModes(options.path),
    selectEngines(options.engine),
  );
  if (matrix.length === 0) {
    throw new CommandError(
      'NOTHING_SELECTED',
      `Cannot test: no stock WasmEdge can be had for ${options.target}, which --engine ${options.engine} needs`,
      { hint: 'Choose --target linux-x64 or linux-arm64, or --engine v8' },
    );
  }
  const former = durations === undefined ? undefined : readReport(durations);
  const places = shard ? takeShard(matrix, shard, former?.cells) : matrix;
  const plugins = sources.filter(({ manifest }) =>
    places.some(({ plugin }) => plugin === manifest.name),
  );
  const targets = TARGETS.filter(({ id }) => places.some(({ target }) => target === id));
  // From this level on a plug-in is loaded beside another, be that selected or not.
  const others = options.level >= 6 ? (await listPlugins(options.plugins)).sources : [];
  const together = [
    ...plugins,
    ...others.filter(({ directory }) => plugins.every((each) => each.directory !== directory)),
  ];
  const about = await describeRun(options.machine, options.commit);

  const artefacts = await prepareArtefacts({
    plugins: together,
    refused,
    targets,
    api: options.api,
    debug: options.debug ?? false,
    environment,
    jobs,
    out: resolve(options.out),
    build: options.build,
  });
  const seats = options.setup
    ? await setUpRunners(targets, options.node, environment)
    : await Promise.all(targets.map((each) => findSeat(each, options.node, cacheDirectory)));
  const stocked = targets.filter(({ id }) =>
    places.some(({ target, engine }) => target === id && engine !== 'v8'),
  );
  const stocks = await setUpStock(stocked, options.api, environment, options.setup);
  const cells = listCells(places, seats);
  const live = createLive({
    cells,
    jobs,
    interactive: environment.interactive,
    quiet: environment.quiet,
  });
  const results = await runMatrix(
    {
      cells,
      plugins: together,
      seats,
      stocks,
      jobs,
      cacheDirectory,
      level: options.level,
      retries: options.retries,
      timeout: options.timeout * 1000,
      memory: options.memory * 2 ** 20,
      path: environment.path,
      nodeOptions: environment.nodeOptions,
    },
    artefacts,
    live.add,
  );
  live.end();
  const ms = Math.round(performance.now() - started);
  const report = createReport(
    [{ ...about, ms, shard: shard ? { ...shard, matrix } : null }],
    results.map((result) => {
      const seat = seats.find(({ target }) => target.id === result.target);
      const runner = result.ms > 0 ? (seat?.runner?.name ?? null) : null;
      return { ...result, machines: [about.machine], runner, rerun: rerunOf(result) };
    }),
    artefacts.audits,
  );
  return report;
}

export const render = drawReport;
export { failed, finish } from '../report/finish.js';
