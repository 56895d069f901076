// The platforms as a table, and what follows from a target.
import type { Target } from '#loader/internal';
import { darwin } from './darwin.js';
import { linux } from './linux.js';
import type { Platform } from './platform.js';
import { win32 } from './win32.js';

export const PLATFORMS: Readonly<Record<Target['platform'], Platform>> = { linux, darwin, win32 };

/** All that a platform decides about one target, as plain data: an input of every build for it. */
export function platformSettings(target: Target): Readonly<Record<string, unknown>> {
  const platform = PLATFORMS[target.platform];
  return {
    ...platform,
    triple: platform.triple(target),
    processor: processorOf(target),
    pluginFile: platform.pluginFile('Name'),
    pluginLinkFlags: platform.pluginLinkFlags('list'),
    exportList: platform.exportList(['name']),
  };
}

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
