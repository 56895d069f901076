// `plugkit bundle`: a plug-in with all libraries that it needs and that systems do not have, in one folder that may be
// anywhere: for containers, and for machines where nothing can be installed.
import { chmodSync, copyFileSync, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { currentTarget, TARGET_IDS, TARGETS, type TargetId } from '#loader/internal';
import type { AuditReport, Verdict } from '../audit/audit.js';
import { worst } from '../audit/audit.js';
import { readBinary } from '../audit/binary.js';
import { targetOf } from '../audit/checks/symbols.js';
import { auditAll } from '../audit/collection.js';
import { findPolicy, readPolicyFile } from '../audit/policy.js';
import { type Closure, findClosure } from '../bundle/closure.js';
import { relocate } from '../bundle/relocate.js';
import { systemDirectories } from '../bundle/search.js';
import type { CommandOptions } from '../command.js';
import { builtLibrary } from '../compile/built.js';
import { CommandError } from '../errors.js';
import { explainPaths } from '../explain/paths.js';
import type { ProbedOutcome } from '../explain/probe.js';
import { TIMEOUT_FLAG } from '../explain/timeout.js';
import { PLUGINS_FLAG } from '../flags/flags.js';
import { requirePath } from '../flags/given-paths.js';
import pc from '../output/colours.js';
import { onInterrupt } from '../process/interrupt.js';

export const operands = '<plug-in>';
export const flags = [
  { flags: '-o, --out <directory>', description: 'the folder to make' },
  { flags: '--force', description: 'replace what is in the folder' },
  {
    flags: '--library-path <directory>',
    description: 'where needed libraries may be, beside where the system looks',
    parse: (text: string, former: readonly string[] = []) => [...former, text],
    again: 'adds' as const,
  },
  {
    values: TARGET_IDS,
    flags: '-t, --target <target>',
    description: "of a plug-in of the project: the build to take (default: this machine's)",
  },
  { flags: '--policy-file <file>', description: 'JSON file that changes what the audit allows' },
  PLUGINS_FLAG,
  TIMEOUT_FLAG,
];

interface Flags {
  out?: string;
  force?: boolean;
  libraryPath?: readonly string[];
  target?: string;
  policyFile?: string;
  plugins?: string;
  timeout: number;
}

export interface BundleData {
  directory: string;
  /** The plug-in's file in it. */
  file: string;
  target: TargetId | null;
  /** The libraries beside it, and where they are from. */
  libraries: { name: string; from: string; neededBy: string }[];
  left: Closure['left'];
  passedOver: Closure['passedOver'];
  /** What was changed in files. */
  changes: string[];
  verdict: Verdict;
  /** Of the audit, what does not pass. */
  findings: { file: string; level: Verdict; message: string; fix: string | null }[];
  /** What became of it when it was loaded; null for another machine's. */
  outcome: ProbedOutcome | null;
  environment: Record<string, string>;
  mount: string;
  /** Lines of a Dockerfile. */
  dockerfile: string[];
}

/** The folder to make: absent or empty, unless it may be replaced. */
function checkDestination(out: string | undefined, operand: string, force: boolean): string {
  if (out === undefined) {
    throw new CommandError(
      'USAGE',
      `Cannot bundle ${operand}: --out is missing, expected a folder`,
      {
        hint: `plugkit bundle ${operand} -o bundle`,
      },
    );
  }
  const directory = resolve(out);
  const found = statSync(directory, { throwIfNoEntry: false });
  const isFree = !found || (found.isDirectory() && readdirSync(directory).length === 0);
  if (isFree || (force && found?.isDirectory())) return directory;
  throw new CommandError(
    'USAGE',
    `Cannot bundle into ${directory}: it is ${found?.isDirectory() ? 'not empty' : 'a file'}`,
    { hint: 'Name another folder, or replace what is in it with --force' },
  );
}

/** Puts a finished folder in its place; what was there goes once that is done. */
async function place(staging: string, directory: string): Promise<void> {
  const former = `${staging}.former`;
  if (existsSync(directory)) await rename(directory, former);
  try {
    await rename(staging, directory);
  } catch (error) {
    if (existsSync(former)) await rename(former, directory);
    throw error;
  }
  await rm(former, { recursive: true, force: true });
}

async function findPlugin(
  operand: string,
  { plugins, target, environment }: CommandOptions<Flags>,
): Promise<string> {
  if (statSync(operand, { throwIfNoEntry: false })?.isFile()) return realpathSync(operand);
  if (/[\\/]/.test(operand) && !existsSync(operand)) requirePath(operand, 'bundle');
  return (await builtLibrary(operand, { plugins, target, environment, doing: 'bundle' })).file;
}

/** How it is used in a container. */
function containerUse(directory: string, file: string) {
  const inside = `/opt/wasmedge-plugins/${basename(directory)}`;
  const variable = `${inside}/${file}`;
  return {
    environment: { WASMEDGE_PLUGIN_PATH: join(directory, file) },
    mount: `--volume "${directory}:${inside}:ro" --env WASMEDGE_PLUGIN_PATH=${variable}`,
    dockerfile: [`COPY ${basename(directory)}/ ${inside}/`, `ENV WASMEDGE_PLUGIN_PATH=${variable}`],
  };
}

const isThisMachine = (target: TargetId | null): boolean => {
  const here = currentTarget();
  const other = TARGETS.find(({ id }) => id === target);
  return here !== undefined && other?.platform === here.platform && other.arch === here.arch;
};

function findingsOf(reports: readonly AuditReport[]): BundleData['findings'] {
  return reports.flatMap(({ file, findings }) =>
    findings
      .filter(({ level }) => level !== 'pass')
      .map(({ level, message, fix = null }) => ({ file: basename(file), level, message, fix })),
  );
}

/**
 * @throws {CommandError} USAGE, FILE_NOT_FOUND, PLUGIN_UNKNOWN; DEPENDENCY_NOT_FOUND; TOOL_MISSING, TOOL_FAILED; and what
 *   reading the library throws. The folder is made whole, or not at all.
 */
export async function run(options: CommandOptions<Flags>): Promise<BundleData> {
  const { operands, environment, libraryPath = [], force = false, policyFile, timeout } = options;
  const [operand = ''] = operands;
  const directory = checkDestination(options.out, operand, force);
  for (const path of libraryPath) requirePath(path, 'search');
  const base = findPolicy('portable');
  const policy = policyFile === undefined ? base : readPolicyFile(policyFile, base);

  const path = await findPlugin(operand, options);
  const info = readBinary(path);
  const target = targetOf(info)?.id ?? null;
  const system = isThisMachine(target)
    ? systemDirectories(process.platform, environment.variables)
    : [];
  const given = libraryPath.map((each) => resolve(each));
  const { allowedLibraries } = policy.thresholds;
  const { libraries, left, passedOver } = findClosure(
    { path, info },
    { given, system },
    allowedLibraries,
  );

  const name = basename(path);
  await mkdir(dirname(directory), { recursive: true });
  const staging = await mkdtemp(`${directory}.`);
  const forget = onInterrupt(() => void rm(staging, { recursive: true, force: true }));
  try {
    chmodSync(staging, 0o755);
    const members = [{ name, path, info }, ...libraries];
    for (const member of members) {
      copyFileSync(member.path, join(staging, member.name));
      chmodSync(join(staging, member.name), 0o755);
    }
    const changes = await relocate(staging, members, environment);
    const reports = await auditAll([staging], { policy });
    const { outcome } = isThisMachine(target)
      ? await load(join(staging, name), timeout)
      : { outcome: null };
    await place(staging, directory);
    return {
      directory,
      file: name,
      target,
      libraries: libraries.map((each) => ({
        name: each.name,
        from: each.path,
        neededBy: each.neededBy,
      })),
      left,
      passedOver,
      changes,
      verdict: worst(reports.map(({ verdict }) => ({ level: verdict }))),
      findings: findingsOf(reports),
      outcome: outcome && { ...outcome, path: join(directory, name) },
      ...containerUse(directory, name),
    };
  } finally {
    forget();
    await rm(staging, { recursive: true, force: true });
  }
}

async function load(file: string, timeout: number): Promise<{ outcome: ProbedOutcome | null }> {
  const { paths } = await explainPaths({ given: [file], timeout });
  return { outcome: paths.flatMap(({ outcomes }) => outcomes)[0] ?? null };
}

export function render(data: BundleData): string {
  const { directory, file, libraries, left, changes, findings, outcome } = data;
  const colour = (level: Verdict) => (level === 'fail' ? pc.red(level) : pc.yellow(level));
  return [
    `${pc.bold(directory)}`,
    `  ${file}`,
    ...libraries.map(
      ({ name, from, neededBy }) => `  ${name}: from ${from}, needed by ${neededBy}`,
    ),
    ...(left.length > 0
      ? [`left out: ${left.map(({ library, has }) => `${library} (${has} has it)`).join(', ')}`]
      : []),
    ...changes.map((change) => `changed: ${change}`),
    ...findings.flatMap(({ file, level, message, fix }) => [
      `${colour(level)} ${file}: ${message}`,
      ...(fix ? [`     ${fix}`] : []),
    ]),
    outcome === null
      ? 'not loaded: it is for another machine'
      : outcome.state === 'refused'
        ? pc.red(`refused when it was loaded: ${outcome.code}, ${outcome.reason}`)
        : pc.green(`loaded: ${outcome.plugin}`),
    '',
    ...Object.entries(data.environment).map(([name, value]) => `${name}=${value}`),
    `docker run ${data.mount} ...`,
    '',
    'Dockerfile:',
    ...data.dockerfile,
  ].join('\n');
}

export function failed({ verdict, outcome }: BundleData): boolean {
  return verdict === 'fail' || outcome?.state === 'refused';
}
