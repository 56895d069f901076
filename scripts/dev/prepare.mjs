// Makes a checkout runnable: checks Node, installs dependencies, compiles TypeScript. Plain JavaScript
// without dependencies, since it runs before there are any. Run first by every npm script.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const say = (text) => process.stderr.write(`${text}\n`);

function fail(message, hint) {
  say(`Error: ${message}`);
  say(`  ${hint}`);
  process.exit(1);
}

function run(title, file, args, options = {}) {
  const start = performance.now();
  say(`setup: ${title}`);
  const { status, error } = spawnSync(file, args, { stdio: ['ignore', 2, 2], ...options });
  if (error) fail(`Cannot run ${file}: ${error.message}`, 'Install Node.js with npm');
  if (status !== 0)
    fail(`Cannot ${title}: exit status ${status}, expected 0`, 'See the lines above');
  say(`setup: ${title}: done (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

function checkNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '').split('.').map(Number);
  const actual = process.versions.node.split('.').map(Number);
  const enough = actual[0] > wanted[0] || (actual[0] === wanted[0] && actual[1] >= wanted[1]);
  if (enough) return;
  fail(
    `Cannot run with Node ${process.versions.node}: expected ${wanted.join('.')} or later`,
    'Install a current Node.js',
  );
}

/** Whether node_modules holds what package-lock.json asks for; what is optional may be missing. */
function isInstalled() {
  const record = join('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readJson(record).packages;
  return Object.entries(readJson('package-lock.json').packages).every(
    ([path, { version, optional }]) =>
      path === '' || (path in installed ? installed[path].version === version : optional),
  );
}

function install() {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  if (npm) run('install dependencies', process.execPath, [npm, ...args]);
  else run('install dependencies', 'npm', args, { shell: process.platform === 'win32' });
}

/** Made of what was compiled. */
const BUNDLE = join('scripts', 'report', 'page', 'bundle.js');

/** Removes what was compiled from sources that are gone, so that no deleted test runs on. */
function removeStale(directory = '') {
  for (const entry of readdirSync(join('lib', directory), { withFileTypes: true })) {
    const path = join(directory, entry.name);
    const source = /^(.*?)(\.d\.ts|\.js|\.js\.map)$/.exec(path)?.[1];
    if (entry.isDirectory()) removeStale(path);
    else if (source !== undefined && !existsSync(`${source}.ts`) && path !== BUNDLE) {
      rmSync(join('lib', path));
    }
  }
}

checkNode();
if (!isInstalled()) install();
run('compile TypeScript', process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc')]);
removeStale();
run('bundle the page', process.execPath, [join('scripts', 'dev', 'bundle-page.mjs')]);
