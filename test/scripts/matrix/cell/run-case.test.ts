import assert from 'node:assert/strict';
import { loadPlugins, type Plugin } from '../../../../loader/index.js';
import { runCase, toFault } from '../../../../scripts/matrix/cell/run-case.js';
import type { TestCase } from '../../../../scripts/project/manifest.js';
import { mirrorFile } from '../../../loader/mirror.js';
import { inheritedFile } from '../../../support/inherited.js';

describe('scripts/matrix/cell/run-case', () => {
  async function contextOf(file: string) {
    const host = loadPlugins({ paths: [file] });
    return { host, plugin: host.plugins[0] as Plugin, guests: {} };
  }

  it('runCase() calls what the module exports, whatever its name', async () => {
    const test: TestCase = {
      name: 'inherited',
      module: 'constructor',
      call: 'constructor',
      returns: [{ i32: 2 }],
    };
    assert.equal(await runCase(await contextOf(await inheritedFile()), test), null);
  });

  it('runCase() calls nothing else', async () => {
    const context = await contextOf(await mirrorFile());
    for (const call of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'absent']) {
      const test: TestCase = { name: 'inherited', module: 'mirror', call, returns: [] };
      assert.deepEqual(await runCase(context, test), {
        code: 'CASE_FAILED',
        reason: `there is no function '${call}' to call`,
      });
    }
  });

  it('runCase() makes up no arguments', async () => {
    const context = await contextOf(await mirrorFile());
    const { functions } = context.plugin.createModule('mirror');
    const [call = ''] = Object.keys(functions).filter((name) => functions[name]?.length === 2);
    for (const args of [[], [{ i32: 1 }], [{ i32: 1 }, { i32: 0 }, { i32: 0 }]]) {
      const test: TestCase = { name: 'count', module: 'mirror', call, args, returns: [] };
      assert.deepEqual(await runCase(context, test), {
        code: 'CASE_FAILED',
        reason: `'${call}' takes 2 arguments, the test case has ${args.length}`,
      });
    }
  });

  it('toFault() takes only codes that there are', () => {
    const codes = ['MODULE_DISPOSED', 'constructor', '__proto__', 'toString', 5, Symbol('s'), null];
    assert.deepEqual(
      codes.map((code) => toFault(Object.assign(new Error('words'), { code })).code),
      ['MODULE_DISPOSED', ...Array(6).fill('CASE_FAILED')],
    );
    for (const thrown of [null, undefined, 5, 'words']) {
      assert.deepEqual(toFault(thrown), { code: 'CASE_FAILED', reason: String(thrown) });
    }
  });
});
