// docs/first-plugin.md as it stands there: its files written, its commands run in their order, with both
// packages installed from their tarballs. The same files are in template/.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { currentTarget, TARGETS } from '../../loader/target.js';
import { packageVersion, projectPath } from '../../scripts/project/paths.js';
import { type Application, installed } from './application.js';
import { MANAGERS, type Manager, runIn } from './managers.js';

const [npm] = MANAGERS as [Manager];
const read = (...path: string[]) =>
  readFileSync(projectPath(...path), 'utf8').replaceAll('\r\n', '\n');
const text = read('docs', 'first-plugin.md');
const commands = Array.from(
  text.replace(/^```.*?^```$/gms, '').matchAll(/^ {4}(\S.*)$/gm),
  ([, command]) => command as string,
);
const files = Array.from(
  text.matchAll(/^`([\w./-]+)`:\n\n```\w+\n(.*?)```$/gms),
  ([, path, content]) => ({ path: path as string, content: content as string }),
);

/** Commands that make the folder and install; the test does so by the tarballs. */
const INSTALLATION = [
  'mkdir my-plugins',
  'cd my-plugins',
  'npm init --yes',
  'npm install --save-dev plugkit wasmedge-plugin-kit',
];

describe('docs/first-plugin.md', () => {
  let application: Application;

  before(async function () {
    application = await installed(this, npm, 'plugkit', 'loader');
  });

  it('installs first', () => {
    assert.deepEqual(commands.slice(0, INSTALLATION.length), INSTALLATION);
  });

  for (const command of commands.slice(INSTALLATION.length)) {
    it(command, async () => {
      for (const { path, content } of files) {
        const file = join(application.directory, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
      const [program, ...args] = command.split(' ');
      if (program === 'node') {
        const [, expected] = /console\.log\(.*\); \/\/ (.*)\n/.exec(text) ?? [];
        assert.equal(await runIn(application.directory, [process.execPath, ...args]), expected);
      } else {
        assert.deepEqual([program, args[0]], ['npx', 'plugkit']);
        await application.plugkit(...args.slice(1));
      }
    });
  }

  it('leaves what it says', () => {
    for (const { id } of TARGETS) {
      const [file] = readdirSync(join(application.directory, 'dist', 'shout', id));
      assert.match(file ?? '', /^(libwasmedgePluginShout\.(so|dylib)|wasmedgePluginShout\.dll)$/);
    }
    assert.ok(existsSync(join(application.directory, 'matrix.html')));
  });

  it('tests on six targets where all emulators run', async function () {
    if (currentTarget()?.id !== 'linux-x64') return this.skip();
    const report = await application.plugkit('test', '--path', 'file', '--json');
    const { cells } = JSON.parse(report) as { cells: { target: string; state: string }[] };
    const passed = cells.filter(({ state }) => state === 'passed').map(({ target }) => target);
    const runnable = TARGETS.map(({ id }) => id).filter((id) => !id.startsWith('darwin'));
    assert.deepEqual(passed, runnable);
  });
});

describe('template/', () => {
  it('is what docs/first-plugin.md makes, with what a repository has', () => {
    for (const { path, content } of files.filter(({ path }) => path !== 'program.mjs')) {
      assert.equal(read('template', path), content, path);
    }
    const entries = readdirSync(projectPath('template'), { recursive: true, withFileTypes: true });
    assert.deepEqual(
      entries
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort(),
      ['.gitignore', 'README.md', 'ci.yml', 'package.json', 'plugin.json', 'shout.c', 'shout.wat'],
    );
  });

  it('installs this version', () => {
    const { devDependencies } = JSON.parse(read('template', 'package.json'));
    assert.deepEqual(devDependencies, { plugkit: packageVersion() });
    assert.ok(
      read('template', '.github/workflows/ci.yml').includes(`plugins.yml@v${packageVersion()}\n`),
    );
  });
});
