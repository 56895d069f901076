// Selection of targets by glob, for every command with --target.
import picomatch from 'picomatch';
import { TARGET_IDS, TARGETS, type Target } from '#loader/internal';
import { CommandError } from '../errors.js';

/** The flag every command with targets declares. */
export const TARGET_FLAG = {
  flags: '-t, --target <globs>',
  description: 'targets, as comma-separated globs (linux-*, *-arm64)',
  default: '*',
  values: TARGET_IDS,
  again: 'joins',
} as const;

/**
 * The targets that match comma-separated globs, in the order of the target table.
 * @throws TARGET_UNKNOWN for a glob that matches none.
 */
export function selectTargets(globs: string): readonly Target[] {
  const patterns = globs.split(',').map((glob) => glob.trim());
  for (const pattern of patterns) {
    if (pattern === '' || !TARGET_IDS.some((id) => picomatch.isMatch(id, pattern))) {
      throw new CommandError(
        'TARGET_UNKNOWN',
        `Cannot select target "${pattern}": no target matches`,
        { hint: `The targets are ${TARGET_IDS.join(', ')}` },
      );
    }
  }
  return TARGETS.filter(({ id }) => patterns.some((pattern) => picomatch.isMatch(id, pattern)));
}
