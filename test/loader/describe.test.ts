import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { alternatives, closest, describe as describeValue } from '../../loader/describe.js';

describe('describe()', () => {
  const { proxy: revoked, revoke } = Proxy.revocable([], {});
  revoke();
  const renamed = class {};
  Object.defineProperty(renamed, 'name', {
    get() {
      throw new Error('the name of a class');
    },
  });
  const behindProxy = Object.create(revoked);
  const misled = Object.create({ constructor: revoked });
  const cases: [unknown, string][] = [
    [undefined, 'undefined'],
    [null, 'null'],
    [5, '5'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    ['a"\n', '"a\\"\\n"'],
    ['x'.repeat(1000), `"${'x'.repeat(80)}..."`],
    [5n, '5n'],
    [10n ** 1000n, `1${'0'.repeat(79)}...`],
    [Symbol('s'), 'a symbol'],
    [() => 5, 'a function'],
    [[], 'an array'],
    [{}, 'an object'],
    [Object.create(null), 'an object'],
    [new Map(), 'a Map'],
    [new ArrayBuffer(1), 'an ArrayBuffer'],
    [Promise.resolve(), 'a Promise'],
    [runInNewContext('new Map()'), 'a Map'],
    [revoked, 'a Proxy'],
    [behindProxy, 'an object'],
    [misled, 'an object'],
    [new renamed(), 'an object'],
    [{ constructor: { name: 'Fake' } }, 'an object'],
    [
      {
        get [Symbol.toStringTag]() {
          throw new Error('a tag');
        },
        toString() {
          throw new Error('toString');
        },
      },
      'an object',
    ],
  ];
  for (const [value, words] of cases) {
    it(`says ${words.slice(0, 40)}`, () => assert.equal(describeValue(value), words));
  }
});

describe('closest()', () => {
  it('finds what was probably meant', () => {
    const names = ['paths', 'defaultPaths', 'options'];
    assert.equal(closest('path', names), 'paths');
    assert.equal(closest('default-paths', names), 'defaultPaths');
    assert.equal(closest('optoins', names), 'options');
    assert.equal(closest('env', names), undefined);
    assert.equal(closest('__proto__', names), undefined);
    assert.equal(closest('x'.repeat(1e6), names), undefined);
    assert.equal(closest('path', []), undefined);
  });
});

describe('alternatives()', () => {
  it('lists names', () => {
    assert.equal(alternatives([]), 'none');
    assert.equal(alternatives(['a']), '"a"');
    assert.equal(alternatives(['a', 'b']), '"a" or "b"');
    assert.equal(alternatives(['a', 'b', 'c']), '"a", "b" or "c"');
  });
});
