import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectPath } from '../../../scripts/project/paths.js';

describe('scripts/dev/prepare', () => {
  let checkout: string;
  beforeEach(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'plugkit-setup-'));
    await write('package.json', { engines: { node: '>=20.19' } });
    const packages = { '': {}, 'node_modules/a': { version: '1.0.0' } };
    const foreign = { 'node_modules/b': { version: '1.0.0', optional: true } };
    await write('package-lock.json', { packages: { ...packages, ...foreign } });
    await write('node_modules/.package-lock.json', { packages });
    await write('node_modules/typescript/bin/tsc', 'console.log("compiling")');
    await write('scripts/dev/bundle-page.mjs', '');
    await write('lib/scripts/report/page/bundle.js', '');
    await write('lib/kept.js', '');
    await write('kept.ts', '');
    await cp(
      projectPath('scripts', 'dev', 'prepare.mjs'),
      join(checkout, 'scripts', 'dev', 'prepare.mjs'),
    );
  });
  afterEach(() => rm(checkout, { recursive: true }));

  async function write(path: string, content: object | string): Promise<void> {
    const file = join(checkout, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  }

  function setup() {
    // Stands in for npm; npm_execpath is how npm names itself to its scripts.
    const env = { ...process.env, npm_execpath: join(checkout, 'npm.js') };
    const script = join(checkout, 'scripts', 'dev', 'prepare.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      env,
    });
    return { status, stdout, stderr };
  }

  it('only compiles when the dependencies are there, printing nothing on standard output', () => {
    const { status, stdout, stderr } = setup();
    assert.equal(status, 0, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /compile TypeScript.*compiling.*done/s);
    assert.doesNotMatch(stderr, /install/);
  });

  it('installs dependencies when one is missing or of another version', async () => {
    await write('npm.js', 'console.log("npm", ...process.argv.slice(2))');
    for (const packages of [{}, { 'node_modules/a': { version: '0.9.0' } }]) {
      await write('node_modules/.package-lock.json', { packages });
      assert.match(setup().stderr, /install dependencies\nnpm ci --ignore-scripts/);
    }
  });

  it('removes what was compiled from a source that is gone', async () => {
    for (const file of ['gone.js', 'gone.d.ts', 'gone.js.map']) await write(`lib/test/${file}`, '');
    assert.equal(setup().status, 0);
    assert(!existsSync(join(checkout, 'lib', 'test', 'gone.js')));
    assert(existsSync(join(checkout, 'lib', 'kept.js')));
    assert(existsSync(join(checkout, 'lib/scripts/report/page/bundle.js')));
  });

  it('refuses a Node that is too old', async () => {
    await write('package.json', { engines: { node: '>=99.1' } });
    const { status, stderr } = setup();
    assert.equal(status, 1);
    assert.match(stderr, /Cannot run with Node [\d.]+: expected 99\.1 or later/);
  });

  it('fails when a step fails', async () => {
    await write('node_modules/typescript/bin/tsc', 'process.exit(2)');
    const { status, stderr } = setup();
    assert.equal(status, 1);
    assert.match(stderr, /Cannot compile TypeScript: exit status 2, expected 0/);
  });
});
