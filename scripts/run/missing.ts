// What would have the modules that a program imports and nothing provides, for the error that lists them.
import type { PluginHost } from '#loader';
import {
  currentPathEnvironment,
  currentTarget,
  importedModules,
  type PathEnvironment,
} from '#loader/internal';
import { CommandError, isDeliberate } from '../errors.js';
import { findNotSearched } from '../explain/not-searched.js';
import { searchPath } from '../explain/search.js';
import { officialPlugin } from '../project/known-plugins.js';

/** Modules that no plug-in has, by their names, and what to do. */
const NOT_OF_PLUGINS: readonly (readonly [module: RegExp, advice: string])[] = [
  [
    /^wasi:/,
    'Build the program for WASI preview 1 (Rust: wasm32-wasip1; Zig and clang: wasm32-wasi)',
  ],
  [
    /^env$/,
    "Link the program so that nothing is left open (without --allow-undefined), or give its module 'env' in a program of Node: host.instantiate(bytes, { imports })",
  ],
  [
    /^(wbg|__wbindgen_placeholder__)$/,
    'Build the program without wasm-bindgen, which is for JavaScript',
  ],
];

/** Directories with plug-ins that are not searched now. */
function overlooked(environment: PathEnvironment): string[] {
  const extension = currentTarget()?.libraryExtension ?? '.so';
  return findNotSearched(environment)
    .filter(({ path }) => searchPath(path, extension).candidates.length > 0)
    .map(({ path, reason }) => `The plug-ins in ${path} are not searched: ${reason}`);
}

/** An error for missing modules with what to do about each; any other as it is. */
export async function explainMissing(
  error: unknown,
  bytes: Uint8Array,
  host: PluginHost,
): Promise<unknown> {
  if (!isDeliberate(error) || error.code !== 'MODULE_NOT_FOUND') return error;
  const offered = host.plugins.flatMap(({ modules }) => modules.map(({ name }) => name));
  const missing = (await importedModules(bytes)).filter(
    (module) => !offered.includes(module) && !/^wasi_(snapshot_preview1|unstable)$/.test(module),
  );
  const official = [...new Set(missing.flatMap((module) => officialPlugin(module) ?? []))];
  const foreign = missing
    .filter((module) => officialPlugin(module) === undefined)
    .map((module) => NOT_OF_PLUGINS.find(([pattern]) => pattern.test(module))?.[1]);
  const advice = [
    ...(official.length > 0
      ? [
          `Install the official plug-in ${official.map((name) => `'${name}'`).join(', ')}; it is a C++ one, which needs --engine wasmedge`,
        ]
      : []),
    ...new Set(foreign.filter((text) => text !== undefined)),
    ...(foreign.includes(undefined)
      ? [
          'Name the plug-in by --plugin <path>, or put it into a default path: plugkit explain lists them',
          ...overlooked(currentPathEnvironment()),
        ]
      : []),
  ];
  return new CommandError(error.code, error.message, { cause: error, hint: advice.join('; ') });
}
