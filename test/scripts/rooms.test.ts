// The rooms of the toolkit: nothing imports in a circle, not even types, and what is in no package is
// imported by nothing that is in one.
import { strict as assert } from 'node:assert';
import { findCircle, fullFolders, readTypeScript } from '../support/import-graph.js';

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

  it('have at most twenty files side by side', () => {
    assert.deepEqual(fullFolders(graph), []);
  });
});
