// The directories in which a file's needed libraries are looked for: where its own run paths lead, beside it, where the
// user says, and, for this machine's own files, where its system keeps libraries.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { BinaryInfo } from '../audit/binary-info.js';

/** Directories beside those of the file itself. */
export interface Search {
  /** In the order given. */
  readonly given: readonly string[];
  /** Of this machine; none for the files of another. */
  readonly system: readonly string[];
}

const ORIGIN = /^(\$ORIGIN|\$\{ORIGIN\}|@loader_path)(?=\/|$)/;

/** The directories of one file, first those of its own. */
export function directoriesOf(
  file: string,
  { rpaths }: BinaryInfo,
  { given, system }: Search,
): string[] {
  const own = dirname(file);
  const paths = rpaths
    .map((path) => path.replace(ORIGIN, own))
    .filter((path) => !path.startsWith('@'));
  return [...new Set([...paths.map((path) => resolve(own, path)), own, ...given, ...system])];
}

/** The directories that /etc/ld.so.conf names; a file that cannot be read names none. */
function configured(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const [word = '', pattern = ''] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (word !== 'include') return word === '' ? [] : [word];
    // As distributions write it: all files of one directory.
    const directory = dirname(resolve('/etc', pattern));
    const names = existsSync(directory) ? readdirSync(directory).sort() : [];
    return names
      .filter((name) => name.endsWith('.conf'))
      .flatMap((name) => configured(join(directory, name)));
  });
}

/** Where this machine's loader looks. */
export function systemDirectories(
  platform: NodeJS.Platform,
  variables: Readonly<Record<string, string | undefined>>,
): string[] {
  const split = (text = '') => text.split(delimiter).filter(Boolean);
  if (platform === 'win32') return split(variables.PATH ?? variables.Path);
  if (platform === 'darwin') {
    return [...split(variables.DYLD_LIBRARY_PATH), '/opt/homebrew/lib', '/usr/local/lib'];
  }
  const defaults = ['/lib64', '/usr/lib64', '/lib', '/usr/lib', '/usr/local/lib'];
  return [...split(variables.LD_LIBRARY_PATH), ...configured('/etc/ld.so.conf'), ...defaults];
}
