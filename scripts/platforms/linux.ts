// Linux: ELF, glibc 2.28 or musl.
import type { Platform } from './platform.js';

export const linux: Platform = {
  triple: ({ arch, libc }) =>
    `${arch === 'x64' ? 'x86_64' : 'aarch64'}-linux-${libc === 'musl' ? 'musl' : 'gnu.2.28'}`,
  system: 'Linux',
  compileFlags: [],
  linkFlags: ['-Wl,-z,relro', '-Wl,-z,now', '-Wl,-z,noexecstack', '-Wl,--build-id=none'],
  // What is left undefined would only be noticed when the plug-in is opened.
  // That the descriptor is missing is for the audit to say.
  pluginLinkFlags: (list) => [
    '-Wl,-z,defs',
    `-Wl,--version-script=${list}`,
    '-Wl,--undefined-version',
  ],
  exportList: (names) => `{ global: ${names.map((name) => `${name}; `).join('')}local: *; };\n`,
  pluginFile: (name) => `libwasmedgePlugin${name}.so`,
  // References must carry symbol versions: see docs/architecture.md, How symbols resolve.
  hostLink: 'stub',
};
