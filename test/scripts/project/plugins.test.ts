import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectPath } from '../../../scripts/project/paths.js';
import { listPlugins, type Plugins, selectPlugins } from '../../../scripts/project/plugins.js';
import { skip } from '../../support/skip.js';

const manifest = (name: string) => ({
  name,
  version: '1.0.0',
  description: 'A sample',
  language: 'c',
  sources: ['a.c'],
  modules: ['m'],
  tests: [{ name: 'one', module: 'm', call: 'f', returns: [] }],
});
const names = ({ sources }: Plugins) => sources.map((source) => source.manifest.name);
const refusals = ({ refused }: Plugins) => refused.map(({ name, error }) => [name, error.code]);

describe('scripts/project/plugins', () => {
  const start = process.cwd();
  let root: string;
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'plugkit-plugins-')));
  });
  afterEach(async () => {
    process.chdir(start);
    await rm(root, { recursive: true });
  });

  async function add(folder: string, contents: unknown = manifest(folder)): Promise<void> {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, 'a.c'), '');
    await writeFile(join(root, folder, 'plugin.json'), JSON.stringify(contents));
  }

  it("listPlugins() finds the project's own plug-ins, by name", async () => {
    const found = await listPlugins(projectPath('plugins'));
    assert.ok(names(found).includes('get-string'));
    assert.deepEqual(names(found), names(found).toSorted());
    assert.deepEqual(found.refused, []);
  });

  it('listPlugins() passes over folders without plugin.json, and files', async () => {
    await add('one');
    await mkdir(join(root, 'notes'));
    await writeFile(join(root, 'README.md'), '');
    assert.deepEqual(names(await listPlugins(root)), ['one']);
  });

  it('listPlugins() follows a link to a folder', async function () {
    if (process.platform === 'win32') skip(this, 'Windows needs a privilege for links');
    await add('elsewhere/linked', manifest('linked'));
    await mkdir(join(root, 'plugins'));
    await symlink(join(root, 'elsewhere', 'linked'), join(root, 'plugins', 'linked'));
    await symlink('nowhere', join(root, 'plugins', 'dangling'));
    assert.deepEqual(names(await listPlugins(join(root, 'plugins'))), ['linked']);
  });

  it('listPlugins() lets a wrong manifest stop no other', async () => {
    await add('good');
    await add('bad', {});
    await add('other', manifest('another'));
    await mkdir(join(root, 'odd', 'plugin.json'), { recursive: true });
    const found = await listPlugins(root);
    assert.deepEqual(names(found), ['good']);
    assert.deepEqual(refusals(found), [
      ['bad', 'MANIFEST_INVALID'],
      ['odd', 'FILE_UNREADABLE'],
      ['other', 'MANIFEST_INVALID'],
    ]);
    assert.match(
      found.refused[2]?.error.message ?? '',
      /'another', expected the name of its folder/,
    );
  });

  for (const [one, other] of [
    ['a-b', 'a_b'],
    ['a-b', 'aB'],
    ['a_b', 'ab'],
  ] as const) {
    it(`listPlugins() refuses ${one} beside ${other}: their files have one name`, async () => {
      await add(one);
      await add(other);
      await add('third');
      const found = await listPlugins(root);
      assert.deepEqual(names(found), ['third']);
      assert.deepEqual(refusals(found), [
        [one, 'MANIFEST_INVALID'],
        [other, 'MANIFEST_INVALID'],
      ]);
      assert.match(found.refused[0]?.error.message ?? '', new RegExp(`'${other}'`));
    });
  }

  it('listPlugins() takes a folder with a plugin.json as a project of one, whatever its name', async () => {
    await add('checkout', manifest('sample'));
    assert.deepEqual(names(await listPlugins(join(root, 'checkout'))), ['sample']);
  });

  it('listPlugins() takes the working directory where there is no folder plugins', async () => {
    await add('checkout', manifest('sample'));
    process.chdir(join(root, 'checkout'));
    assert.deepEqual(names(await listPlugins()), ['sample']);
    await add('checkout/plugins/inner', manifest('inner'));
    assert.deepEqual(names(await listPlugins()), ['inner']);
  });

  it('listPlugins() says what it looked for where there is none', async () => {
    await assert.rejects(listPlugins(join(root, 'none')), {
      code: 'NOTHING_SELECTED',
      hint: /--plugins/,
    });
    await assert.rejects(listPlugins(root), {
      code: 'NOTHING_SELECTED',
      message: /no folder in it has a plugin\.json/,
    });
    process.chdir(root);
    await assert.rejects(listPlugins(), { code: 'NOTHING_SELECTED', message: /plugins/ });
  });

  it('selectPlugins() throws PLUGIN_UNKNOWN with the names there are', async () => {
    await add('sample');
    await add('wrong', {});
    await assert.rejects(selectPlugins(root, ['sample', 'simple']), {
      code: 'PLUGIN_UNKNOWN',
      message: /'simple'.*has sample, wrong/,
    });
  });

  it('selectPlugins() takes names in their order, and each once', async () => {
    for (const name of ['a', 'b', 'c']) await add(name);
    assert.deepEqual(names(await selectPlugins(root, ['c', 'a', 'c'])), ['c', 'a']);
  });

  it('selectPlugins() throws what is wrong where nothing is right', async () => {
    await add('good');
    await add('bad', {});
    assert.deepEqual(names(await selectPlugins(root, ['good'])), ['good']);
    assert.deepEqual(refusals(await selectPlugins(root, [])), [['bad', 'MANIFEST_INVALID']]);
    await assert.rejects(selectPlugins(root, ['bad']), { code: 'MANIFEST_INVALID' });
  });
});
