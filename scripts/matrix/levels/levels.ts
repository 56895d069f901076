// The levels of `plugkit test --level`: how hard a plug-in is tried. Each takes in those below it. The
// checks of 4 to 9 are in levels/, one file each; stages.ts says which process makes which.
import { CommandError } from '../../errors.js';

/** Name of each level, from 1 on; docs/matrix.md says more. */
export const LEVELS = [
  'it opens',
  'its descriptor is what plugin.json says',
  'every test case',
  'every module created and deleted 1,000 times',
  'every test case several times',
  'together with another plug-in, in both orders',
  'worker threads',
  'memory that grows during calls',
  'loaded again, and wrong inputs',
  'every test case under a memory checker',
] as const;

export const HIGHEST_LEVEL = LEVELS.length;

/** How far a plug-in came. */
export interface LevelResult {
  wanted: number;
  /** The highest level passed; 0 when it does not open. */
  reached: number;
  /** Levels that this machine cannot check, and what would. */
  skipped: { level: number; reason: string }[];
}

/** @throws {CommandError} USAGE */
export function parseLevel(text: string): number {
  const level = Number(text);
  if (Number.isInteger(level) && level >= 1 && level <= HIGHEST_LEVEL) return level;
  throw new CommandError(
    'USAGE',
    `Cannot use --level ${text}: expected a whole number from 1 to ${HIGHEST_LEVEL}`,
  );
}

/** `level 4 (every module created and deleted 1,000 times)`. */
export function describeLevel(level: number): string {
  return `level ${level} (${LEVELS[level - 1]})`;
}

/** How far each plug-in came in all of its cells that ran: the least of them. */
export interface PluginLevel {
  plugin: string;
  wanted: number;
  reached: number;
}

/** By plug-in, in the order of the cells; those without a cell that ran are left out. */
export function levelsOfPlugins(
  cells: readonly { plugin: string; level: LevelResult | null }[],
): PluginLevel[] {
  const levels = new Map<string, PluginLevel>();
  for (const { plugin, level } of cells) {
    if (!level) continue;
    const { wanted, reached } = levels.get(plugin) ?? level;
    levels.set(plugin, {
      plugin,
      wanted: Math.max(wanted, level.wanted),
      reached: Math.min(reached, level.reached),
    });
  }
  return [...levels.values()];
}
