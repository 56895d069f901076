// Where the addon is: built from source for this system, else the prebuild of the target. The table is
// flat and literal, so that bundlers and file tracers see every file; host libraries are in it for them
// only, as each addon opens the one beside it. The order and the names are those of node-gyp-build.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target, TargetId } from '../target.js';

interface Prebuild {
  readonly addon: URL;
  readonly host: URL;
}

// Functions, as a bundle that is not a module has no import.meta.url: then nothing fails on import.
const PREBUILDS: Readonly<Record<TargetId, () => Prebuild>> = {
  'linux-x64': () => ({
    addon: new URL('../../../prebuilds/linux-x64/wasmedge-plugin-kit.glibc.node', import.meta.url),
    host: new URL('../../../prebuilds/linux-x64/libwasmedge.so.0', import.meta.url),
  }),
  'linux-arm64': () => ({
    addon: new URL(
      '../../../prebuilds/linux-arm64/wasmedge-plugin-kit.glibc.node',
      import.meta.url,
    ),
    host: new URL('../../../prebuilds/linux-arm64/libwasmedge.so.0', import.meta.url),
  }),
  'linuxmusl-x64': () => ({
    addon: new URL('../../../prebuilds/linux-x64/wasmedge-plugin-kit.musl.node', import.meta.url),
    host: new URL('../../../prebuilds/linux-x64/musl/libwasmedge.so.0', import.meta.url),
  }),
  'linuxmusl-arm64': () => ({
    addon: new URL('../../../prebuilds/linux-arm64/wasmedge-plugin-kit.musl.node', import.meta.url),
    host: new URL('../../../prebuilds/linux-arm64/musl/libwasmedge.so.0', import.meta.url),
  }),
  'darwin-x64': () => ({
    addon: new URL('../../../prebuilds/darwin-x64/wasmedge-plugin-kit.node', import.meta.url),
    host: new URL('../../../prebuilds/darwin-x64/libwasmedge.0.dylib', import.meta.url),
  }),
  'darwin-arm64': () => ({
    addon: new URL('../../../prebuilds/darwin-arm64/wasmedge-plugin-kit.node', import.meta.url),
    host: new URL('../../../prebuilds/darwin-arm64/libwasmedge.0.dylib', import.meta.url),
  }),
  'win32-x64': () => ({
    addon: new URL('../../../prebuilds/win32-x64/wasmedge-plugin-kit.node', import.meta.url),
    host: new URL('../../../prebuilds/win32-x64/wasmedge.dll', import.meta.url),
  }),
  'win32-arm64': () => ({
    addon: new URL('../../../prebuilds/win32-arm64/wasmedge-plugin-kit.node', import.meta.url),
    host: new URL('../../../prebuilds/win32-arm64/wasmedge.dll', import.meta.url),
  }),
};

/** Of a bundle that is a CommonJS module. Elsewhere to name it is an error. */
declare const __filename: string;

/** A path, or undefined for what is no file: in a bundle, a URL may be anything. */
function pathOf(url: () => URL): string | undefined {
  try {
    return fileURLToPath(url());
  } catch {
    return undefined;
  }
}

/** Whether a file is there and may be seen: some versions of the permission model throw instead. */
export function isThere(path: string): boolean {
  try {
    return existsSync(path);
  } catch {
    return false;
  }
}

/** The directory of the package, unless this code was bundled into a program. */
export function packageRoot(): string | undefined {
  const own = pathOf(() => new URL(import.meta.url));
  // Some bundlers write the path on the machine that they ran on here.
  return own && /[\\/]loader[\\/]bridge[\\/]prebuilds\.js$/.test(own) && isThere(own)
    ? join(dirname(own), '..', '..', '..')
    : undefined;
}

/** The file that holds this code now. */
function ownFile(): string | undefined {
  try {
    return __filename; // `typeof __filename` would not do: webpack answers it without looking
  } catch {
    return pathOf(() => new URL(import.meta.url));
  }
}

/** The addon of a target, seen from `prebuilds/`. */
export function prebuiltAddon({ platform, arch, libc }: Target): string {
  const tag = libc === null ? '' : `.${libc}`;
  return join(`${platform}-${arch}`, `wasmedge-plugin-kit${tag}.node`);
}

/** Whether a file has the name that this package gives it: bundlers may give others. */
export function isRenamed(addon: string, target: Target): boolean {
  return !['loader.node', basename(prebuiltAddon(target))].includes(basename(addon));
}

/** Where the addon for a target may be, in the order in which it is looked for. */
export function addonCandidates(target: Target): string[] {
  const root = packageRoot();
  const listed = pathOf(() => PREBUILDS[target.id]().addon);
  const built = root && join(root, 'build', 'Release', 'loader.node');
  // In the folders of a bundle: of its code, of its executable, and where it has put its files.
  const beside = [ownFile(), process.execPath, listed].map(
    (file) => file && join(dirname(file), 'prebuilds', prebuiltAddon(target)),
  );
  const candidates = [built, listed, ...beside].filter((path) => path !== undefined);
  // One that a bundler has renamed finds no host library beside itself.
  const named = candidates.filter((path) => !isRenamed(path, target));
  return [...new Set([...named, ...candidates])];
}

/** The host library that an addon opens. */
export function hostLibraryOf(addon: string, { libc, hostLibrary }: Target): string {
  return join(dirname(addon), ...(libc === 'musl' ? ['musl'] : []), hostLibrary);
}
