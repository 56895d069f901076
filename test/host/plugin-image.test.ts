// The parsers of the three formats, all on this machine: what they find in libraries of every target,
// and that nothing in a damaged file leads them outside it.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TARGETS } from '../../loader/target.js';
import { readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { builtPlugin } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { runLines, sanitizer } from './host-library.js';
import { compileHostProgram } from './host-program.js';
import { here, oddPlugin } from './odd-plugins.js';

const FORMATS = { linux: 'elf', darwin: 'macho', win32: 'pe' } as const;
const SOURCES = [
  'refusal.cc',
  ...['image', 'elf', 'elf_symbols', 'macho', 'pe', 'library_file'].map(
    (name) => `image/${name}.cc`,
  ),
];

describe('CheckLibrary() of the host library', () => {
  let root: string;
  let program: string;

  before(async function () {
    if (here.platform === 'win32') {
      skip(this, 'the program that reads the files is for POSIX systems');
    }
    root = mkdtempSync(join(tmpdir(), 'plugkit-image-'));
    const found = sanitizer();
    if ('skip' in found) process.stderr.write(`  without sanitizers: ${found.skip}\n`);
    const options = 'skip' in found ? {} : found;
    program = await compileHostProgram('test/native/plugin/read_image.cc', SOURCES, root, options);
  });
  after(() => root && rmSync(root, { recursive: true }));

  for (const { id, platform, arch } of TARGETS) {
    const read = (mode: 'show' | 'fuzz', file: string) =>
      runLines(program, [mode, FORMATS[platform], arch, file]);

    describe(id, () => {
      let file: string;
      before(async () => {
        const macros = ['IMPORT="WasmEdge_MemoryTypeCreate"'];
        file = await oddPlugin(root, id, { macros, target: id, versions: platform !== 'darwin' });
      });

      it('finds what a plug-in imports and needs', () => {
        const lines = read('show', file);
        const version = platform === 'linux' ? 'WASMEDGE_0.17' : '';
        assert.deepEqual(
          lines
            .filter((line) => !line.startsWith('needed'))
            .map((line) => line.split('\t').slice(0, 3).join('\t')),
          [`import\tWasmEdge_MemoryTypeCreate\t${version}`],
        );
        if (platform === 'linux') assert.ok(lines.includes('needed\tlibwasmedge.so.0'));
        if (platform === 'win32') assert.ok(lines.includes('needed\twasmedge.dll'));
        if (platform === 'darwin') assert.ok(lines.includes('needed\t/usr/lib/libSystem.B.dylib'));
      });

      it('finds where the addresses of functions that are called are written', async () => {
        const arith = await readManifest(projectPath('plugins', 'arith'));
        const imports = read('show', await builtPlugin(arith, id))
          .filter((line) => line.startsWith('import'))
          .map((line) => line.split('\t'));
        assert.ok(imports.length > 20);
        const slots = imports.flatMap(([, name, , places]) => {
          assert.match(places ?? '', /^([0-9a-f]+ )+$/, name);
          return places?.trim().split(' ') as string[];
        });
        assert.equal(new Set(slots).size, slots.length);
        for (const slot of slots) assert.equal(Number.parseInt(slot, 16) % 8, 0);
      });

      it('tells a C++ plug-in and a library that is no plug-in', async () => {
        const make = (macro: string) =>
          oddPlugin(root, `${id}.${macro}`, { macros: [macro], target: id });
        assert.match(read('show', await make('NO_DESCRIPTOR'))[0] ?? '', /^NO_DESCRIPTOR\t/);
        // MinGW has no undefined function to take from a C++ runtime that is not there.
        if (platform !== 'win32') {
          assert.match(read('show', await make('CPP_ONLY'))[0] ?? '', /^CPP_PLUGIN\t/);
        }
      });

      it('refuses it cut off anywhere, and survives any damage', () => {
        const [cut = '', changed = ''] = read('fuzz', file);
        const [, pieces, refused] = /^cut (\d+) refused (\d+)$/.exec(cut) ?? [];
        assert.ok(Number(pieces) > 20, cut);
        assert.equal(refused, pieces);
        const [, ofThese] = /^changed 20000 refused (\d+)$/.exec(changed) ?? [];
        assert.ok(Number(ofThese) > 100, changed); // some damage shows, the rest is in code and data
      });
    });
  }
});
