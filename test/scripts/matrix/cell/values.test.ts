import assert from 'node:assert/strict';
import { compareResults, toJavaScript } from '../../../../scripts/matrix/cell/values.js';

describe('scripts/matrix/cell/values', () => {
  it('toJavaScript() gives i64 as a BigInt, beyond the range of a number', () => {
    assert.equal(toJavaScript({ i64: '-9223372036854775808' }), -(2n ** 63n));
  });

  it('toJavaScript() rounds f32 to 32 bits, not f64', () => {
    assert.equal(toJavaScript({ f32: 0.1 }), Math.fround(0.1));
    assert.equal(toJavaScript({ f64: 0.1 }), 0.1);
  });

  it('toJavaScript() knows the floats that JSON does not', () => {
    assert.deepEqual(
      ['nan', 'inf', '-inf', '-0'].map((f64) => toJavaScript({ f64 })),
      [NaN, Infinity, -Infinity, -0],
    );
  });

  const same: [string, unknown, Parameters<typeof compareResults>[1]][] = [
    ['no result', undefined, []],
    ['one result', 5, [{ i32: 5 }]],
    ['several results', [1, 2n], [{ i32: 1 }, { i64: '2' }]],
    ['NaN', NaN, [{ f32: 'nan' }]],
  ];
  for (const [what, returned, expected] of same) {
    it(`compareResults() accepts ${what}`, () => {
      assert.equal(compareResults(returned, expected), null);
    });
  }

  const different: [string, unknown, Parameters<typeof compareResults>[1], string][] = [
    ['another value', 5, [{ i32: 6 }], 'returned (5), expected (6)'],
    ['a number for a BigInt', 5, [{ i64: '5' }], 'returned (5), expected (5n)'],
    ['0 for -0', 0, [{ f64: '-0' }], 'returned (0), expected (-0)'],
    ['a result too many', [1, 2], [{ i32: 1 }], 'returned (1, 2), expected (1)'],
    ['a result too few', undefined, [{ i32: 1 }], 'returned (), expected (1)'],
  ];
  for (const [what, returned, expected, message] of different) {
    it(`compareResults() refuses ${what}`, () => {
      assert.equal(compareResults(returned, expected), message);
    });
  }
});
