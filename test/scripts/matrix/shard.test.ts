import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TARGETS } from '../../../loader/target.js';
import { listPlaces } from '../../../scripts/matrix/cells.js';
import { PATH_MODES, type Place } from '../../../scripts/matrix/report.js';
import { parseShard, takeShard } from '../../../scripts/matrix/shard.js';

const matrix = listPlaces(TARGETS, ['a', 'b', 'c'], PATH_MODES, ['v8']);

/** Every shard of the first `size` cells. */
const split = (size: number, count: number, former?: Parameters<typeof takeShard>[2]) =>
  Array.from({ length: count }, (_, index) =>
    takeShard(matrix.slice(0, size), { index: index + 1, count }, former),
  );

const sizes = fc.integer({ min: 0, max: matrix.length });
const counts = fc.integer({ min: 1, max: 12 });
/** Former reports that know some of the cells. */
const formers = fc.option(
  fc
    .array(fc.nat({ max: 60_000 }), { maxLength: matrix.length })
    .map((times) => times.map((ms, i) => ({ ...((matrix[i * 2] ?? matrix[0]) as Place), ms }))),
  { nil: undefined },
);

describe('scripts/matrix/shard', () => {
  it('takeShard() gives disjoint parts that together are the whole, in its order', () => {
    fc.assert(
      fc.property(sizes, counts, formers, (size, count, former) => {
        const parts = split(size, count, former);
        const position = new Map(matrix.map((cell, i) => [cell, i]));
        const positions = parts.map((part) => part.map((cell) => position.get(cell) as number));
        for (const part of positions)
          assert.deepEqual(
            part,
            part.toSorted((a, b) => a - b),
          );
        assert.deepEqual(
          positions.flat().toSorted((a, b) => a - b),
          Array.from({ length: size }, (_, i) => i),
        );
      }),
    );
  });

  it('takeShard() gives every machine the same split', () => {
    fc.assert(
      fc.property(sizes, counts, formers, (size, count, former) => {
        const copy = former?.map((cell) => ({ ...cell }));
        assert.deepEqual(split(size, count, former), split(size, count, copy));
      }),
    );
  });

  it('takeShard() deals cells evenly without durations', () => {
    fc.assert(
      fc.property(sizes, counts, (size, count) => {
        const lengths = split(size, count).map(({ length }) => length);
        assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 1);
      }),
    );
  });

  it('takeShard() leaves no part more than the longest cell behind another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 60_000 }), {
          minLength: matrix.length,
          maxLength: matrix.length,
        }),
        counts,
        (times, count) => {
          const former = matrix.map((cell, i) => ({ ...cell, ms: times[i] as number }));
          const ms = new Map(matrix.map((cell, i) => [cell, times[i] as number]));
          const loads = split(matrix.length, count, former).map((part) =>
            part.reduce((sum, cell) => sum + (ms.get(cell) as number), 0),
          );
          assert.ok(Math.max(...loads) - Math.min(...loads) <= Math.max(...times));
        },
      ),
    );
  });

  it('takeShard() expects of an unknown cell what the others of its target took', () => {
    const native = matrix.filter(({ target }) => target === 'linux-x64');
    const emulated = matrix.filter(({ target }) => target === 'win32-x64');
    const cells = [...native.slice(0, 9), emulated[0] as Place];
    const former = [
      { ...(native.at(-1) as Place), ms: 100 },
      { ...(emulated.at(-1) as Place), ms: 900 },
    ];
    const parts = [1, 2].map((index) => takeShard(cells, { index, count: 2 }, former));
    assert.deepEqual(parts, [[emulated[0]], native.slice(0, 9)]);
  });

  it('takeShard() expects of a place what its cells took with every Node together', () => {
    const places = matrix.slice(0, 3);
    const former = [0, 0, 0, 1, 2].map((i) => ({ ...(places[i] as Place), ms: 5 }));
    assert.deepEqual(takeShard(places, { index: 1, count: 2 }, former), [places[0]]);
  });

  it('parseShard() takes a part of a whole and throws USAGE for anything else', () => {
    assert.deepEqual(parseShard('2/6'), { index: 2, count: 6 });
    for (const text of ['', '2', '0/6', '7/6', '1/0', '-1/6', '1/6/2', 'a/b', '1.5/6']) {
      assert.throws(() => parseShard(text), { code: 'USAGE', message: /expected one like 2\/6/ });
    }
  });
});
