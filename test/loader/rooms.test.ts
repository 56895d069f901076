// The rooms of the loader: which folder may import from which, in TypeScript and in native code, and
// that nothing imports in a circle, not even types.
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';

type Graph = ReadonlyMap<string, readonly string[]>;

/** Imports of every file under `folder`, paths relative to it. `resolve` gives undefined for others. */
function readGraph(
  folder: string,
  files: RegExp,
  imported: RegExp,
  resolve: (from: string, name: string) => string | undefined,
): Graph {
  const names = readdirSync(projectPath(folder), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => files.test(name));
  return new Map(
    names.map((name) => {
      const text = readFileSync(projectPath(folder, name), 'utf8');
      const targets = Array.from(text.matchAll(imported), (match) =>
        resolve(name, match[1] as string),
      );
      return [name, targets.filter((target) => target !== undefined && names.includes(target))] as [
        string,
        string[],
      ];
    }),
  );
}

const inside = (from: string, name: string) => normalize(join(dirname(from), name));

const typescript = readGraph('loader', /\.ts$/, /from '(\.[^']+)\.js'/g, (from, name) =>
  `${inside(from, name)}.ts`.replaceAll('\\', '/'),
);
const native = readGraph('loader/native', /\.(h|cc)$/, /#include "([^"]+)"/g, (from, name) =>
  name.startsWith('host/') || name === 'embedder.h' ? name : inside(from, name),
);

/** A circle of imports, or undefined. */
function findCircle(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const circle = visit(next, [...path, name]);
      if (circle) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const circle = visit(name, []);
    if (circle) return circle;
  }
  return undefined;
}

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
  it('are imported one way: public files, bridge, wasm, ground', () => {
    const ground = ['errors.ts', 'libc.ts', 'target.ts'];
    const wrong = [...typescript].flatMap(([from, targets]) =>
      targets
        .filter((to) => {
          if (ground.includes(to)) return false;
          if (from.startsWith('wasm/')) return !to.startsWith('wasm/');
          if (from.startsWith('bridge/')) return !/^(bridge|wasm)\//.test(to);
          return ground.includes(from);
        })
        .map((to) => `${from} -> ${to}`),
    );
    assert.deepEqual(wrong, []);
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
