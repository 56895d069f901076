// What each operating system needs from the compiler. One file per platform satisfies this type.
import type { Target } from '#loader/internal';

export interface Platform {
  /** Zig's name for the target, with the oldest system it must run on. */
  triple(target: Target): string;
  /** CMAKE_SYSTEM_NAME. */
  readonly system: 'Linux' | 'Darwin' | 'Windows';
  readonly compileFlags: readonly string[];
  /** For every shared library. */
  readonly linkFlags: readonly string[];
  /** For every plug-in, whoever's project builds it; `list` is a file with what it exports. */
  pluginLinkFlags(list: string): readonly string[];
  /** The text of that file. */
  exportList(names: readonly string[]): string;
  /** File name of a plug-in, from its name in camel case. */
  pluginFile(camelCaseName: string): string;
  /** How a plug-in finds the host's functions when it is linked. */
  readonly hostLink: 'stub' | 'import-library' | 'own-new';
}
