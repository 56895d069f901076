// What `npm test` runs after set-up: builds everything the tests load, then mocha under c8, then a line
// for each failure and one line of counts. With --unit, `npm run test:unit`: the unit tests only, which
// load what is built for this machine, without coverage. Other arguments go to mocha
// (`npm test -- --grep stamp`).
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentTarget, TARGETS, type Target } from '../loader/target.js';
import type { BuildResult } from '../scripts/compile/build.js';
import { buildPlugins } from '../scripts/compile/plugins.js';
import { buildPrebuilds } from '../scripts/compile/prebuilds.js';
import { renderResults } from '../scripts/compile/summary.js';
import { CommandError } from '../scripts/errors.js';
import { readEnvironment } from '../scripts/flags/environment.js';
import { renderError } from '../scripts/output/errors.js';
import { run } from '../scripts/process/run.js';
import { projectPath, ROOT } from '../scripts/project/paths.js';
import { selectPlugins } from '../scripts/project/plugins.js';
import { NOT_UNIT } from './suites.js';
import type { Summary } from './support/reporter.js';

const require = createRequire(import.meta.url);

async function buildAll(targets: readonly Target[]): Promise<BuildResult[]> {
  const environment = readEnvironment();
  const common = { targets, environment };
  const { sources: plugins } = await selectPlugins(projectPath('plugins'), []);
  return [
    ...(await buildPrebuilds(common)),
    ...(await buildPlugins({ ...common, plugins, out: projectPath('dist') })),
  ];
}

/** Arguments for mocha. */
function leaveOut(patterns: object): string[] {
  return Object.keys(patterns).flatMap((pattern) => ['--ignore', `lib/test/${pattern}.test.js`]);
}

/** Runs mocha; the counts are missing when it did not reach its end. */
async function runMocha(
  program: readonly string[],
  args: readonly string[],
): Promise<{ ok: boolean; summary?: Summary }> {
  const directory = await mkdtemp(join(tmpdir(), 'plugkit-test-'));
  const file = join(directory, 'summary.json');
  try {
    const ok = await run(
      [
        ...([process.execPath, ...program] as const),
        '--reporter-option',
        `summary=${file}`,
        'lib/test/**/*.test.js',
        ...args,
      ],
      { cwd: ROOT, live: true },
    ).then(
      () => true,
      (error: unknown) => {
        if (error instanceof CommandError && error.code === 'TOOL_FAILED') return false;
        throw error;
      },
    );
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? { ok: false } : { ok, summary: JSON.parse(text) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function main([first, ...rest]: readonly string[]): Promise<number> {
  const unit = first === '--unit';
  const args = unit || first === undefined ? rest : [first, ...rest];
  const here = currentTarget()?.id;
  const results = await buildAll(unit ? TARGETS.filter(({ id }) => id === here) : TARGETS);
  console.log(renderResults(results));
  if (results.some(({ state }) => state === 'failed')) return 1;
  const mocha = require.resolve('mocha/bin/mocha.js');
  const { ok, summary } = unit
    ? await runMocha([mocha], [...args, ...leaveOut(NOT_UNIT)])
    : await runMocha([require.resolve('c8/bin/c8.js'), process.execPath, mocha], args);
  if (summary === undefined) {
    console.error('Cannot count the tests: mocha did not reach its end');
    return 1;
  }
  // Once more, below the table of coverage: a log that was cut off at its start still says what failed.
  for (const failure of summary.failures) console.log(`FAILED ${failure}`);
  console.log(`${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
  return ok ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(renderError(error));
  process.exitCode = 3;
}
