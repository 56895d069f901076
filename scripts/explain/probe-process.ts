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
  /** What to describe of the plug-ins, too. */
  describe: 'nothing' | 'descriptor' | 'modules';
  /** The engine, and where it is; the loader's default when absent. */
  engine?: Pick<Loader.LoadPluginsOptions, 'engine' | 'library'>;
  /** How to report the events. */
  channel: ChannelEnd;
}

/** A module as it is when it is created. */
export interface DescribedModule extends Loader.ModuleInfo {
  /** Null when it was not created, or could not be. */
  readonly exports: readonly Loader.ModuleExport[] | null;
  /** Why it could not. */
  readonly error: string | null;
}

/** An option; a default value of 64 bits is a text, null when there is none. */
export interface DescribedOption extends Omit<Loader.PluginOption, 'defaultValue'> {
  readonly defaultValue: boolean | number | string | null;
}

/** What a plug-in says of itself. */
export interface DescribedPlugin
  extends Pick<Loader.Plugin, 'name' | 'description' | 'version' | 'apiVersion' | 'path'> {
  readonly options: readonly DescribedOption[];
  readonly modules: readonly DescribedModule[];
}

export type ProbeEvent =
  /** Reported before the file is opened. */
  | { event: 'opens'; file: string }
  | { event: 'outcomes'; outcomes: readonly Loader.LoadOutcome[] }
  | { event: 'describes'; plugin: DescribedPlugin }
  /** Reported before the module is created. */
  | { event: 'creates'; plugin: string; module: string }
  | { event: 'created'; plugin: string; module: DescribedModule }
  /** The loader cannot be asked at all. */
  | { event: 'error'; message: string }
  | { event: 'end' };

/** The descriptor first, then one module after the other: each of them may end this process. */
function describe(plugin: Loader.Plugin): void {
  const { name, description, version, apiVersion, path } = plugin;
  const options = plugin.options.map(({ defaultValue, ...option }) => ({
    ...option,
    defaultValue: typeof defaultValue === 'bigint' ? String(defaultValue) : (defaultValue ?? null),
  }));
  const modules = plugin.modules.map((info) => ({ ...info, exports: null, error: null }));
  const head = { name, description, version, apiVersion, path, options, modules };
  tell({ event: 'describes', plugin: head });
  if (task.describe === 'descriptor') return;
  for (const info of plugin.modules) {
    tell({ event: 'creates', plugin: name, module: info.name });
    const module = { ...info, exports: null, error: null };
    try {
      const { exports } = plugin.createModule(info.name);
      tell({ event: 'created', plugin: name, module: { ...module, exports } });
    } catch (error) {
      const { message } = error as Error;
      tell({ event: 'created', plugin: name, module: { ...module, error: message } });
    }
  }
}

const taskFile = process.argv[2] as string;
const {
  loader,
  files,
  channel,
  engine = {},
  ...task
} = JSON.parse(readFileSync(taskFile, 'utf8')) as ProbeTask;
rmSync(taskFile); // it holds the key of the channel
const tell = openChannel<ProbeEvent>(channel);

try {
  const { loadPlugins } = (await import(pathToFileURL(loader).href)) as typeof Loader;
  const host = loadPlugins({ paths: [], ...engine });
  if (files === null) tell({ event: 'outcomes', outcomes: host.loadFromDefaultPaths() });
  for (const file of files ?? []) {
    tell({ event: 'opens', file });
    tell({ event: 'outcomes', outcomes: host.loadFromPath(file) });
  }
  if (task.describe !== 'nothing') host.plugins.forEach(describe);
  tell({ event: 'end' });
} catch (error) {
  tell({ event: 'error', message: (error as Error).message });
}
