// Builds in odd places and odd surroundings: the same bytes, nothing run that nobody asked for.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { currentTarget, type Target } from '../../../loader/target.js';
import { placesIn } from '../../../scripts/compile/places.js';
import { buildPlugins } from '../../../scripts/compile/plugins.js';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { selectPlugins } from '../../../scripts/project/plugins.js';

const target = currentTarget() as Target;

describe('builds in odd surroundings', () => {
  let root: string;
  let count = 0;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-odd-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** Builds a copy of get-string that lies in `project`, and returns the file's bytes. */
  async function build(project: string, variables: NodeJS.ProcessEnv = process.env) {
    const plugins = join(project, 'plugins');
    mkdirSync(plugins, { recursive: true });
    cpSync(projectPath('plugins/get-string'), join(plugins, 'get-string'), { recursive: true });
    const environment = readEnvironment(variables, { quiet: true, interactive: false });
    count += 1;
    const [result] = await buildPlugins({
      plugins: (await selectPlugins(plugins, [])).sources,
      targets: [target],
      out: join(project, `dist-${count}`),
      environment,
    });
    assert.equal(result?.state, 'built', result?.log);
    return readFileSync(result?.file as string);
  }

  it('gives the same bytes whatever the project is called, and runs nothing of the name', async () => {
    const expected = await build(join(root, 'plain'));
    const odd = process.platform === 'win32' ? " !#$%&'()+,;=@[]^_`{}~-é" : undefined;
    const names = [
      ...(odd
        ? [odd]
        : ['`touch ran`', '$(touch ran)', 'a;b', '"', "'", '\\', '[==[', ']==]', 'a=b', '%s']),
      ...(odd
        ? []
        : [
            '#x',
            '$x',
            '$\x7bx}',
            '$ENV{HOME}',
            '@x@',
            '<x>',
            '|x',
            '&x',
            '*',
            '?',
            '~',
            '-x',
            ' x ',
            '\n',
          ]),
    ];
    for (const name of names) {
      assert.ok((await build(join(root, name, 'x'))).equals(expected), JSON.stringify(name));
    }
    assert.ok(!readdirSync(root).includes('ran') && !readdirSync('.').includes('ran'));
  });

  it('gives the same bytes for names made up of such characters', async () => {
    const expected = await build(join(root, 'plain'));
    const characters = [
      ...(process.platform === 'win32' ? "a é;'`$[]=%#&" : 'a é;\'"`$()[]{}=%#&|<>*?!~^\\\n'),
    ];
    const name = fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(name, async (parts) => {
        count += 1;
        const project = join(root, `n${count}${parts.join('')}n`);
        assert.ok((await build(project)).equals(expected));
      }),
      { numRuns: 12 },
    );
  });

  it('gives the same bytes under variables that compilers and CMake heed', async () => {
    const expected = await build(join(root, 'plain'));
    const [, { variables }] = placesIn(root);
    const hostile = await build(join(root, 'hostile'), { ...process.env, ...variables });
    assert.ok(hostile.equals(expected));
  });

  it('refuses a cache directory with a name that tools would take for something else', async () => {
    const PLUGKIT_CACHE_DIR = join(root, 'a;b`id`');
    await assert.rejects(build(root, { ...process.env, PLUGKIT_CACHE_DIR }), {
      code: 'USAGE',
      message: /a;b`id`/,
      hint: /PLUGKIT_CACHE_DIR/,
    });
    assert.ok(!readdirSync(root).includes('a;b`id`'), 'nothing was made before it was refused');
  });
});
