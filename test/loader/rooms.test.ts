// The rooms of the loader: which folder may import from which, in TypeScript and in native code, and
// that nothing imports in a circle, not even types.
import { strict as assert } from 'node:assert';
import { dirname } from 'node:path/posix';
import {
  findCircle,
  fullFolders,
  type Graph,
  inside,
  readGraph,
  readTypeScript,
} from '../support/import-graph.js';

const typescript = readTypeScript('loader');
const native = readGraph('loader/native', /\.(h|cc)$/, /#include "([^"]+)"/g, (from, name) =>
  name.startsWith('host/') || name === 'embedder.h' ? name : inside(from, name),
);

/** Imports between folders, as `from -> to`. */
function betweenFolders(graph: Graph): Graph {
  const folders = new Map<string, string[]>();
  for (const [name, targets] of graph) {
    const from = dirname(name);
    const known = folders.get(from) ?? [];
    const others = targets.map((target) => dirname(target)).filter((to) => to !== from);
    folders.set(from, [...new Set([...known, ...others])]);
  }
  return folders;
}

describe('the rooms of the loader', () => {
  it('are read whole', () => {
    assert.ok((typescript.get('index.ts') ?? []).length > 3);
    assert.ok((native.get('host/plugins/load.cc') ?? []).length > 3);
  });
  it('have no circle of imports', () => {
    assert.equal(findCircle(typescript), undefined);
    assert.equal(findCircle(native), undefined);
  });
  it('have no circle of folders in native code', () => {
    assert.equal(findCircle(betweenFolders(native)), undefined);
  });
  it('are imported one way: public files, engines, guest, bridge, wasm, ground', () => {
    const ground = ['errors.ts', 'libc.ts', 'target.ts'];
    const wrong = [...typescript].flatMap(([from, targets]) =>
      targets
        .filter((to) => {
          if (ground.includes(to)) return false;
          if (from.startsWith('wasm/')) return !to.startsWith('wasm/');
          if (to.startsWith('guest/')) {
            return !/^(guest|wasmedge)\/|^(index|engine|plugin-host|v8-engine)\.ts$/.test(from);
          }
          if (from.startsWith('bridge/')) return !/^(bridge|wasm)\//.test(to);
          return ground.includes(from);
        })
        .map((to) => `${from} -> ${to}`),
    );
    assert.deepEqual(wrong, []);
  });
  it('have at most twenty files side by side', () => {
    assert.deepEqual(fullFolders(typescript), []);
  });
  it('find a circle where there is one', () => {
    const graph: Graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    assert.deepEqual(findCircle(graph), ['b', 'c', 'b']);
  });
});
