// Whether plug-ins are where the runtimes that are there look for them.
import { dirname, resolve } from 'node:path';
import type { Finding } from './finding.js';
import type { Situation } from './situation.js';

/** Plug-ins in a directory that is not searched. */
export function findMisplaced({ elsewhere, explanation }: Situation): Finding[] {
  const [first] = explanation.paths;
  return elsewhere
    .filter(({ candidates }) => candidates.length > 0)
    .map(({ path, reason, candidates }) => ({
      code: 'NOT_SEARCHED',
      severity: 'warning',
      subject: path,
      message: `it holds ${candidates.length} libraries and is not searched: ${reason}`,
      fix: `Move the plug-ins to ${first?.path ?? 'a default path'}, or name it: WASMEDGE_PLUGIN_PATH=${path}`,
    }));
}

/** Plug-ins that programs of Node find, and the stock runtime does not. */
export function findContradictions({ stock, explanation }: Situation): Finding[] {
  if (!stock) return [];
  const searched = new Set(stock.paths);
  return explanation.paths
    .filter(({ path, candidates }) => candidates.length > 0 && !searched.has(path))
    .map(({ path, candidates }) => ({
      code: 'RUNTIME_LOOKS_ELSEWHERE',
      severity: 'warning',
      subject: path,
      message: `it holds ${candidates.length} libraries, and ${stock.library} looks in ${stock.paths.join(', ') || 'no directory'}`,
      fix: `For that runtime, move them to ${stock.paths.at(-1) ?? 'its plugin directory'}, or set WASMEDGE_PLUGIN_PATH=${path}`,
    }));
}

/** A libwasmedge on the library path that is not of the installation in use. */
export function findForeignLibrary({ env, onPath }: Situation): Finding[] {
  if (!onPath) return [];
  const { file, variable } = onPath;
  const prefix = env.WASMEDGE_DIR;
  if (prefix && dirname(dirname(resolve(file))) === resolve(prefix)) return [];
  const used = prefix
    ? `WASMEDGE_DIR is ${prefix}`
    : 'no WASMEDGE_DIR says that it is the one to use';
  return [
    {
      code: 'FOREIGN_LIBRARY',
      severity: 'warning',
      subject: file,
      message: `${variable} has this libwasmedge first, and ${used}: programs that need one, and --engine wasmedge, get it`,
      fix: `Take its directory out of ${variable}, or name its installation in WASMEDGE_DIR`,
    },
  ];
}
