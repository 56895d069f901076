// What `npm run bench` runs after set-up: builds what the benchmarks load, runs them in each Node version,
// writes bench/results.json, docs/performance.md and its plot. That page says how to use it.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { currentTarget, type Target } from '../loader/target.js';
import { buildPrebuilds } from '../scripts/compile/prebuilds.js';
import { readEnvironment } from '../scripts/flags/environment.js';
import { renderError } from '../scripts/output/errors.js';
import { run } from '../scripts/process/run.js';
import { projectPath } from '../scripts/project/paths.js';
import { findNode, installNode } from '../scripts/runners/node-builds.js';
import { parseNodes } from '../scripts/runners/nodes.js';
import type { Job } from './child.js';
import { compareEngines } from './engines.js';
import { buildFiles } from './files.js';
import { plot } from './plot.js';
import { updatePage } from './report.js';
import { type ChildResult, combine, toLine, toResults } from './results.js';

const FULL = { effort: { rounds: 101, sampleMs: 2 }, loads: 15 } as const;
/** Processes for each Node version: where things lie in memory differs, and with it their speed. */
const PROCESSES = 3;
/** Only shows that everything runs. */
const QUICK = { effort: { rounds: 2, sampleMs: 0.05 }, loads: 1 } as const;
/** A benchmark that hangs; a whole version takes about half a minute. */
const TIMEOUT = 300_000;

const environment = readEnvironment();

/** The programs of --node: this one, a path, or a version, which is fetched when it is not there. */
async function nodePrograms(list: string | undefined): Promise<string[]> {
  if (list === undefined) return [process.execPath];
  const target = currentTarget() as Target;
  const programs: string[] = [];
  for (const wanted of parseNodes(list)) {
    if (/[\\/]/.test(wanted)) programs.push(wanted);
    else if (process.versions.node.startsWith(`${wanted}.`)) programs.push(process.execPath);
    else {
      const build =
        findNode(environment.cacheDirectory, target, wanted) ??
        (await installNode(environment, target, wanted));
      programs.push(build.executable);
    }
  }
  return programs;
}

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: {
      node: { type: 'string' },
      quick: { type: 'boolean', default: false },
      out: { type: 'string' },
      engines: { type: 'boolean', default: false },
    },
  });
  const programs = await nodePrograms(flags.node);
  const target = currentTarget() as Target;
  const [built] = await buildPrebuilds({ targets: [target], environment });
  if (built?.state === 'failed') throw new Error(built.log);
  if (flags.engines) {
    await compareEngines(flags.quick ? 1 : 15);
    return;
  }
  const files = await buildFiles();
  const job: Job = { files, ...(flags.quick ? QUICK : FULL) };

  const children: ChildResult[] = [];
  for (const program of programs) {
    process.stderr.write(`${program}\n`);
    const child = projectPath('lib/bench/child.js');
    const measure = async () => {
      const { stdout } = await run([program, child, JSON.stringify(job)], { timeout: TIMEOUT });
      return JSON.parse(stdout) as ChildResult;
    };
    const same: [ChildResult, ...ChildResult[]] = [await measure()];
    while (!flags.quick && same.length < PROCESSES) same.push(await measure());
    children.push(combine(same));
  }

  const stock =
    'skip' in files.stock
      ? `No stock WasmEdge: ${files.stock.skip}`
      : `Stock WasmEdge ${files.stock.version}`;
  const page = updatePage(
    await readFile(projectPath('docs/performance.md'), 'utf8'),
    children,
    stock,
  );
  const results = `[\n${toResults(children).map(toLine).join(',\n')}\n]\n`;
  const picture = plot(children, 'call (i32, i32) -> i32');
  console.log(page.slice(page.indexOf('### Targets')));
  // A quick run's figures mean nothing: they do not replace what is there.
  if (flags.quick && flags.out === undefined) return;
  const [data, docs] = flags.out
    ? [resolve(flags.out), resolve(flags.out)]
    : [projectPath('bench'), projectPath('docs')];
  await mkdir(data, { recursive: true });
  await writeFile(join(data, 'results.json'), results);
  await writeFile(join(docs, 'performance.md'), page);
  await writeFile(join(docs, 'performance.svg'), picture);
}

try {
  await main();
} catch (error) {
  console.error(renderError(error));
  process.exitCode = 3;
}
