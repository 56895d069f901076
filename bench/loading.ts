// Loading and creating: a plug-in by path against dlopen and dlsym, a directory of plug-ins, a module;
// and the same in a stock WasmEdge.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadPlugins, type PluginHost } from '../loader/index.js';
import { copyPlugin, type Files } from './files.js';
import { type Benchmark, clock, type Variant } from './measure.js';
import { CREATE, DIRECTORY_SIZE, LOAD, LOAD_DIRECTORY } from './results.js';
import { StockProcess } from './stock.js';

interface Reference {
  openLibrary(path: string): number;
}

/**
 * A variant that needs what no process has loaded yet: the dynamic linker answers for a file it has
 * open from memory. So each sample takes the next of the copies made for it.
 */
function eachOnce(name: string, paths: string[], load: (path: string) => number | Promise<number>) {
  return { name, count: 1, sample: () => load(paths.pop() as string) };
}

export async function* loadingBenchmarks(
  files: Files,
  host: PluginHost,
  scratch: string,
  rounds: number,
): AsyncGenerator<Benchmark> {
  const { openLibrary } = createRequire(import.meta.url)(files.reference) as Reference;
  const stock = 'skip' in files.stock ? undefined : files.stock;
  let copies = 1;
  /** As many paths as there are rounds, each with this many new copies behind it. */
  const prepare = async (kind: string, size: number) => {
    const paths: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const directory = join(scratch, `${kind}-${round}`);
      const names = Array.from({ length: size }, (_, at) => join(directory, `plugin-${at}.so`));
      await copyPlugin(files.plugin, names, copies);
      copies += size;
      paths.push(size === 1 ? (names[0] as string) : directory);
    }
    return paths;
  };
  const load = (path: string) => {
    let outcomes: PluginHost['outcomes'] = [];
    const ns = clock(() => {
      outcomes = loadPlugins({ paths: [path] }).outcomes;
    })(1);
    const refused = outcomes.find(({ state }) => state !== 'loaded');
    if (refused) throw new Error(`Cannot load ${refused.path}: ${refused.reason}`);
    return ns;
  };

  for (const [name, unit, size] of [
    [LOAD, 'us', 1],
    [LOAD_DIRECTORY, 'ms', DIRECTORY_SIZE],
  ] as const) {
    const open = (path: string) => {
      const names = Array.from({ length: size }, (_, at) => join(path, `plugin-${at}.so`));
      return (size === 1 ? [path] : names).reduce((sum, file) => sum + openLibrary(file), 0);
    };
    const variants: Variant[] = [
      eachOnce('wasmedge-plugin-kit', await prepare(`ours-${size}`, size), load),
      eachOnce('dlopen and dlsym', await prepare(`raw-${size}`, size), open),
    ];
    if (!stock) yield { name, unit, variants };
    else {
      const process = new StockProcess(stock, ['interpreter']);
      const ask = (path: string) => process.ask(`load ${path}`);
      variants.push(eachOnce('WasmEdge', await prepare(`stock-${size}`, size), ask));
      yield { name, unit, variants, end: () => process.end() };
    }
  }

  const create = clock((count) => {
    for (let i = 0; i < count; i++) host.createModule('bench')[Symbol.dispose]();
  });
  const variants: Variant[] = [{ name: 'wasmedge-plugin-kit', sample: create }];
  if (!stock) yield { name: CREATE, unit: 'us', variants };
  else {
    const process = new StockProcess(stock, ['interpreter', files.plugin]);
    variants.push({ name: 'WasmEdge', sample: (count) => process.ask(`create ${count}`) });
    yield { name: CREATE, unit: 'us', variants, end: () => process.end() };
  }
}
