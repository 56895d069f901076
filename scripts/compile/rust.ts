// Builds a plug-in in Rust: cargo compiles it, with Zig as the linker for every target (cargo-zigbuild).
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target, TargetId } from '#loader/internal';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { PLATFORMS, pluginFileName } from '../platforms/index.js';
import { programsOnPath, run } from '../process/run.js';
import { forCargo } from '../process/surroundings.js';
import type { ApiVersion } from '../project/api-version.js';
import type { PluginSource } from '../project/manifest.js';
import { findTools } from '../toolchain/find.js';
import type { Toolchain } from '../toolchain/tools.js';
import type { Built } from './build.js';

/** What Rust calls the targets. */
const RUST_TARGETS: Readonly<Record<TargetId, string>> = {
  'linux-x64': 'x86_64-unknown-linux-gnu',
  'linux-arm64': 'aarch64-unknown-linux-gnu',
  'linuxmusl-x64': 'x86_64-unknown-linux-musl',
  'linuxmusl-arm64': 'aarch64-unknown-linux-musl',
  'darwin-x64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
  'win32-x64': 'x86_64-pc-windows-gnu',
  'win32-arm64': 'aarch64-pc-windows-gnullvm',
};

/** The file that holds this code: how cargo is called decides what it makes. */
export const RUST_BUILD = fileURLToPath(import.meta.url);

/** The oldest glibc or macOS that plug-ins are linked for, as in the name of the target for C and C++. */
function oldestSystem(target: Target): string {
  return /(?:gnu|macos)\.([\d.]+)$/.exec(PLATFORMS[target.platform].triple(target))?.[1] ?? '';
}

/** What cargo is found by. */
export interface Rust {
  readonly cargo: string;
  readonly rustc: string;
  /** As rustc prints it. */
  readonly version: string;
}

function rustMissing(why: string, hint: string, cause?: unknown): CommandError {
  return new CommandError('RUST_MISSING', `Cannot build a plug-in in Rust: ${why}`, {
    cause,
    hint,
  });
}

/** @throws {CommandError} RUST_MISSING when there is none, or rustup's programs have no toolchain to run */
export async function findRust({ path, variables }: Environment): Promise<Rust> {
  const [cargo] = programsOnPath('cargo', path);
  const [rustc] = programsOnPath('rustc', path);
  if (cargo === undefined || rustc === undefined) {
    const hint = 'Install Rust, by rustup (https://rustup.rs) or as a package of the system';
    throw rustMissing('PATH has no cargo and rustc', hint);
  }
  const surroundings = forCargo(variables);
  try {
    await run([cargo, '--version'], { surroundings });
    const { stdout } = await run([rustc, '--version'], { surroundings });
    return { cargo, rustc, version: stdout.trim() };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const why = `${cargo} and ${rustc} do not run`;
    throw rustMissing(why, 'With rustup, choose a toolchain: rustup default stable', error);
  }
}

/** @throws {CommandError} RUST_TARGET_MISSING when the standard library for the target is not installed */
async function checkTarget(
  { rustc }: Rust,
  target: Target,
  { variables }: Environment,
): Promise<void> {
  const triple = RUST_TARGETS[target.id];
  const args = [rustc, '--print', 'target-libdir', '--target', triple] as const;
  const { stdout } = await run(args, { surroundings: forCargo(variables) });
  if (existsSync(stdout.trim())) return;
  throw new CommandError(
    'RUST_TARGET_MISSING',
    `Cannot build for ${target.id}: Rust's standard library for ${triple} is not installed`,
    { hint: `rustup target add ${triple}` },
  );
}

/** The one shared library that cargo made. */
async function findCargoLibrary(directory: string): Promise<string> {
  const names = (await readdir(directory)).filter((name) => /\.(so|dylib|dll)$/.test(name));
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) return join(directory, name);
  throw new CommandError(
    'BUILD_FAILED',
    `Cannot find the plug-in: cargo made ${names.join(', ') || 'no shared library'}, expected one`,
    { hint: 'Cargo.toml needs [lib] crate-type = ["cdylib"], in one package' },
  );
}

