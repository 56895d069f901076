// Stock WasmEdge for cells of the engine `wasmedge`: which there is for a target, and how a Node starts
// that uses it. Debian's needs a newer C library than this machine may have, and brings it: Node starts
// through its program loader.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar';
import { currentTarget, type Target } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { runSteps } from '../output/progress.js';
import type { ApiVersion } from '../project/api-version.js';
import { packFromNpm } from './node-builds.js';
import type { Obstacle } from './runner.js';
import { DEBIAN, installStock, type StockVersion, stockDirectory } from './stock-install.js';

export interface StockRuntime {
  /** What loadPlugins() is given. */
  readonly library: string;
  /** What Node is started with, before its own path. */
  readonly start: readonly string[];
  /** Where it finds koffi: NODE_PATH. */
  readonly nodePath: string;
  readonly version: string;
  /** Whether it executes as it is told: from 0.17 on. */
  readonly choosesMode: boolean;
}

/** By version of the plug-in API that they demand. */
const VERSIONS: Partial<Record<ApiVersion, StockVersion>> = { 5: '0.17.1', 4: '0.14.1' };

/** That of the loader's tests. */
const KOFFI = '3.3.4';

/** Whether a stock WasmEdge can be had for the target, as an installation or from Debian. */
export function hasStock(target: Target): boolean {
  return target.libc === 'glibc' || target.id === currentTarget()?.id;
}

function koffiDirectory({ cacheDirectory }: Environment, { id }: Target): string {
  return join(cacheDirectory, 'runners', 'koffi', `${KOFFI}-${id}`);
}

/** Puts koffi and its binary for the target into the cache: complete or not at all. */
async function installKoffi(environment: Environment, target: Target): Promise<void> {
  const directory = koffiDirectory(environment, target);
  if (existsSync(directory)) return;
  const parent = join(directory, '..');
  await mkdir(parent, { recursive: true });
  const staging = await mkdtemp(join(parent, '.staging-'));
  try {
    for (const name of ['koffi', `@koromix/koffi-${target.platform}-${target.arch}`]) {
      const { file } = await packFromNpm(name, KOFFI, staging, environment);
      const cwd = join(staging, 'node_modules', name);
      await mkdir(cwd, { recursive: true });
      const filter = (path: string) => !/^package\/(vendor|doc)\//.test(path);
      await extract({ file, cwd, strip: 1, filter });
      await rm(file);
    }
    await rename(staging, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function findStock(target: Target, api: ApiVersion, environment: Environment) {
  const version = VERSIONS[api];
  const nodePath = join(koffiDirectory(environment, target), 'node_modules');
  const named = environment.variables.WASMEDGE_DIR;
  if (named && target.id === currentTarget()?.id) {
    return { library: named, start: [], nodePath, version: `of ${named}`, choosesMode: true };
  }
  if (!version || target.libc !== 'glibc') return undefined;
  const root = stockDirectory(environment.cacheDirectory, version, target);
  const { triplet, loader } = DEBIAN[target.arch];
  const library = join(root, 'usr/lib', triplet);
  return {
    library,
    start: [join(library, loader), '--library-path', library],
    nodePath,
    version,
    choosesMode: version === '0.17.1',
    needs: version,
  };
}

/**
 * What the cells of these targets use, by target.
 *
 * @param api the version of the plug-in API that the plug-ins are built for
 * @param install whether to fetch what is not there
 */
export async function setUpStock(
  targets: readonly Target[],
  api: ApiVersion,
  environment: Environment,
  install: boolean,
): Promise<Map<Target, StockRuntime | Obstacle>> {
  const found = targets.map((target) => ({ target, stock: findStock(target, api, environment) }));
  const steps = found.flatMap(({ target, stock }) =>
    !install || !stock || (existsSync(stock.library) && existsSync(stock.nodePath))
      ? []
      : [
          {
            title: `Fetch stock WasmEdge ${stock.version} for ${target.id}`,
            target,
            run: async () => {
              if (stock.needs) await installStock(environment, stock.needs, target);
              await installKoffi(environment, target);
            },
          },
        ],
  );
  const errors = steps.length > 0 ? await runSteps(steps, environment, 1) : [];
  return new Map(
    found.map(({ target, stock }): [Target, StockRuntime | Obstacle] => {
      const error = errors[steps.findIndex((step) => step.target === target)];
      if (error !== undefined && !(error instanceof CommandError)) throw error;
      if (error) return [target, { reason: error.message, fix: error.hint ?? 'try again' }];
      if (!stock) {
        const reason = `no stock WasmEdge for plug-in API ${api} on ${target.id} is known`;
        return [target, { reason, fix: 'name an installation by WASMEDGE_DIR on such a machine' }];
      }
      if (existsSync(stock.library) && existsSync(stock.nodePath)) return [target, stock];
      const reason = `stock WasmEdge ${stock.version} or koffi is not in the cache`;
      return [target, { reason, fix: 'run it without --no-setup' }];
    }),
  );
}
