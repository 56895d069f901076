// Which loader a cell loads.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TARGETS, type Target } from '../../../loader/target.js';
import { arrange } from '../../../scripts/matrix/path-modes.js';

const target = TARGETS.find(({ id }) => id === 'linux-x64') as Target;

describe('arrange()', () => {
  let root: string;

  function write(...path: string[]): string {
    const file = join(root, ...path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    return file;
  }

  async function loaderOf(cell: string): Promise<string> {
    const directory = join(root, cell);
    mkdirSync(directory);
    const layout = await arrange('file', { target, file: write('plugin.so'), directory, root });
    assert.ok('loader' in layout);
    return layout.loader;
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'plugkit-arrange-'));
    for (const path of ['package.json', 'prebuilds/linux-x64/libwasmedge.so.0']) write(path);
    write('lib', 'loader', 'index.js');
    write('facts', 'c-api.json');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('takes the package as it is', async () => {
    assert.equal(await loaderOf('cell'), join(root, 'lib', 'loader', 'index.js'));
  });

  it('takes a copy with prebuilds only when the loader was built from source', async () => {
    write('build', 'Release', 'loader.node');
    assert.equal(
      await loaderOf('cell'),
      join(root, 'cell', 'package', 'lib', 'loader', 'index.js'),
    );
    const copied = (path: string) => existsSync(join(root, 'cell', 'package', path));
    assert.ok(copied('lib/loader/index.js') && copied('prebuilds/linux-x64/libwasmedge.so.0'));
    assert.ok(copied('facts/c-api.json'));
    assert.ok(!copied('build'));
  });
});
