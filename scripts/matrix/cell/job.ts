// What a cell's process is given and what it gives back: the contract between run-cell.ts, which
// writes the job and reads the events, and cell-process.ts.
import type { Engine, RunMode } from '#loader';
import type { ChannelEnd } from '../../process/channel.js';
import type { Fault } from '../../process/end.js';
import type { TestCase } from '../../project/manifest.js';

/** All paths are absolute, as the cell's process knows them. */
export interface Job {
  /** The loader's entries, so that a cell can use a copy of the package. */
  loader: string;
  internal: string;
  plugin: { name: string; version: string; modules: string[] };
  /** Where the plug-in must turn out to have been loaded from. */
  expectedPath: string;
  load: {
    paths: string[];
    defaultPaths: boolean;
    engine?: Engine;
    library?: string;
    runMode?: RunMode;
  };
  tests: TestCase[];
  /** The binary of each guest by its name in the test cases. */
  guests: Record<string, string>;
  /** What to check, see levels.ts. */
  levels: number[];
  /** Another plug-in, loaded before or after this one. */
  companion?: {
    file: string;
    first: boolean;
    name: string;
    tests: TestCase[];
    guests: Record<string, string>;
  };
  /** The process can be made to move memories that grow. */
  movesMemory: boolean;
  /** Report every create function and host function before it is called. */
  traced: boolean;
  /** How to report the events. */
  channel: ChannelEnd;
}

/** What the process reports, as it happens: a process that dies leaves what it had got to. */
export type CellEvent =
  /** What it does next, to be put after "ended by SIGSEGV". */
  | { event: 'step'; where: string }
  /** A test case came to its end. */
  | { event: 'case'; name: string; fault: Fault | null }
  | { event: 'passed'; level: number }
  /** A level that cannot be checked here. */
  | { event: 'skipped'; level: number; reason: string }
  /** The cell failed as a whole. */
  | { event: 'failed'; fault: Fault }
  | { event: 'end' };
