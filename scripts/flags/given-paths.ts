// Paths of files to read that the command line names: one that does not exist is a mistake there, by whichever
// command.
import { lstatSync } from 'node:fs';
import { CommandError } from '../errors.js';

/**
 * @param doing what the path is for: `audit`, `use policy`
 * @throws {CommandError} FILE_NOT_FOUND for a path where there is nothing, not even a link
 */
export function requirePath(path: string, doing: string): void {
  try {
    lstatSync(path);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return; // reading it says what is wrong
    throw new CommandError('FILE_NOT_FOUND', `Cannot ${doing} ${path}: it does not exist`, {
      cause,
      hint: 'Check the path; a relative one starts from the working directory',
    });
  }
}
