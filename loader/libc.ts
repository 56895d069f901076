// Which C library this Linux process runs on. A system may have both, so the process itself is looked
// at: the program loader that its executable names, then the libraries it has mapped. Its report would
// say so, too, but looks up the names of all open connections first.
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

export type Libc = 'glibc' | 'musl';

/** Where to look; tests have files of their own. */
export interface LibcPlaces {
  /** The executable of the process, by the names it may have. */
  executables: readonly string[];
  /** What the process has mapped, as Linux lists it. */
  maps: string;
  /** Directories of program loaders. */
  loaders: readonly string[];
}

/** The result of `read`; undefined when a file is not there or may not be read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const PROGRAM_HEADER_INTERPRETER = 3;

/** The program loader that a 64-bit ELF file asks for; undefined when it is static or no such file. */
function interpreterOf(file: string): string | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const read = (at: number, size: number) => {
      const buffer = Buffer.alloc(size);
      return buffer.subarray(0, readSync(descriptor, buffer, 0, size, at));
    };
    const header = read(0, 64);
    if (header.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') return undefined;
    const [start, size, count] = [
      Number(header.readBigUInt64LE(32)),
      header.readUInt16LE(54),
      header.readUInt16LE(56),
    ];
    const headers = read(start, size * count);
    for (let at = 0; at + size <= headers.length; at += size) {
      if (headers.readUInt32LE(at) !== PROGRAM_HEADER_INTERPRETER) continue;
      const offset = Number(headers.readBigUInt64LE(at + 8));
      const path = read(offset, Math.min(Number(headers.readBigUInt64LE(at + 32)), 4096));
      return path.toString('utf8').replace(/\0.*$/s, '');
    }
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** By the names of a program loader or of the C library itself; musl is both in one. */
function libcByName(paths: readonly string[]): Libc | undefined {
  if (paths.some((path) => /\/(ld-musl-[^/]*|libc\.musl-[^/]*|libc\.so)$/.test(path)))
    return 'musl';
  if (paths.some((path) => /\/(ld-linux[^/]*|libc\.so\.6|libc-2\.\d+\.so)$/.test(path))) {
    return 'glibc';
  }
  return undefined;
}

/** The C library of this process; glibc when nothing can be read. */
export function detectLibc({
  executables = ['/proc/self/exe', process.execPath],
  maps = '/proc/self/maps',
  loaders = ['/lib', '/lib64'],
}: Partial<LibcPlaces> = {}): Libc {
  for (const executable of executables) {
    const interpreter = attempt(() => interpreterOf(executable));
    const found = interpreter && libcByName([interpreter]);
    if (found) return found;
  }
  // A static executable, or one that was started through its program loader.
  const mapped = attempt(() => readFileSync(maps, 'utf8'))?.split('\n') ?? [];
  const found = libcByName(mapped);
  if (found) return found;
  // Neither may be read: the system's own C library.
  const names = loaders.flatMap((path) => attempt(() => readdirSync(path)) ?? []);
  const has = (start: string) => names.some((name) => name.startsWith(start));
  return has('ld-musl-') && !has('ld-linux') ? 'musl' : 'glibc';
}
