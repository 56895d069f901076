// Loads plug-ins with the functions of a stock libwasmedge, and finds out what those do not say: each
// file is looked at before, and the list of plug-ins after it.
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { describeHeaders } from '../bridge/library-file.js';
import type { RawOutcome, RawPlugin } from '../bridge/types.js';
import { currentPathEnvironment, defaultPaths } from '../default-paths.js';
import type { ErrorCode } from '../errors.js';
import { currentTarget } from '../target.js';
import { type Descriptor, type Option, readDescriptor, writeOption } from './descriptor.js';
import { openForGood } from './library.js';
import type { Runtime } from './runtime.js';

interface Known extends Omit<RawPlugin, 'options'> {
  readonly options: readonly Option[];
}

/** What a plug-in says of itself; undefined for a C++ one. */
interface Candidate {
  readonly descriptor: Descriptor | undefined;
}

/** What a file turned out to be before the runtime is asked to load it. */
type Probe = Candidate | { readonly refusal: RawOutcome };

function refuse(path: string, code: ErrorCode, reason: string, hint: string): RawOutcome {
  return { path, state: 'refused', code, reason, hint, warnings: [] };
}

export class LoadedPlugins {
  readonly #runtime: Runtime;
  readonly #extension = currentTarget()?.libraryExtension ?? '.so';
  // By name, in the order in which they were loaded.
  readonly #known = new Map<string, Known>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  describe(name: string): RawPlugin {
    return this.#known.get(name) as unknown as RawPlugin;
  }

  setOption(plugin: string, index: number, value: boolean | number | bigint | string): void {
    const option = this.#known.get(plugin)?.options[index] as Option;
    writeOption(this.#runtime.koffi, option, value);
  }

  /** A file, or every plug-in below a directory. */
  loadFromPath(given: string): RawOutcome[] {
    const path = resolve(given);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [this.#load(path)];
    const files = this.#search(path);
    if (files.length > 0) return files.map((file) => this.#load(file));
    const reason = `the directory and those below hold no file *${this.#extension}`;
    const hint = 'Name the directory that the plug-in was installed into';
    return [refuse(path, 'NO_LIBRARY_FOUND', reason, hint)];
  }

  /**
   * What the runtime finds in its own default paths is loaded by it, where it can be asked: it reads the
   * environment of the process, and ends the process for an empty part of WASMEDGE_PLUGIN_PATH. The rest
   * of ours is loaded file by file.
   */
  loadFromDefaultPaths(): RawOutcome[] {
    const environment = currentPathEnvironment(this.#runtime.file);
    const files: string[] = [];
    for (const { path, rule } of defaultPaths(environment)) {
      const status = statSync(path, { throwIfNoEntry: false });
      if (status?.isDirectory()) {
        const found = this.#search(path);
        files.push(...(rule === 'library' ? found.filter(mentionsDescriptor) : found));
      } else if (status || rule === 'WASMEDGE_PLUGIN_PATH') files.push(path);
    }
    const variable = environment.env.WASMEDGE_PLUGIN_PATH;
    const parts = variable?.split(environment.platform === 'win32' ? ';' : ':') ?? [];
    const before = this.#names();
    const probes = files.map((file) => ({ file, probe: this.#probe(file) }));
    // The names of C++ plug-ins are known only from what one file adds to the list.
    const early = new Map<string, RawOutcome>();
    for (const { file, probe } of probes) {
      const isCpp = 'descriptor' in probe && probe.descriptor === undefined;
      if (isCpp) early.set(file, this.#load(file, probe));
    }
    if (isMainThread && !parts.includes('')) this.#runtime.api.PluginLoadWithDefaultPaths();
    return probes.map(({ file, probe }) => early.get(file) ?? this.#load(file, probe, before));
  }

  /** The files below a directory that may be plug-ins, sorted; of a directory, its own files first. */
  #search(directory: string, entered = new Set<string>()): string[] {
    let real: string;
    let names: string[];
    try {
      real = realpathSync(directory);
      names = readdirSync(directory).sort();
    } catch {
      return []; // it may not be read, or is gone
    }
    if (entered.has(real)) return [];
    entered.add(real);
    return names.flatMap((name) => {
      const path = join(directory, name);
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
        return this.#search(path, entered);
      }
      return name.endsWith(this.#extension) && !name.startsWith('._') ? [path] : [];
    });
  }

  #names(): readonly string[] {
    const { api } = this.#runtime;
    return this.#runtime.names(api.PluginListPluginsLength, api.PluginListPlugins);
  }

  /** @param before the names of what was loaded before, when the runtime may have loaded the file since */
  #load(path: string, probe = this.#probe(path), before = this.#names()): RawOutcome {
    if ('refusal' in probe) return probe.refusal;
    const name = probe.descriptor?.name ?? this.#nameOf(path);
    if (name !== undefined && before.includes(name)) return this.#alreadyLoaded(path, name, probe);
    const { api, version } = this.#runtime;
    if (name === undefined || !this.#names().includes(name)) api.PluginLoadFromPath(path);
    const names = this.#names();
    const added = names.find((each) => !before.includes(each) && !this.#known.has(each));
    const plugin = name ?? added;
    if (plugin === undefined || !names.includes(plugin)) {
      const reason = `WasmEdge ${version.text} did not take it, and does not say why`;
      const hint = 'Run `wasmedge` with a plug-in path and its log level at debug';
      return refuse(path, 'LIBRARY_OPEN_FAILED', reason, hint);
    }
    if (this.#known.has(plugin)) return this.#alreadyLoaded(path, plugin, probe);
    this.#remember(path, plugin, probe);
    return { path, state: 'loaded', plugin, warnings: [] };
  }

  #nameOf(path: string): string | undefined {
    const real = realpathSync(path);
    return [...this.#known.values()].find((each) => realpathSync(each.path) === real)?.name;
  }

  #alreadyLoaded(path: string, plugin: string, probe: Candidate): RawOutcome {
    const known = this.#known.get(plugin);
    if (known && realpathSync(known.path) !== realpathSync(path)) {
      const reason = `a plug-in "${plugin}" is loaded from ${known.path}, expected another name`;
      return refuse(path, 'DUPLICATE_PLUGIN', reason, 'Remove one of the two files');
    }
    if (!known) this.#remember(path, plugin, probe);
    return { path, state: 'already-loaded', plugin, warnings: [] };
  }

  /** Applies the default values of options, too, which the runtime leaves to its command line. */
  #remember(path: string, name: string, { descriptor }: Candidate): void {
    const { api, koffi } = this.#runtime;
    if (descriptor) {
      this.#known.set(name, { ...descriptor, path });
      for (const option of descriptor.options) {
        if (option.defaultValue !== undefined) writeOption(koffi, option, option.defaultValue);
      }
      return;
    }
    const plugin = api.PluginFind(this.#runtime.text(name)) as bigint;
    const modules = this.#runtime.names(api.PluginListModuleLength, api.PluginListModule, plugin);
    this.#known.set(name, {
      name,
      path,
      description: '',
      version: [0, 0, 0, 0],
      apiVersion: 0,
      modules: modules.map((module) => ({ name: module, description: '' })),
      options: [],
    });
  }

  #probe(path: string): Probe {
    const problem = this.#problemOf(path);
    if (problem) return { refusal: refuse(path, ...problem) };
    const { koffi, version } = this.#runtime;
    let library: ReturnType<typeof koffi.load>;
    try {
      library = openForGood(koffi, path, { lazy: true });
    } catch (error) {
      const reason = (error as Error).message.replace(/^Failed to load shared library: /, '');
      const hint = 'Install what it needs; `plugkit audit` of the file lists that';
      return { refusal: refuse(path, 'LIBRARY_OPEN_FAILED', reason, hint) };
    }
    const find = (name: string) => {
      try {
        return library.func(name, 'void *', []);
      } catch {
        return undefined;
      }
    };
    const describe = find('WasmEdge_Plugin_GetDescriptor');
    if (!describe) {
      if (find('GetDescriptor')) return { descriptor: undefined };
      const reason = 'it exports no function WasmEdge_Plugin_GetDescriptor, expected one';
      return { refusal: refuse(path, 'NO_DESCRIPTOR', reason, 'Name a plug-in of WasmEdge') };
    }
    const address = describe() as bigint | null;
    if (address === null) {
      const reason = 'its descriptor function returned a null pointer, expected a descriptor';
      return { refusal: refuse(path, 'DESCRIPTOR_NULL', reason, 'Report it to its author') };
    }
    let descriptor: Descriptor;
    try {
      descriptor = readDescriptor(koffi, address);
    } catch (error) {
      const reason = `its descriptor is wrong: ${(error as Error).message}`;
      return { refusal: refuse(path, 'DESCRIPTOR_INVALID', reason, 'Report it to its author') };
    }
    const { apiVersion } = descriptor;
    if (apiVersion === version.pluginApi) return { descriptor };
    const reason = `API version is ${apiVersion}, expected ${version.pluginApi}, which WasmEdge ${version.text} demands`;
    const hint = `Build the plug-in for it (\`plugkit build --api ${version.pluginApi}\`), or use the engine "v8"`;
    return { refusal: refuse(path, 'API_VERSION_UNSUPPORTED', reason, hint) };
  }

  /** What is wrong with a file before it is opened. */
  #problemOf(path: string): [ErrorCode, string, string] | undefined {
    const START = 65536;
    let descriptor: number;
    try {
      if (!statSync(path).isFile()) {
        return ['NOT_A_LIBRARY', 'it is no file, expected a shared library', 'Name a plug-in'];
      }
      descriptor = openSync(path, 'r');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR'
        ? [
            'PATH_NOT_FOUND',
            `there is no ${basename(path)}`,
            'Name a file or directory that exists',
          ]
        : ['PATH_NOT_READABLE', message, 'Give the user that runs Node the right to read it'];
    }
    try {
      const bytes = Buffer.alloc(START);
      const read = readSync(descriptor, bytes, 0, START, 0);
      return describeHeaders(bytes.subarray(0, read), fstatSync(descriptor).size);
    } finally {
      closeSync(descriptor);
    }
  }
}

function mentionsDescriptor(file: string): boolean {
  try {
    return readFileSync(file).includes('GetDescriptor');
  } catch {
    return false;
  }
}
