// `plugkit test`: the integration matrix. Builds and audits what is missing, runs every cell, reports.
import { resolve } from 'node:path';
import { PluginError } from '../../loader/errors.js';
import type { CommandOptions } from '../command.js';
import { JOBS_FLAG, PLUGINS_FLAG } from '../flags.js';
import { selectPluginSources } from '../manifest.js';
import { prepareArtefacts } from '../matrix/artefacts.js';
import { selectEngines, selectPathModes } from '../matrix/cells.js';
import { drawReport } from '../matrix/grid.js';
import { createLive } from '../matrix/live.js';
import { createReport, ENGINES, type MatrixReport, PATH_MODES } from '../matrix/report.js';
import { runMatrix } from '../matrix/run-matrix.js';
import { parseNodes } from '../matrix/runners/nodes.js';
import { setUpRunners } from '../matrix/runners/setup.js';
import { findSeat } from '../matrix/runners/status.js';
import { selectTargets, TARGET_FLAG } from '../targets.js';

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new PluginError(
    'USAGE',
    `Cannot use --timeout ${text}: it is not a time, expected seconds above 0`,
  );
}

export const summary = 'Load and test every plug-in on every target by every path';
export const operands = '[plugin...]';
export const flags = [
  TARGET_FLAG,
  {
    flags: '--path <modes>',
    description: `how plug-ins are found, as comma-separated globs (${PATH_MODES.join(', ')})`,
    default: '*',
  },
  {
    flags: '--engine <engines>',
    description: `what executes WebAssembly (${ENGINES.join(', ')})`,
    default: '*',
  },
  {
    flags: '--node <versions>',
    description: 'versions or paths of Node (20,22.11.0); default: this one, 22 under emulation',
    parse: parseNodes,
  },
  {
    flags: '--timeout <seconds>',
    description: 'time limit of one cell',
    parse: parseSeconds,
    default: 30,
  },
  JOBS_FLAG,
  PLUGINS_FLAG,
  { flags: '-o, --out <directory>', description: 'directory of built plug-ins', default: 'dist' },
  { flags: '--no-build', description: 'take built plug-ins and prebuilds as they are' },
  { flags: '--no-setup', description: 'install no runners and no versions of Node' },
];

interface Flags {
  target: string;
  path: string;
  engine: string;
  node?: string[];
  timeout: number;
  jobs?: number;
  plugins: string;
  out: string;
  build: boolean;
  setup: boolean;
}

/** Runs the matrix. Nothing is built before all selectors are understood. */
export async function run(options: CommandOptions<Flags>): Promise<MatrixReport> {
  const { operands, environment, timeout, jobs = environment.jobs } = options;
  const targets = selectTargets(options.target);
  const paths = selectPathModes(options.path);
  const engines = selectEngines(options.engine);
  const plugins = await selectPluginSources(resolve(options.plugins), operands);

  const artefacts = await prepareArtefacts({
    ...{ plugins, targets, environment, jobs },
    out: resolve(options.out),
    build: options.build,
  });
  const { cacheDirectory } = environment;
  const seats = options.setup
    ? await setUpRunners(targets, options.node, environment)
    : await Promise.all(targets.map((each) => findSeat(each, options.node, cacheDirectory)));
  const live = createLive({
    total:
      seats.flatMap(({ nodes }) => nodes).length * plugins.length * paths.length * engines.length,
    interactive: environment.interactive,
    quiet: environment.quiet,
  });
  const cells = await runMatrix(
    {
      ...{ plugins, seats, paths, engines, jobs, cacheDirectory },
      timeout: timeout * 1000,
      path: environment.path,
    },
    artefacts,
    live.add,
  );
  live.end();
  return createReport(cells);
}

export const render = drawReport;

export function failed({ summary: { failed: count } }: MatrixReport): boolean {
  return count > 0;
}
