// Compiles plug-ins whose descriptors and imports are what a test says, from
// test/native/plugin/odd_plugin.c.
import { join } from 'node:path';
import { currentTarget, type Target, type TargetId } from '../../loader/target.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory, linkLibraries } from '../support/compile.js';

export const here = currentTarget() as Target;

export interface OddPlugin {
  /** `-D` flags, without the `-D`. */
  macros?: readonly string[];
  target?: TargetId;
  /** Link against the host library, so that imports carry symbol versions. */
  versions?: boolean;
  /** Further libraries to need. */
  libraries?: readonly string[];
  /** More for the compiler. */
  flags?: readonly string[];
}

/** @returns the path of the plug-in `name`. */
export async function oddPlugin(
  directory: string,
  name: string,
  {
    macros = [],
    target = here.id,
    versions = target.startsWith('win32'),
    libraries = [],
    flags = [],
  }: OddPlugin,
): Promise<string> {
  return compile({
    sources: [projectPath('test/native/plugin/odd_plugin.c')],
    output: join(directory, name),
    language: 'c',
    target,
    includeDirs: [includeDirectory],
    libraries: [...libraries, ...(versions ? await linkLibraries(target) : [])],
    flags: [
      '-shared',
      '-s',
      '-fvisibility=hidden',
      '-Wall',
      '-Wextra',
      '-Werror',
      ...(target.startsWith('darwin') ? ['-Wl,-undefined,dynamic_lookup'] : []),
      ...(target.startsWith('linux') ? ['-Wl,--no-as-needed'] : []), // keep what it does not use
      ...macros.map((macro) => `-D${macro}`),
      ...flags,
    ],
  });
}
