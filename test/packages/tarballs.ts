// Both npm packages, staged and packed once for all tests that use them.
import { join } from 'node:path';
import { currentTarget, type Target } from '../../loader/target.js';
import { buildPrebuilds } from '../../scripts/compile/prebuilds.js';
import { type Packed, packPackages } from '../../scripts/dev/pack.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { temporaryDirectory } from '../loader/mirror.js';

export interface Tarballs {
  readonly loader: Packed;
  readonly plugkit: Packed;
  /** Directory of a staged package, which is what its tarball holds. */
  staged(name: string): string;
}

const environment = readEnvironment(process.env, { quiet: true });

async function pack(): Promise<Tarballs> {
  const targets = [currentTarget() as Target];
  for (const { log } of await buildPrebuilds({ targets, environment }))
    if (log) throw new Error(log);
  const directory = temporaryDirectory();
  const [loader, plugkit] = await packPackages(directory, environment);
  return {
    loader: loader as Packed,
    plugkit: plugkit as Packed,
    staged: (name) => join(directory, name),
  };
}

let packed: Promise<Tarballs> | undefined;

/** The tarballs; the prebuilds of other targets must have been built. */
export function tarballs(): Promise<Tarballs> {
  packed ??= pack();
  return packed;
}
