// Loads plug-ins and reports what became of each. Its own process, started by probe.ts: a plug-in may
// crash or hang while it is being opened.
import { readFileSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type * as Loader from '#loader';
import type { ChannelEnd } from '../process/channel.js';
import { openChannel } from '../process/tell.js';

/** What the process is to do: its only argument names a file that holds this as JSON. */
export interface ProbeTask {
  /** The entry of the loader. */
  loader: string;
  /** Files to load in this order; null for what is in the default paths. */
  files: readonly string[] | null;
  /** How to report the events. */
  channel: ChannelEnd;
}

export type ProbeEvent =
  /** Reported before the file is opened. */
  | { event: 'opens'; file: string }
  | { event: 'outcomes'; outcomes: readonly Loader.LoadOutcome[] }
  /** The loader cannot be asked at all. */
  | { event: 'error'; message: string }
  | { event: 'end' };

const taskFile = process.argv[2] as string;
const { loader, files, channel } = JSON.parse(readFileSync(taskFile, 'utf8')) as ProbeTask;
rmSync(taskFile); // it holds the key of the channel
const tell = openChannel<ProbeEvent>(channel);

try {
  const { loadPlugins } = (await import(pathToFileURL(loader).href)) as typeof Loader;
  const host = loadPlugins({ paths: [] });
  if (files === null) tell({ event: 'outcomes', outcomes: host.loadFromDefaultPaths() });
  for (const file of files ?? []) {
    tell({ event: 'opens', file });
    tell({ event: 'outcomes', outcomes: host.loadFromPath(file) });
  }
  tell({ event: 'end' });
} catch (error) {
  tell({ event: 'error', message: (error as Error).message });
}
