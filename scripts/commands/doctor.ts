// `plugkit doctor`: what this machine can build and run, and the command for what it cannot yet; and what keeps plug-ins
// that are there from being found and opened. Installs nothing.
import { existsSync } from 'node:fs';
import {
  currentPathEnvironment,
  currentTarget,
  defaultPaths,
  findStockLibrary,
  PluginError,
} from '#loader/internal';
import type { CommandOptions } from '../command.js';
import { prebuildFiles } from '../compile/prebuilds.js';
import type { Finding } from '../doctor/finding.js';
import { findAll } from '../doctor/findings.js';
import { currentSituation } from '../doctor/situation.js';
import { CommandError } from '../errors.js';
import { TIMEOUT_FLAG } from '../explain/timeout.js';
import type { Environment } from '../flags/environment.js';
import { selectTargets, TARGET_FLAG } from '../flags/targets.js';
import pc from '../output/colours.js';
import { drawTable } from '../output/table.js';
import { loaderPath } from '../project/paths.js';
import { findSeat, renderSeats, type SeatStatus, seatStatus } from '../runners/status.js';
import { findTool } from '../toolchain/find.js';
import { BUILD_TOOLS, TOOLS, type ToolName } from '../toolchain/tools.js';

export const flags = [TARGET_FLAG, TIMEOUT_FLAG];

interface Part {
  readonly name: string;
  readonly ready: boolean;
  /** Version and path, or what is wrong. */
  readonly detail: string;
  /** Null when ready. */
  readonly fix: string | null;
}

interface Data {
  readonly cacheDirectory: string;
  readonly parts: readonly Part[];
  readonly runners: readonly SeatStatus[];
  /** What keeps plug-ins from being found and opened; errors first. */
  readonly findings: readonly Finding[];
}

async function examineTool(name: ToolName, environment: Environment): Promise<Part> {
  const missing = (detail: string, fix: string): Part => ({ name, ready: false, detail, fix });
  try {
    const tool = await findTool(name, environment);
    return tool
      ? { name, ready: true, detail: `${tool.version} ${tool.path}`, fix: null }
      : missing(`not found, expected ${TOOLS[name].versions}`, 'plugkit setup');
  } catch (error) {
    if (!(error instanceof CommandError)) throw error; // of the tool that a variable names
    return missing(error.message, error.hint ?? 'plugkit setup');
  }
}

/** The addon that the loader takes on this machine, and why that one. */
function examinePrebuild(): Part {
  const name = 'prebuild';
  const fix = 'plugkit build-loader';
  const target = currentTarget();
  if (!target) {
    const detail = `none for ${process.platform}-${process.arch}, which is not a target`;
    return { name, ready: false, detail, fix };
  }
  const built = loaderPath('build', 'Release', 'loader.node');
  if (existsSync(built)) {
    return {
      name,
      ready: true,
      detail: `${built}, built from source, before any prebuild`,
      fix: null,
    };
  }
  const files = prebuildFiles(target).map((file) => loaderPath('prebuilds', file));
  const absent = files.find((file) => !existsSync(file));
  return absent === undefined
    ? {
        name,
        ready: true,
        detail: `${files[0]}, for ${target.id}: ${[process.platform, process.arch, target.libc].filter(Boolean).join(', ')}`,
        fix: null,
      }
    : { name, ready: false, detail: `${absent} is not there`, fix };
}

/** A stock libwasmedge, and whether plug-ins for it are where it looks. */
async function examineStock(): Promise<Part> {
  const name = 'stock WasmEdge';
  const environment = currentPathEnvironment();
  try {
    const library = await findStockLibrary(environment);
    const paths = defaultPaths({ ...environment, hostLibraryPath: library });
    const there = paths.filter(({ path }) => existsSync(path)).map(({ path }) => path);
    const looks = paths.map(({ path }) => path).join(', ');
    const detail =
      there.length > 0
        ? `${library}, plug-ins in ${there.join(', ')}`
        : `${library}, no plug-ins: it looks in ${looks}`;
    return { name, ready: true, detail, fix: null };
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    const detail = 'not found; only --engine wasmedge of plugkit run, and loadPlugins(), need it';
    return { name, ready: false, detail, fix: 'install WasmEdge, or name it by WASMEDGE_DIR' };
  }
}

export async function run({
  target,
  timeout,
  environment,
}: CommandOptions<{ target: string; timeout: number }>): Promise<Data> {
  const { cacheDirectory } = environment;
  const tools = BUILD_TOOLS;
  const seats = await Promise.all(
    selectTargets(target).map((each) => findSeat(each, undefined, cacheDirectory)),
  );
  const examined = await Promise.all(tools.map((name) => examineTool(name, environment)));
  return {
    cacheDirectory,
    parts: [examinePrebuild(), ...examined, await examineStock()],
    runners: seats.map(seatStatus),
    findings: findAll(await currentSituation(timeout)),
  };
}

function drawFinding({ code, severity, subject, message, fix }: Finding): string {
  const mark = severity === 'error' ? pc.red('✖') : pc.yellow('!');
  return `${mark} ${code} ${subject}: ${message}\n  ${fix}`;
}

export function render({ cacheDirectory, parts, runners, findings }: Data): string {
  const rows = parts.map(({ name, ready, detail, fix }) => [
    name,
    ready ? 'ready' : 'missing',
    fix ? `${detail}: ${fix}` : detail,
  ]);
  const table = drawTable({ head: ['part', 'state', 'detail'], rows });
  const found =
    findings.length === 0
      ? 'Nothing keeps the plug-ins that are there from being used'
      : findings.map(drawFinding).join('\n');
  return `${table}\n\n${renderSeats(runners)}\n\n${found}\n\ncache: ${cacheDirectory}`;
}

export function failed({ findings }: Data): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
