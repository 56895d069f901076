// Which file imports which, read from their text.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { projectPath } from '../../scripts/project/paths.js';

export type Graph = ReadonlyMap<string, readonly string[]>;

/** Imports of every file under `folder`, paths relative to it. `resolve` gives undefined for others. */
export function readGraph(
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

export const inside = (from: string, name: string) => normalize(join(dirname(from), name));

/** Imports of the TypeScript files under `folder`. */
export function readTypeScript(folder: string): Graph {
  return readGraph(
    folder,
    /\.ts$/,
    /from '(\.[^']+)\.js'/g,
    (from, name) => `${inside(from, name)}.ts`,
  );
}

/** A circle of imports, or undefined. */
export function findCircle(graph: Graph): string[] | undefined {
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

/** The folders that hold more files side by side than a reader takes in at once. */
export function fullFolders(graph: Graph): string[] {
  const folders = [...graph.keys()].map((name) => dirname(name));
  const count = (folder: string) => folders.filter((other) => other === folder).length;
  return [...new Set(folders)].filter((folder) => count(folder) > 20);
}
