// Finds paths that both builds of a verification share, such as that of the compiler: comparing cannot
// find them, and yet they make the file another one on another machine.
import { layoutOf } from '../audit/layout.js';
import { CAUSES } from './causes.js';
import type { Difference } from './differences.js';

/** A difference for each part of the file that holds one of the paths. */
export function embeddedPaths(name: string, bytes: Buffer, paths: readonly string[]): Difference[] {
  const found = paths
    .map((path) => ({ path, offset: bytes.indexOf(path) }))
    .filter(({ offset }) => offset >= 0);
  if (found.length === 0) return [];
  const layout = layoutOf(bytes, name);
  const { says, fix } = CAUSES['tool-path'];
  return found.map(({ path, offset }) => ({
    section: layout.findLast((region) => offset >= region.offset)?.name ?? 'contents',
    offset,
    bytes: path.length,
    first: `"${path}"`,
    second: 'another path elsewhere',
    cause: 'tool-path',
    explanation: says,
    fix,
  }));
}
