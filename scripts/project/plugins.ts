// Finds the plug-ins of a project: the folders with a plugin.json, of which some may be wrong.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import picomatch from 'picomatch';
import { CommandError } from '../errors.js';
import { type PluginSource, readManifest } from './manifest.js';

/** A folder whose plugin.json is wrong: it fails alone, the others go on. */
export interface RefusedPlugin {
  /** The folder's name. */
  name: string;
  error: CommandError;
}

export interface Plugins {
  sources: PluginSource[];
  refused: RefusedPlugin[];
}

/** The default of --plugins. */
const FOLDER = 'plugins';

const hasManifest = (directory: string) => existsSync(join(directory, 'plugin.json'));

/** The folders to read; a folder with a plugin.json is a project of one plug-in. */
async function listFolders(
  named: string | undefined,
): Promise<{ root: string; folders: string[] }> {
  const root = resolve(named ?? FOLDER);
  const here = resolve('.');
  if (named === undefined && !existsSync(root) && hasManifest(here)) {
    return { root: here, folders: [here] };
  }
  if (hasManifest(root)) return { root, folders: [root] };
  const names = await readdir(root).catch((cause: Error) => {
    throw new CommandError(
      'NOTHING_SELECTED',
      `Cannot list plug-ins of ${root}: ${cause.message}`,
      {
        cause,
        hint: `Run plugkit beside the folder '${FOLDER}' or in the folder of a plugin.json, or name one with --plugins`,
      },
    );
  });
  const folders = names.sort().map((name) => join(root, name));
  return { root, folders: folders.filter(hasManifest) };
}

/** What two plug-ins may not share: the name of the built file where case does not count. */
const fileOf = (name: string) => name.replaceAll(/[-_]/g, '').toLowerCase();

function clashOf(source: PluginSource, sources: readonly PluginSource[]): CommandError | undefined {
  const { name } = source.manifest;
  const other = sources.find(
    (each) => each !== source && fileOf(each.manifest.name) === fileOf(name),
  );
  if (other === undefined) return undefined;
  return new CommandError(
    'MANIFEST_INVALID',
    `Cannot use ${join(source.directory, 'plugin.json')}: its file would be named like that of '${other.manifest.name}' in ${other.directory}`,
    { hint: "Names must differ in more than case, '-' and '_'" },
  );
}

/**
 * The plug-ins of a directory: of each folder in it with a plugin.json, by the folder's name, or the one
 * whose plugin.json is in it.
 * @param named the directory; without it `plugins`, or where there is none, the working directory
 * @throws {CommandError} NOTHING_SELECTED when there is none
 */
export async function listPlugins(named?: string): Promise<Plugins & { root: string }> {
  const { root, folders } = await listFolders(named);
  if (folders.length === 0) {
    throw new CommandError(
      'NOTHING_SELECTED',
      `Cannot find a plug-in in ${root}: no folder in it has a plugin.json`,
      { hint: 'Make a folder for each plug-in, or name another directory with --plugins' },
    );
  }
  const sources: PluginSource[] = [];
  const refused: RefusedPlugin[] = [];
  const alone = folders[0] === root;
  await Promise.all(
    folders.map(async (directory) => {
      const name = basename(directory);
      try {
        const source = await readManifest(directory);
        // A project of one may be in any folder.
        if (!alone && source.manifest.name !== name) {
          throw new CommandError(
            'MANIFEST_INVALID',
            `Cannot read ${join(directory, 'plugin.json')}: /name is '${source.manifest.name}', expected the name of its folder, '${name}'`,
          );
        }
        sources.push(source);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        refused.push({ name, error });
      }
    }),
  );
  const clashes = sources.flatMap((source) => {
    const error = clashOf(source, sources);
    return error === undefined ? [] : { name: source.manifest.name, error };
  });
  const byName = <Item>(list: Item[], nameOf: (item: Item) => string) =>
    list.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return {
    root,
    sources: byName(
      sources.filter(({ manifest }) => !clashes.some(({ name }) => name === manifest.name)),
      ({ manifest }) => manifest.name,
    ),
    refused: byName([...refused, ...clashes], ({ name }) => name),
  };
}

/**
 * The plug-ins asked for: names (all when empty), in the order of the names.
 * @param named as for `listPlugins()`
 * @throws {CommandError} NOTHING_SELECTED; PLUGIN_UNKNOWN with the names there are; what is wrong with
 *   the first plug-in when all are refused
 */
export async function selectPlugins(
  named: string | undefined,
  names: readonly string[],
): Promise<Plugins> {
  const { root, sources, refused } = await listPlugins(named);
  const known = [
    ...sources.map(({ manifest }) => manifest.name),
    ...refused.map(({ name }) => name),
  ];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new CommandError(
      'PLUGIN_UNKNOWN',
      `Cannot select plug-in '${unknown}': ${root} has ${known.join(', ')}`,
      { hint: `Name one of ${known.join(', ')}, or add ${join(root, unknown, 'plugin.json')}` },
    );
  }
  const wanted = names.length === 0 ? known : [...new Set(names)];
  const selected = {
    sources: wanted.flatMap((name) => sources.find(({ manifest }) => manifest.name === name) ?? []),
    refused: wanted.flatMap((name) => refused.find((each) => each.name === name) ?? []),
  };
  const [first] = selected.refused;
  if (selected.sources.length === 0 && first !== undefined) throw first.error;
  return selected;
}

/**
 * The plug-ins with those of their test cases that match comma-separated globs, or are named so; plug-ins without
 * such a case are left out.
 * @throws {CommandError} NOTHING_SELECTED with the names there are
 */
export function selectCases({ sources, refused }: Plugins, globs: string): Plugins {
  const patterns = globs.split(',').map((glob) => glob.trim());
  const isChosen = (name: string) =>
    name === globs || patterns.some((glob) => name === glob || picomatch.isMatch(name, glob));
  const chosen = sources.flatMap(({ directory, manifest }) => {
    const tests = manifest.tests.filter(({ name }) => isChosen(name));
    return tests.length > 0 ? { directory, manifest: { ...manifest, tests } } : [];
  });
  if (chosen.length > 0) return { sources: chosen, refused };
  const names = sources.flatMap(({ manifest }) => manifest.tests.map(({ name }) => `'${name}'`));
  throw new CommandError(
    'NOTHING_SELECTED',
    `Cannot select test case '${globs}': no case has such a name`,
    {
      hint: `The cases are ${names.slice(0, 20).join(', ')}${names.length > 20 ? ' and others' : ''}`,
    },
  );
}
