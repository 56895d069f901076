// Makes the contents of an npm package in a directory: its files as packages.ts lists them, its
// manifest with what is common to both filled in.
import { existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { CommandError } from '../errors.js';
import { packageVersion, projectPath } from '../project/paths.js';
import { rewriteLinks } from './links.js';
import type { PackageContents, Part } from './packages.js';

interface Manifest {
  version: string;
  repository: { url: string };
  dependencies: Record<string, string>;
  bin?: Record<string, string>;
}

/** The manifest as published: the version and the ranges of dependencies are the checkout's. */
function readManifest(name: string): Manifest {
  const read = (path: string) => JSON.parse(readFileSync(projectPath(path), 'utf8'));
  const version = packageVersion();
  const manifest: Manifest = read(`packages/${name}/package.json`);
  const ranges: Record<string, string> = read('package.json').dependencies;
  const dependencies = Object.entries(manifest.dependencies ?? {}).map(([dependency, range]) => [
    dependency,
    range === '{version}' ? version : (ranges[dependency] as string),
  ]);
  return { ...manifest, version, dependencies: Object.fromEntries(dependencies) };
}

/** Path in the package by path in the checkout, of every file of a part. */
async function filesOf({ from, to = from, only }: Part): Promise<[string, string][]> {
  const source = projectPath(from);
  if (!existsSync(source)) {
    throw new CommandError('FILE_UNREADABLE', `Cannot pack ${from}: it does not exist`);
  }
  if (!(await stat(source)).isDirectory()) return [[from, to]];
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(source, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => only?.test(path) ?? true)
    .map((path) => [posix.join(from, path), posix.join(to, path)]);
}

/** A declaration file and all that it imports. */
function declarationsOf(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const text = readFileSync(projectPath(entry), 'utf8');
  for (const [, name] of text.matchAll(/from '(\.[^']+)\.js'/g)) {
    declarationsOf(posix.join(posix.dirname(entry), `${name}.d.ts`), found);
  }
  return found;
}

/** Declarations of an entry that no user shall see into. */
const UNTYPED = '// Not for programs: it changes without notice.\nexport {};\n';

/** JavaScript without the name of a source map, which is not in the package. */
const withoutSourceMap = (code: string) => code.replace(/^\/\/# sourceMappingURL=.*\n?/m, '');

/**
 * Writes the package into `directory`, whose former contents go.
 * @returns its files, sorted
 * @throws CommandError FILE_UNREADABLE for a file that is not in the checkout, or a link to one
 */
export async function stage(contents: PackageContents, directory: string): Promise<string[]> {
  const manifest = readManifest(contents.name);
  const shipped = new Map((await Promise.all(contents.parts.map(filesOf))).flat());
  for (const entry of contents.declarations) {
    for (const file of declarationsOf(entry)) shipped.set(file, file);
  }
  const links = {
    shipped,
    version: manifest.version,
    repository: manifest.repository.url.replace(/^git\+|\.git$/g, ''),
  };
  const texts = new Map([
    ['package.json', `${JSON.stringify(manifest, null, 2)}\n`],
    ...contents.untyped.map((file) => [file, UNTYPED] as const),
  ]);
  await rm(directory, { recursive: true, force: true });
  const place = async (to: string): Promise<string> => {
    const path = join(directory, to);
    await mkdir(dirname(path), { recursive: true });
    return path;
  };
  for (const [from, to] of shipped) {
    const source = projectPath(from);
    if (/\.md$/.test(to)) {
      texts.set(to, rewriteLinks(await readFile(source, 'utf8'), { ...links, from, to }));
    } else if (/\.js$/.test(to)) {
      texts.set(to, withoutSourceMap(await readFile(source, 'utf8')));
    } else {
      await copyFile(source, await place(to));
    }
  }
  for (const [to, text] of texts) await writeFile(await place(to), text);
  const files = [...new Set([...shipped.values(), ...texts.keys()])].sort();
  const programs = Object.values(manifest.bin ?? {});
  // Of the file system of this checkout nothing is to be seen.
  for (const file of files) {
    await chmod(join(directory, file), programs.includes(file) ? 0o755 : 0o644);
  }
  return files;
}
