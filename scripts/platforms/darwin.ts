// macOS 11 and later: Mach-O.
import type { Platform } from './platform.js';

export const darwin: Platform = {
  triple: ({ arch }) => `${arch === 'x64' ? 'x86_64' : 'aarch64'}-macos.11.0`,
  system: 'Darwin',
  compileFlags: [],
  linkFlags: [],
  // Zig's linker takes no list of exports.
  pluginLinkFlags: () => ['-Wl,-undefined,dynamic_lookup'],
  exportList: () => '',
  pluginFile: (name) => `libwasmedgePlugin${name}.dylib`,
  // The host's functions are already in the process when a plug-in is opened.
  hostLink: 'own-new',
};
