// Windows 10 and later: PE, universal C runtime.
import type { Platform } from './platform.js';

export const win32: Platform = {
  triple: ({ arch }) => `${arch === 'x64' ? 'x86_64' : 'aarch64'}-windows-gnu`,
  system: 'Windows',
  compileFlags: ['-D_WIN32_WINNT=0x0A00', '-DWINVER=0x0A00'],
  linkFlags: [],
  // Exported is what the sources declare so.
  pluginLinkFlags: () => [],
  exportList: () => '',
  pluginFile: (name) => `wasmedgePlugin${name}.dll`,
  hostLink: 'import-library',
};
