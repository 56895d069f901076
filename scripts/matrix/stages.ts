// Which processes a cell has, by the level wanted: levels that change the process they run in have one
// of their own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../process/end.js';
import { programsOnPath } from '../process/run.js';
import type { Job } from './cell/job.js';
import type { CellContext } from './cell-context.js';
import { readMemcheck, valgrindCommand } from './levels/valgrind.js';

export interface Stage {
  /** Of these levels, the process checks those that are wanted. */
  levels: number[];
  job?: Partial<Job>;
  /** Words before the command. */
  before?: readonly string[];
  /** Arguments of Node. */
  flags?: readonly string[];
  /** How many times the limits of time and memory it needs. */
  factor?: number;
  /** What is found out once the process has ended well. */
  examine?(): Promise<Fault | null>;
}

/** Later levels look into the engine. */
const HIGHEST_OF_STOCK = 5;

/** A level that cannot be checked here. */
export interface Skipped {
  level: number;
  reason: string;
}

/** One process for each order; without another plug-in, one that says so. */
function pairs({ companion }: CellContext): Stage[] {
  if (!companion) return [{ levels: [6] }];
  return [true, false].map((first) => ({
    levels: [6],
    job: { companion: { ...companion, first } },
  }));
}

/** Where memories can be made to move: Node must have the flag, and the system be Linux itself. */
function growing({ runner }: CellContext): Stage {
  const movesMemory = runner.name === 'native' && process.platform === 'linux';
  const flags = movesMemory ? ['--disable-wasm-trap-handler'] : [];
  return { levels: [8], job: { movesMemory }, flags };
}

function checker(context: CellContext, directory: string, plugin: string): Stage | Skipped {
  const skip = (reason: string) => ({ level: 10, reason });
  if (context.runner.name !== 'native' || process.platform !== 'linux') {
    return skip("valgrind watches processes of Linux's own processor; run it there");
  }
  const [program] = programsOnPath('valgrind', context.path);
  if (program === undefined) {
    return skip('valgrind is not installed; on Debian: apt-get install valgrind');
  }
  const report = join(directory, 'valgrind.xml');
  return {
    levels: [10],
    before: valgrindCommand(program, report),
    factor: 20,
    examine: async () => readMemcheck(await readFile(report, 'utf8'), plugin),
  };
}

/**
 * The processes that check the levels of a cell, in this order.
 * @param directory the cell's own
 * @param plugin the plug-in's file, as the process sees it
 */
export function listStages(
  context: CellContext,
  directory: string,
  plugin: string,
): (Stage | Skipped)[] {
  const stages = [
    { levels: [1, 2, 3, 4, 5] },
    ...pairs(context),
    { levels: [7] },
    growing(context),
    { levels: [9] },
    checker(context, directory, plugin),
  ];
  return stages.flatMap((stage): (Stage | Skipped)[] => {
    const [first = 0] = 'reason' in stage ? [stage.level] : stage.levels;
    if (context.stock && first > HIGHEST_OF_STOCK) {
      const levels = 'reason' in stage ? [stage.level] : stage.levels;
      return levels
        .filter((level) => level <= context.level)
        .map((level) => ({ level, reason: 'it is checked with the engine v8 only' }));
    }
    if ('reason' in stage) return stage.level <= context.level ? [stage] : [];
    const levels = stage.levels.filter((level) => level <= context.level);
    return levels.length > 0 ? [{ ...stage, levels }] : [];
  });
}
