// The eight targets as data, and the target that this process runs on.
import { detectLibc } from './libc.js';

export const TARGET_IDS = [
  'linux-x64',
  'linux-arm64',
  'linuxmusl-x64',
  'linuxmusl-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
] as const;

export type TargetId = (typeof TARGET_IDS)[number];

export interface Target {
  readonly id: TargetId;
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: 'x64' | 'arm64';
  /** Only on Linux. */
  readonly libc: 'glibc' | 'musl' | null;
  /** The host library's file name. */
  readonly hostLibrary: string;
  /** With its dot. */
  readonly libraryExtension: '.so' | '.dylib' | '.dll';
}

const PLATFORMS = {
  linux: { hostLibrary: 'libwasmedge.so.0', libraryExtension: '.so' },
  darwin: { hostLibrary: 'libwasmedge.0.dylib', libraryExtension: '.dylib' },
  win32: { hostLibrary: 'wasmedge.dll', libraryExtension: '.dll' },
} as const;

export const TARGETS: readonly Target[] = TARGET_IDS.map((id) => {
  const [system, arch] = id.split('-') as [string, 'x64' | 'arm64'];
  const platform = (system === 'linuxmusl' ? 'linux' : system) as keyof typeof PLATFORMS;
  const libc = platform !== 'linux' ? null : system === 'linuxmusl' ? 'musl' : 'glibc';
  return { id, platform, arch, libc, ...PLATFORMS[platform] };
});

/** The target of this process, or undefined on a platform that has none. */
export function currentTarget(): Target | undefined {
  const libc = process.platform === 'linux' ? detectLibc() : null;
  return TARGETS.find(
    (target) =>
      target.platform === process.platform && target.arch === process.arch && target.libc === libc,
  );
}
