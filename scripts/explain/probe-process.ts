// Loads plug-ins and tells what became of each. Its own process, started by probe.ts: a plug-in may
// crash or hang while it is being opened.
import { appendFileSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type * as Loader from '#loader';

/** What the process is to do: its only argument names a file that holds this as JSON. */
export interface ProbeTask {
  /** The entry of the loader. */
  loader: string;
  /** Files to load in this order; null for what is in the default paths. */
  files: readonly string[] | null;
  /** The file that the events are appended to, one JSON text a line. */
  events: string;
}

export type ProbeEvent =
  /** Told before the file is opened. */
  | { event: 'opens'; file: string }
  | { event: 'outcomes'; outcomes: readonly Loader.LoadOutcome[] }
  /** The loader cannot be asked at all. */
  | { event: 'error'; message: string }
  | { event: 'end' };

const { loader, files, events } = JSON.parse(
  readFileSync(process.argv[2] as string, 'utf8'),
) as ProbeTask;
const tell = (event: ProbeEvent) => appendFileSync(events, `${JSON.stringify(event)}\n`);

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
