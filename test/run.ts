// What `npm test` runs after set-up: builds everything the tests load, then mocha under c8, then one
// line of counts. Arguments go to mocha (`npm test -- --grep stamp`).
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PluginError } from '../loader/errors.js';
import { TARGETS } from '../loader/target.js';
import type { BuildResult } from '../scripts/build/build.js';
import { buildPlugins } from '../scripts/build/plugins.js';
import { buildPrebuilds } from '../scripts/build/prebuilds.js';
import { renderResults } from '../scripts/build/summary.js';
import { selectPluginSources } from '../scripts/manifest.js';
import { readEnvironment } from '../scripts/options.js';
import { renderError } from '../scripts/output.js';
import { projectPath, ROOT } from '../scripts/project.js';
import { run } from '../scripts/run.js';
import type { Summary } from './support/reporter.js';

const require = createRequire(import.meta.url);

async function buildAll(): Promise<BuildResult[]> {
  const environment = readEnvironment();
  const common = { targets: TARGETS, environment };
  const plugins = await selectPluginSources(projectPath('plugins'), []);
  return [
    ...(await buildPrebuilds(common)),
    ...(await buildPlugins({ ...common, plugins, out: projectPath('dist') })),
  ];
}

/** Runs mocha under c8; the counts are missing when mocha did not reach its end. */
async function runMocha(args: readonly string[]): Promise<{ ok: boolean; summary?: Summary }> {
  const directory = await mkdtemp(join(tmpdir(), 'plugkit-test-'));
  const file = join(directory, 'summary.json');
  try {
    const ok = await run(
      [
        ...([process.execPath, require.resolve('c8/bin/c8.js')] as const),
        ...[process.execPath, require.resolve('mocha/bin/mocha.js')],
        ...['--reporter-option', `summary=${file}`, 'lib/test/**/*.test.js', ...args],
      ],
      { cwd: ROOT, live: true },
    ).then(
      () => true,
      (error: unknown) => {
        if (error instanceof PluginError && error.code === 'TOOL_FAILED') return false;
        throw error;
      },
    );
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? { ok: false } : { ok, summary: JSON.parse(text) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function main(): Promise<number> {
  const results = await buildAll();
  console.log(renderResults(results));
  if (results.some(({ state }) => state === 'failed')) return 1;
  const { ok, summary } = await runMocha(process.argv.slice(2));
  if (summary === undefined) {
    console.error('Cannot count the tests: mocha did not reach its end');
    return 1;
  }
  console.log(`${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
  return ok ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(renderError(error));
  process.exitCode = 3;
}
