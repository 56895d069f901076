import assert from 'node:assert/strict';
import vm from 'node:vm';
import { lookUp } from '../../../loader/guest/import-lookup.js';

const BUILTIN = [
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  '__proto__',
  '__defineGetter__',
  '__lookupSetter__',
  'call',
  'apply',
  'bind',
];

describe('lookUp()', () => {
  class Base {
    inherited() {}
    static inherited() {}
  }
  class Env extends Base {
    own() {}
    static own() {}
  }
  const foreign = vm.runInNewContext(`
    class Env { method() {} static method() {} }
    ({ object: {}, instance: new Env(), Env, arrow: () => 1 })`);

  it('finds nothing of what JavaScript gives every object and function', () => {
    const objects: Record<string, unknown> = {
      object: {},
      instance: new Env(),
      class: Env,
      arrow: () => 1,
      bare: Object.create(null),
      proxy: new Proxy({}, {}),
      ...Object.fromEntries(
        Object.entries(foreign).map(([name, value]) => [`foreign ${name}`, value]),
      ),
    };
    for (const [what, object] of Object.entries(objects)) {
      for (const name of BUILTIN) assert.equal(lookUp(object, name), undefined, `${what}.${name}`);
    }
  });

  it('finds own properties of any name', () => {
    const object = JSON.parse('{ "__proto__": 1, "constructor": 2, "toString": 3, "a": 4 }');
    assert.deepEqual(
      ['__proto__', 'constructor', 'toString', 'a', 'b'].map((name) => lookUp(object, name)),
      [1, 2, 3, 4, undefined],
    );
  });

  it('finds what objects inherit from classes and objects of the program', () => {
    const instance = new Env();
    assert.equal(lookUp(instance, 'own'), Env.prototype.own);
    assert.equal(lookUp(instance, 'inherited'), Base.prototype.inherited);
    assert.equal(lookUp(Env, 'own'), Env.own);
    assert.equal(lookUp(Env, 'inherited'), Base.inherited);
    assert.equal(lookUp(Object.create({ a: 1 }), 'a'), 1);
    assert.equal(lookUp(Object.create({ toString: 1 }), 'toString'), 1);
    assert.equal(lookUp(foreign.instance, 'method'), foreign.Env.prototype.method);
    assert.equal(lookUp(foreign.Env, 'method'), foreign.Env.method);
  });

  it('finds what proxies and getters give', () => {
    const all = new Proxy({}, { get: (_, name) => `made ${String(name)}` });
    for (const name of ['f', 'constructor', 'toString']) {
      assert.equal(lookUp(all, name), `made ${name}`);
    }
    class Lazy {
      get f() {
        return 1;
      }
    }
    assert.equal(lookUp(new Lazy(), 'f'), 1);
  });

  it('finds nothing in what is no object', () => {
    for (const value of [undefined, null, 5, 'text', true, 1n, Symbol.iterator]) {
      for (const name of ['length', 'constructor']) assert.equal(lookUp(value, name), undefined);
    }
  });
});
