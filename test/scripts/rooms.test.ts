// The rooms of the toolkit: nothing imports in a circle, not even types, and what is in no package is
// imported by nothing that is in one.
import { strict as assert } from 'node:assert';
import { dirname } from 'node:path';
import { findCircle, readTypeScript } from '../support/import-graph.js';

const graph = readTypeScript('scripts');

describe('the rooms of scripts/', () => {
  it('are read whole', () => {
    assert.ok((graph.get('commands/test.ts') ?? []).length > 3);
  });

  it('have no circle of imports', () => {
    assert.equal(findCircle(graph)?.join(' -> '), undefined);
  });

  it('do not import dev/, which no package holds', () => {
    for (const [name, targets] of graph) {
      if (name.startsWith('dev/')) continue;
      assert.deepEqual(
        targets.filter((target) => target.startsWith('dev/')),
        [],
        name,
      );
    }
  });

  it('have about twenty files at most', () => {
    const sizes = new Map<string, number>();
    for (const name of graph.keys()) {
      sizes.set(dirname(name), (sizes.get(dirname(name)) ?? 0) + 1);
    }
    for (const [folder, size] of sizes) assert.ok(size <= 20, `${folder}: ${size} files`);
  });
});
