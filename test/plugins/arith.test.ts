// What test cases of plugin.json cannot say of arith: references from JavaScript, and what instances
// share.
import assert from 'node:assert/strict';
import { loadPlugins, type PluginHost } from '../../loader/index.js';
import { currentTarget, type Target } from '../../loader/target.js';
import { readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { builtPlugin } from '../support/compile.js';

describe('the plug-in arith, from JavaScript', () => {
  let host: PluginHost;

  before(async () => {
    const source = await readManifest(projectPath('plugins/arith'));
    host = loadPlugins({ paths: [await builtPlugin(source, (currentTarget() as Target).id)] });
  });

  it('accumulate() keeps a sum for each module instance', () => {
    const [one, two] = [host.createModule('arith'), host.createModule('arith')];
    assert.equal(one.functions.accumulate?.(5n), 5n);
    assert.equal(two.functions.accumulate?.(7n), 7n);
    assert.equal(one.functions.accumulate?.(5n), 10n);
  });

  it('echo_externref() returns the very value', () => {
    const { echo_externref: echo } = host.createModule('arith').functions;
    for (const value of [{}, 'text', 5, 5n, null, undefined, Symbol.iterator, () => {}]) {
      assert.equal(echo?.(value), value);
    }
  });

  it('fail() gives an error that can be caught, after which calls work', () => {
    const { fail, add } = host.createModule('arith').functions;
    assert.throws(() => fail?.(300), {
      code: 'HOST_FUNCTION_FAILED',
      category: 'user',
      resultCode: 300,
    });
    assert.equal(add?.(1, 2), 3);
  });

  it('call_back() fails without a calling instance', () => {
    const { call_back: callBack } = host.createModule('arith').functions;
    assert.throws(() => callBack?.(1), { code: 'HOST_FUNCTION_FAILED', category: 'wasm' });
  });
});
