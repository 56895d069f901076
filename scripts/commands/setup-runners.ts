// `plugkit setup-runners`: fetches what this machine needs to run the cells of other targets, and the
// Node versions that --node asks for. What is there already is left alone.

import { PluginError } from '../../loader/errors.js';
import { currentTarget, type Target } from '../../loader/target.js';
import type { CommandOptions } from '../command.js';
import { runSteps, type Step } from '../progress.js';
import { unpackPackages } from '../runners/debian-packages.js';
import { chooseRunner } from '../runners/index.js';
import { native } from '../runners/native.js';
import { installNode, type NodeBuild } from '../runners/node-builds.js';
import { type RunnerStatus, renderRunners, runnerStatus } from '../runners/status.js';
import { selectTargets, TARGET_FLAG } from '../targets.js';

export const summary = 'Install what is needed to run the cells of other targets';
export const flags = [
  TARGET_FLAG,
  {
    flags: '--node <majors>',
    description: 'also install these release lines of Node for this machine (20,22,24,26)',
    parse: parseMajors,
    default: [],
  },
];

interface Flags {
  target: string;
  node: readonly number[];
}

interface Data {
  readonly cacheDirectory: string;
  readonly runners: readonly RunnerStatus[];
  /** The builds for --node. */
  readonly nodes: readonly NodeBuild[];
}

function parseMajors(text: string): number[] {
  return text.split(',').map((part) => {
    if (/^\d+$/.test(part.trim())) return Number(part);
    throw new PluginError(
      'USAGE',
      `Cannot select Node "${part}": not a number, expected 22 or 20,22`,
    );
  });
}

async function runAll(steps: readonly Step[], environment: CommandOptions['environment']) {
  const errors = await runSteps(steps, environment);
  const failure = errors.find((error) => error !== undefined);
  if (failure !== undefined) throw failure;
}

/** @throws NETWORK when a registry does not give something, TOOL_MISSING where there is no Debian. */
export async function run({
  target: globs,
  node,
  environment,
}: CommandOptions<Flags>): Promise<Data> {
  const { cacheDirectory } = environment;
  const targets = selectTargets(globs);
  const emulated = targets.flatMap((target) => {
    const runner = chooseRunner(target);
    return runner && runner !== native ? [{ target, runner }] : [];
  });
  const sets = emulated.flatMap(({ target, runner }) => runner.packages(target));
  const unique = [...new Map(sets.map((set) => [set.name, set])).values()];
  const nodes: NodeBuild[] = [];
  const fetchNode = (target: Target, major?: number): Step => ({
    title: `Node for ${target.id}`,
    run: async (tell) => {
      const build = await installNode(cacheDirectory, target, major);
      if (major !== undefined) nodes.push(build);
      tell(build.version);
    },
  });
  const host = currentTarget();
  await runAll(
    [
      ...(unique.length > 0
        ? [
            {
              title: 'Debian packages',
              run: (tell: (text: string) => void) => unpackPackages(cacheDirectory, unique, tell),
            },
          ]
        : []),
      ...emulated.map(({ target }) => fetchNode(target)),
      ...(host ? node.map((major) => fetchNode(host, major)) : []),
    ],
    environment,
  );
  await runAll(
    emulated.map(({ target, runner }) => ({
      title: `${runner.name} for ${target.id}`,
      run: () => runner.prepare(target, cacheDirectory),
    })),
    environment,
  );
  const runners = await Promise.all(targets.map((target) => runnerStatus(target, cacheDirectory)));
  return { cacheDirectory, runners, nodes };
}

export function render({ cacheDirectory, runners, nodes }: Data): string {
  const builds = nodes.map(({ version, binary }) => `Node ${version}: ${binary}`);
  return [renderRunners(runners), ...builds, `cache: ${cacheDirectory}`].join('\n');
}

/** A target that has a runner is to be ready now. */
export function failed({ runners }: Data): boolean {
  return runners.some(({ runner, ready }) => runner !== null && !ready);
}