/** Folders outside the plug-in's that its Cargo.toml names as dependencies: inputs of a build, too. */
export function pathDependencies({ directory, manifest }: PluginSource): string[] {
  if (manifest.cargo === undefined) return [];
  const folder = join(directory, manifest.cargo);
  const text = readFileSync(join(folder, 'Cargo.toml'), 'utf8');
  const paths = [...text.matchAll(/\bpath\s*=\s*"([^"]+)"/g)].map(([, path = '']) =>
    join(folder, path),
  );
  return paths.filter(
    (path) => existsSync(join(path, 'Cargo.toml')) && relative(directory, path).startsWith('..'),
  );
}

export interface RustBuild {
  readonly plugin: PluginSource;
  readonly target: Target;
  readonly api: ApiVersion;
  readonly debug: boolean;
  /** The folder to work in. */
  readonly work: string;
  readonly toolchain: Toolchain;
  readonly rust: Rust;
  readonly environment: Environment;
}

/** @throws {CommandError} RUST_TARGET_MISSING, BUILD_FAILED, TOOL_FAILED */
export async function buildRust(build: RustBuild): Promise<Built> {
  const { plugin, target, api, debug, work, toolchain, rust, environment } = build;
  if (api === 3) {
    throw new CommandError(
      'BUILD_FAILED',
      'Cannot build a plug-in in Rust for API 3: the crate wasmedge-plugin is for 4 and 5',
    );
  }
  await checkTarget(rust, target, environment);
  const { 'cargo-zigbuild': zigbuild } = await findTools(['cargo-zigbuild'], environment);
  const folder = join(plugin.directory, plugin.manifest.cargo ?? '.');
  const triple = RUST_TARGETS[target.id];
  const { HOME = '', CARGO_HOME = join(HOME, '.cargo') } = environment.variables;
  const flags = [
    // Later ones win: the plug-in's own folder may be in that of a dependency.
    `--remap-path-prefix=${CARGO_HOME}=cargo`,
    ...pathDependencies(plugin).map((path) => `--remap-path-prefix=${path}=${basename(path)}`),
    `--remap-path-prefix=${folder}=${plugin.manifest.name}`,
    // A plug-in is opened by a program that has the C library already.
    ...(target.libc === 'musl' ? ['-Ctarget-feature=-crt-static'] : []),
    // Without an install name, the path it is built at is written into the file.
    ...(target.platform === 'darwin'
      ? [`-Clink-arg=-Wl,-install_name,@rpath/${pluginFileName(plugin.manifest.name, target)}`]
      : []),
  ];
  const args = [
    ...['zigbuild', '--release', '--lib', '--target'],
    target.libc === 'glibc' ? `${triple}.${oldestSystem(target)}` : triple,
    ...['--manifest-path', join(folder, 'Cargo.toml'), '--target-dir', work],
    ...(api === 4 ? ['--features', 'wasmedge-plugin/api-4'] : []),
  ];
  const { output } = await run([zigbuild.path, ...args], {
    verbose: environment.verbose,
    surroundings: forCargo(environment.variables),
    env: {
      PATH: [dirname(rust.cargo), environment.path].join(process.platform === 'win32' ? ';' : ':'),
      CARGO_ZIGBUILD_ZIG_PATH: toolchain.zig.path,
      CARGO_ZIGBUILD_CACHE_DIR: join(environment.cacheDirectory, 'zigbuild'),
      ZIG_GLOBAL_CACHE_DIR: join(environment.cacheDirectory, 'zig'),
      ...(target.platform === 'darwin' ? { MACOSX_DEPLOYMENT_TARGET: oldestSystem(target) } : {}),
      CARGO_ENCODED_RUSTFLAGS: flags.join('\u001f'),
      CARGO_PROFILE_RELEASE_STRIP: debug ? 'none' : 'symbols',
      ...(debug ? { CARGO_PROFILE_RELEASE_DEBUG: 'true' } : {}),
    },
  });
  const warnings = /^warning/m.test(output) ? output : '';
  return { files: [await findCargoLibrary(join(work, triple, 'release'))], warnings };
}
