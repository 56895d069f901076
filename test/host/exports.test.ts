// What the built host libraries export, compared with the facts: names, and version nodes on Linux.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TARGETS } from '../../loader/target.js';
import { readBinary } from '../../scripts/audit/binary.js';
import { exportFiles } from '../../scripts/compile/export-files.js';
import { prebuildFiles } from '../../scripts/compile/prebuilds.js';
import { exportedFunctions, readExportFacts, versionNodes } from '../../scripts/project/facts.js';
import { projectPath } from '../../scripts/project/paths.js';
import { skip } from '../support/skip.js';

/** Symbols that the format itself puts into every macOS library. */
const MACHO_SYMBOLS = ['__dso_handle', '_mh_dylib_header'];

describe('exportFiles()', () => {
  it('gives what is committed', async () => {
    const directory = projectPath('loader', 'native', 'exports');
    const files = exportFiles(readExportFacts());
    assert.deepEqual((await readdir(directory)).sort(), Object.keys(files).sort());
    for (const [file, content] of Object.entries(files)) {
      assert.equal(await readFile(join(directory, file), 'utf8'), content, file);
    }
  });
});

describe('the host library exports the functions of stock 0.17.1 and nothing else', () => {
  for (const target of TARGETS) {
    it(target.id, async function () {
      const file = projectPath('prebuilds', prebuildFiles(target)[1]);
      if (!existsSync(file)) return skip(this, `${file} is not built`);
      const binary = readBinary(file);
      assert.equal(binary.platform, target.platform);
      assert.equal(binary.machine, target.arch);
      const given = binary.exports
        .filter(({ name }) => target.platform !== 'darwin' || !MACHO_SYMBOLS.includes(name))
        .map(({ name, version, isDefault }) =>
          target.platform === 'linux' ? `${name}${isDefault ? '@@' : '@'}${version}` : name,
        );
      const expected = exportedFunctions(readExportFacts()).flatMap((entry) =>
        target.platform === 'linux'
          ? versionNodes(entry).map((node, i) => `${entry.name}${i === 0 ? '@@' : '@'}${node}`)
          : [entry.name],
      );
      assert.deepEqual(given.sort(), expected.sort());
    });
  }
});
