// The options of a descriptor that is constant data, read from files of every target, however the
// function that gives it was compiled.
import assert from 'node:assert/strict';
import { TARGET_IDS, TARGETS, type TargetId } from '../../../loader/target.js';
import { auditFile } from '../../../scripts/audit/audit.js';
import { readBinary } from '../../../scripts/audit/binary.js';
import { projectPath } from '../../../scripts/project/paths.js';
import { compile, includeDirectory, linkLibraries } from '../../support/compile.js';
import { scratchPath } from './fixtures.js';

const LINUX = TARGETS.filter(({ platform }) => platform === 'linux').map(({ id }) => id);
/** What a linker needs to leave functions of the host undefined. */
const OPEN = { linux: [], darwin: ['-Wl,-undefined,dynamic_lookup'], win32: [] };

/** By how the address of the descriptor gets into the function. */
const WAYS = {
  'in sight': ['-fvisibility=hidden'],
  'through the table of addresses': [],
  'without optimisation': ['-O0', '-fno-sanitize=all'],
  'without frame pointers': ['-fvisibility=hidden', '-fomit-frame-pointer'],
  'after a mark for branches': ['-fvisibility=hidden', '-fcf-protection=branch'],
};

describe('option-defaults', () => {
  const make = async (name: string, id: TargetId, flags: readonly string[]) => {
    const target = TARGETS.find((other) => other.id === id) as (typeof TARGETS)[0];
    return compile({
      sources: [projectPath('test/native/plugin', name)],
      output: scratchPath(
        'options',
        id,
        `${flags.join('').replace(/\W/g, '')}-${name}${target.libraryExtension}`,
      ),
      language: 'c',
      target: id,
      includeDirs: [includeDirectory],
      libraries: target.platform === 'win32' ? await linkLibraries(id) : [],
      flags: ['-shared', '-s', ...OPEN[target.platform], ...flags],
    });
  };

  for (const target of TARGET_IDS) {
    it(`knows options that hold their default from those that do not (${target})`, async () => {
      const zero = await make('odd_plugin.c', target, ['-DLEVEL=0']);
      assert.deepEqual(readBinary(zero).options, [{ name: 'level', holdsDefault: false }]);
      const seven = await make('odd_plugin.c', target, []);
      assert.deepEqual(readBinary(seven).options, [{ name: 'level', holdsDefault: true }]);
      const finding = auditFile(zero).findings.find(({ check }) => check === 'option-defaults');
      assert.equal(finding?.level, 'warn');
      assert.match(finding.message, /^the storage of "level" does not hold the default value/);
    });

    it(`compares values of all types, and texts (${target})`, async () => {
      const type = '-DOPTION_TYPE=WasmEdge_ProgramOptionType_String';
      const same = await make('odd_plugin.c', target, [
        type,
        '-DSTORAGE=&Text',
        '-DDEFAULT=&SameText',
      ]);
      assert.deepEqual(readBinary(same).options, [{ name: 'level', holdsDefault: true }]);
      const all = readBinary(await make('small_plugin.c', target, [])).options;
      assert.equal(all?.length, 12);
      assert.ok(all.every(({ holdsDefault }) => !holdsDefault));
    });
  }

  for (const [way, flags] of Object.entries(WAYS)) {
    it(`finds the descriptor ${way}`, async () => {
      for (const target of LINUX) {
        if (target.endsWith('arm64') && flags.some((flag) => flag.startsWith('-fcf'))) continue;
        const file = await make('odd_plugin.c', target, ['-DLEVEL=0', ...flags]);
        const { options } = readBinary(file);
        assert.deepEqual(options, [{ name: 'level', holdsDefault: false }], target);
      }
    });
  }

  it('says nothing of what the bytes do not show', async () => {
    for (const macro of ['DESCRIPTOR=WILD', 'OPTION_NAME=WILD', 'DESCRIPTOR=NULL']) {
      const file = await make('odd_plugin.c', 'linux-x64', [`-D${macro}`]);
      assert.equal(readBinary(file).options, null, macro);
    }
    for (const macro of ['STORAGE=WILD', 'OPTIONS=WILD', 'DEFAULT=NULL', 'OPTIONS=NULL']) {
      const file = await make('odd_plugin.c', 'linux-x64', [`-D${macro}`]);
      assert.deepEqual(readBinary(file).options, [], macro);
    }
  });
});
