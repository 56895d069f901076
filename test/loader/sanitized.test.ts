// The loader's own tests once more, in a process that uses an addon and a host library which watch every
// memory access and every undefined operation: the dispatcher, the callbacks, values and references.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readBinary } from '../../scripts/audit/binary.js';
import { skip } from '../support/skip.js';
import { type SanitizedAddon, sanitizedAddon } from './sanitized-addon.js';

const TESTS = [
  'calls',
  'memory',
  'values',
  'exports',
  'plugin-host',
  'wrong-inputs',
  'lifetime',
  're-entrancy',
  'twice',
  'realms',
];
const MOCHA = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

describe('the addon under sanitizers', () => {
  let addon: SanitizedAddon;

  before(async function () {
    if (process.platform !== 'linux') skip(this, 'preloads the sanitizer as Linux does it');
    const found = await sanitizedAddon();
    if ('skip' in found) return skip(this, found.skip);
    addon = found;
  });

  function runNode(args: readonly string[]) {
    const { stdout, stderr, status, signal, error } = spawnSync(process.execPath, args, {
      cwd: addon.root,
      env: { ...process.env, ...addon.variables, NODE_V8_COVERAGE: undefined },
      encoding: 'utf8',
      timeout: 550_000, // below the one of the test, which could not end it
    });
    const ending = error?.message ?? signal ?? status;
    return { stdout, ending, all: `ended with ${ending}\n${stdout}\n${stderr}` };
  }

  it('is what Node loads, and it is watched', () => {
    const imports = readBinary(addon.file).imports.map(({ name }) => name);
    for (const prefix of ['__asan_report_load', '__ubsan_handle_']) {
      assert.ok(
        imports.some((name) => name.startsWith(prefix)),
        `no ${prefix} in ${imports}`,
      );
    }
    const script = `import { loadAddon } from ${JSON.stringify(join(addon.root, 'lib/loader/bridge/addon.js'))};
loadAddon();
console.log(process.report.getReport().sharedObjects.join('\\n'));`;
    const { stdout, all } = runNode(['--input-type=module', '--eval', script]);
    const loaded = stdout.split('\n').filter((file) => /\.node$|libasan|libwasmedge/.test(file));
    assert.ok(loaded.includes(addon.file), all);
    assert.equal(loaded.length, 3, all);
  });

  it(`passes the tests of ${TESTS.join(', ')}`, () => {
    const tests = TESTS.map((name) => join(addon.root, 'lib', 'test', 'loader', `${name}.test.js`));
    const { ending, stdout, all } = runNode([
      // What the watching adds to each frame, deep recursion would not have room for.
      '--stack-size=4000',
      MOCHA,
      ...tests,
      // It limits the address space, of which watching takes terabytes.
      '--invert',
      '--grep',
      'may move when it grows',
    ]);
    assert.equal(ending, 0, all);
    assert.match(stdout, /[1-9]\d* passing/);
    assert.doesNotMatch(all, /ERROR: AddressSanitizer|runtime error:/);
  });
});
