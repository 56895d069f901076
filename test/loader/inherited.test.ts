// Names that JavaScript's objects inherit, as names of plug-ins, options, modules and functions: they mean
// what the plug-in says, and nothing where it says nothing.
import assert from 'node:assert/strict';
import { loadPlugins, type PluginHost, type PluginModule } from '../../loader/index.js';
import { inheritedFile } from '../support/inherited.js';
import { assemble, type Callable, loadMirror } from './mirror.js';

const NAMES = ['__proto__', 'constructor'];
const INHERITED = ['toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', '__defineGetter__'];

describe('a plug-in named like what objects inherit', () => {
  let file: string;
  let host: PluginHost;
  before(async () => {
    file = await inheritedFile();
    host = loadPlugins({ paths: [file] });
  });

  let known: string;
  const everything = () =>
    JSON.stringify(
      [Object, Object.prototype, Function, Function.prototype].map(Reflect.ownKeys),
      (_, key) => (typeof key === 'symbol' ? String(key) : key),
    );
  beforeEach(() => {
    known = everything();
  });
  afterEach(() => {
    assert.equal(everything(), known, 'an object of JavaScript was changed');
    assert.equal(Object.getPrototypeOf(Object.prototype), null);
  });

  it('is found by its name alone', () => {
    assert.equal(host.findPlugin('__proto__')?.name, '__proto__');
    for (const name of ['constructor', ...INHERITED]) {
      assert.equal(host.findPlugin(name), undefined);
    }
  });

  it('gets its options', () => {
    const options = JSON.parse('{ "__proto__": { "__proto__": 7 } }');
    const option = NAMES[0] as string;
    const optioned = loadPlugins({ paths: [file], options });
    assert.equal(optioned.createModule('__proto__').functions[option]?.(), 7);
    optioned.dispose();
    host.findPlugin('__proto__')?.setOption(option, 1);
    assert.equal(host.createModule('__proto__').functions[option]?.(), 1);
  });

  it('is the only one that has options', async () => {
    for (const name of ['constructor', ...INHERITED]) {
      const options = JSON.parse(`{ "${name}": {} }`);
      assert.throws(() => loadPlugins({ paths: [file], options }), { code: 'PLUGIN_NOT_FOUND' });
      assert.throws(() => host.findPlugin('__proto__')?.setOption(name, 1), {
        code: 'OPTION_UNKNOWN',
      });
    }
    const mirror = await loadMirror();
    assert.throws(() => mirror.plugins[0]?.setOption('__proto__', 1), { code: 'OPTION_UNKNOWN' });
  });

  it('has modules and functions of these names and no others', async () => {
    for (const name of NAMES) {
      const module: PluginModule = host.createModule(name);
      const { functions, imports } = module;
      assert.deepEqual(Object.keys(functions), NAMES);
      assert.deepEqual(Object.keys(imports), [name]);
      assert.deepEqual(
        NAMES.map((each) => functions[each]?.()),
        [1, 2],
      );
      const inner = Object.getOwnPropertyDescriptor(imports, name)?.value as typeof functions;
      assert.deepEqual(Object.keys(inner), NAMES);
      for (const object of [functions, imports, inner]) {
        assert.equal(Object.getPrototypeOf(object), null);
        for (const inherited of INHERITED) assert.equal(object[inherited], undefined);
      }
    }
    for (const name of INHERITED) {
      assert.throws(() => host.createModule(name), { code: 'MODULE_NOT_FOUND' });
    }
  });

  it('gives WebAssembly its own functions', async () => {
    const { imports } = host.createModule('constructor');
    const guest = await assemble(`(module
      (import "constructor" "constructor" (func (result i32)))
      (export "run" (func 0)))`);
    const { instance } = await WebAssembly.instantiate(guest, imports as WebAssembly.Imports);
    assert.equal((instance.exports.run as Callable)(), 2);
  });

  it('gives WebAssembly nothing else', async () => {
    const { imports } = host.createModule('constructor');
    for (const [module, name] of [
      ['constructor', 'assign'],
      ['constructor', 'call'],
      ['toString', 'constructor'],
      ['__proto__', 'constructor'],
    ]) {
      const guest = await assemble(`(module (import "${module}" "${name}" (func)))`);
      await assert.rejects(
        WebAssembly.instantiate(guest, imports as WebAssembly.Imports),
        /Import #0/,
      );
    }
  });
});
