// What each operating system needs from the compiler, as one type and one table. Read by build/.
import type { Target } from '../../loader/target.js';
import { darwin } from './darwin.js';
import { linux } from './linux.js';
import { win32 } from './win32.js';

export interface Platform {
  /** Zig's name for the target, with the oldest system it must run on. */
  triple(target: Target): string;
  /** CMAKE_SYSTEM_NAME. */
  readonly system: 'Linux' | 'Darwin' | 'Windows';
  readonly compileFlags: readonly string[];
  /** For every shared library. */
  readonly linkFlags: readonly string[];
  /** File name of a plug-in, from its name in camel case. */
  pluginFile(camelCaseName: string): string;
  /** How a plug-in finds the host's functions when it is linked. */
  readonly hostLink: 'stub' | 'import-library' | 'dynamic-lookup';
}

export const PLATFORMS: Readonly<Record<Target['platform'], Platform>> = { linux, darwin, win32 };

/** CMAKE_SYSTEM_PROCESSOR, as the platform spells it. */
export function processorOf(target: Target): string {
  const names = {
    linux: { x64: 'x86_64', arm64: 'aarch64' },
    darwin: { x64: 'x86_64', arm64: 'arm64' },
    win32: { x64: 'AMD64', arm64: 'ARM64' },
  } as const;
  return names[target.platform][target.arch];
}

/** File name of a plug-in: `get-string` is libwasmedgePluginGetString.so on Linux. */
export function pluginFileName(name: string, target: Target): string {
  const camelCase = name.replace(/(^|[-_])(\w)/g, (_match, _separator, letter: string) =>
    letter.toUpperCase(),
  );
  return PLATFORMS[target.platform].pluginFile(camelCase);
}
