// Reads what a process told before it ended, one JSON text a line: of cells and of probes.
import { readFile } from 'node:fs/promises';

/** The events of a file; none when there is no file. The last line of a process that died may be cut
 * short and is left out. */
export async function readEvents<Event>(file: string): Promise<Event[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Event);
}
