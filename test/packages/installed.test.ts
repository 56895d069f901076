// What plugkit does with the loader once both are installed, and where it finds it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { currentTarget, type Target } from '../../loader/target.js';
import { readManifest } from '../../scripts/project/manifest.js';
import { packageVersion, projectPath } from '../../scripts/project/paths.js';
import { builtPlugin } from '../support/compile.js';
import { type Application, GREETING, installed } from './application.js';
import { MANAGERS, type Manager, runIn } from './managers.js';

const target = currentTarget() as Target;
const [npm] = MANAGERS as [Manager];

interface Answer {
  status: number;
  data: Record<string, unknown>;
}

describe('plugkit, installed', () => {
  let plugin: string;
  /** plugkit is here, as npx would put it; */
  let author: Application;
  /** and here is only the loader. */
  let user: Application;

  before(async function () {
    plugin = await builtPlugin(await readManifest(projectPath('plugins/get-string')), target.id);
    author = await installed(this, npm, 'plugkit');
    user = await installed(this, npm, 'loader');
  });

  /** Runs plugkit in a directory, with --json. */
  async function plugkit(cwd: string, ...args: string[]): Promise<Answer> {
    const cli = join(author.folder('plugkit') as string, 'lib', 'scripts', 'cli.js');
    const run = promisify(execFile)(process.execPath, [cli, ...args, '--json'], { cwd });
    const { stdout, code = 0 } = (await run.catch((error: unknown) => error)) as {
      stdout: string;
      code?: number;
    };
    return { status: code, data: JSON.parse(stdout) };
  }

  const loaderIn = (application: Application) =>
    application.folder('wasmedge-plugin-kit') as string;

  it("runs the README's first command", async () => {
    const readme = readFileSync(projectPath('README.md'), 'utf8');
    const [, program = ''] = /^ {4}node --input-type=module -e "(.*)"$/m.exec(readme) ?? [];
    const args = [process.execPath, '--input-type=module', '-e', program] as const;
    const text = await runIn(user.directory, args, { WASMEDGE_PLUGIN_PATH: plugin });
    assert.match(text, /'loaded'/);
  });

  it('build-loader builds for the loader that programs in the directory import', async () => {
    const { status, data } = await plugkit(user.directory, 'build-loader', '--zig');
    assert.equal(status, 0, JSON.stringify(data));
    assert.ok(!existsSync(join(loaderIn(author), 'build')));
    assert.deepEqual(
      (data.files as string[])[0],
      join(loaderIn(user), 'build/Release/loader.node'),
    );
    // Where no prebuild fits, it is what is loaded.
    renameSync(join(loaderIn(user), 'prebuilds'), join(loaderIn(user), 'elsewhere'));
    assert.equal(await user.program([plugin]), GREETING);
  });

  it('explain asks that loader, too', async () => {
    const { data } = await plugkit(user.directory, 'explain', plugin);
    const [path] = data.paths as [{ outcomes: { state: string }[] }];
    assert.equal(path.outcomes[0]?.state, 'loaded');
    renameSync(join(loaderIn(user), 'build'), join(loaderIn(user), 'built'));
    const { data: without } = await plugkit(user.directory, 'explain', plugin);
    assert.match(without.loaderError as string, /nothing fits/);
    const { data: own } = await plugkit(author.directory, 'explain', plugin);
    assert.equal(own.loaderError, null);
  });

  it('build-loader refuses a loader of another version and says what to run', async () => {
    const file = join(loaderIn(user), 'package.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(`"version": "${packageVersion()}"`, '"version": "9.8.7"'));
    const { status, data } = await plugkit(user.directory, 'build-loader', '--zig');
    assert.equal(status, 3);
    assert.deepEqual(data.error, {
      code: 'TOOL_VERSION',
      message: `Cannot build the loader in ${loaderIn(user)}: its version is 9.8.7, expected ${packageVersion()}`,
      hint: 'Run npx plugkit@9.8.7 build-loader',
    });
  });

  it('build --verify finds a plug-in the same in two places', async () => {
    const { status, data } = await plugkit(
      author.directory,
      'build',
      'arith',
      '--plugins',
      projectPath('plugins'),
      '--verify',
      '--target',
      'linux-x64',
    );
    assert.equal(status, 0, JSON.stringify(data));
    const [verified] = data.verified as [{ state: string; files: unknown[] }];
    assert.equal(verified.state, 'same');
    assert.equal(verified.files.length, 1);
  });

  it('build --loader says that it needs a checkout', async () => {
    const { status, data } = await plugkit(author.directory, 'build', '--loader');
    assert.equal(status, 2);
    assert.match((data.error as { message: string }).message, /an installed plugkit/);
  });

  it('runs cells by every path, from directories of its own', async () => {
    const { status, data } = await plugkit(
      author.directory,
      'test',
      'get-string',
      '--plugins',
      projectPath('plugins'),
      '--target',
      target.id,
    );
    assert.equal(status, 0, JSON.stringify(data));
    assert.ok((data.summary as { passed: number }).passed >= 4);
  });
});
