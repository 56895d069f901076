// Decides which zig, cmake and ninja are used: the one the environment names, else one on PATH of a
// supported version, else the pinned wheel in the cache directory.
import { existsSync } from 'node:fs';
import semver from 'semver';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { runSteps } from '../output/progress.js';
import { programsOnPath, run } from '../process/run.js';
import { forBuild } from '../process/surroundings.js';
import { BUILD_TOOLS, type FoundTool, TOOLS, type Toolchain, type ToolName } from './tools.js';
import { installWheel, isIntact, wheelProgram } from './wheels.js';

/** The version a program prints, or undefined when it does not run or prints none. */
async function versionOf(
  path: string,
  name: ToolName,
  { variables }: Environment,
): Promise<string | undefined> {
  try {
    const { stdout } = await run([path, ...TOOLS[name].versionArguments], {
      surroundings: forBuild(variables),
    });
    return semver.coerce(stdout)?.version;
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** The tool the user named; a wrong one is an error, never silently replaced. */
async function namedTool(
  name: ToolName,
  path: string,
  environment: Environment,
): Promise<FoundTool> {
  const { variable, versions } = TOOLS[name];
  const hint = `Unset ${variable} to let plugkit choose one`;
  if (!existsSync(path)) {
    throw new CommandError(
      'TOOL_MISSING',
      `Cannot use ${variable}: ${path} does not exist, expected a program`,
      { hint },
    );
  }
  const version = await versionOf(path, name, environment);
  if (version === undefined || !semver.satisfies(version, versions)) {
    throw new CommandError(
      'TOOL_VERSION',
      `Cannot use ${path}: version is ${version ?? 'unknown'}, expected ${versions}`,
      { hint },
    );
  }
  return { path, version };
}

/** The tool as it is now, without installing anything; undefined when it would be installed. */
export async function findTool(
  name: ToolName,
  environment: Environment,
): Promise<FoundTool | undefined> {
  const named = environment.tools[name];
  if (named) return namedTool(name, named, environment);
  const installed = await wheelProgram(name, environment);
  for (const path of [...programsOnPath(name, environment.path), installed]) {
    if (path === installed && !(await isIntact(installed))) continue;
    const version = await versionOf(path, name, environment);
    if (version !== undefined && semver.satisfies(version, TOOLS[name].versions)) {
      return { path, version };
    }
  }
  return undefined;
}

/**
 * The named tools, installing those that are missing.
 * @throws TOOL_MISSING, TOOL_VERSION or TOOL_FAILED, each naming what to do.
 */
export async function findTools<Name extends ToolName>(
  names: readonly Name[],
  environment: Environment,
): Promise<Readonly<Record<Name, FoundTool>>> {
  const found = await Promise.all(names.map((name) => findTool(name, environment)));
  const missing = names.filter((_name, index) => found[index] === undefined);
  const errors = await runSteps(
    missing.map((name) => ({
      title: `Install ${name} (${TOOLS[name].purpose}), once, into ${environment.cacheDirectory}`,
      run: () => installWheel(name, environment),
    })),
    environment,
  );
  const failure = errors.find((error) => error !== undefined);
  if (failure !== undefined) throw failure;

  const entries = await Promise.all(
    names.map(async (name, index) => {
      const tool = found[index] ?? (await findTool(name, environment));
      if (tool !== undefined) return [name, tool] as const;
      throw new CommandError('TOOL_FAILED', `Cannot run the installed ${name}`, {
        hint: `Install ${name} ${TOOLS[name].versions} yourself and name it in ${TOOLS[name].variable}`,
      });
    }),
  );
  return Object.fromEntries(entries) as Record<Name, FoundTool>;
}

/** All tools of a cross-build; see findTools(). */
export function findToolchain(environment: Environment): Promise<Toolchain> {
  return findTools(BUILD_TOOLS, environment);
}
