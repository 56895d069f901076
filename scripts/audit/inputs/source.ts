// What the audit gets its libraries from: a file, a directory or an archive.

/** Names of shared libraries; not `._x.dylib` (by macOS, beside x.dylib) and `.#x.so` (a lock of Emacs). */
export function isLibraryName(path: string): boolean {
  return /(^|\/)(?!\._|\.#)[^/]+\.(so(\.\d+)*|dylib|dll|node)$/i.test(path.replaceAll('\\', '/'));
}

/** Why a link leads to no library; `outside` is not read, whatever is there. */
export interface LinkProblem {
  reason: 'dangling' | 'loop' | 'outside';
  message: string;
}

/** A shared library by one of its names. */
export interface Library {
  /** Its path; in an archive, the archive's path, a colon, and the path in it. */
  file: string;
  /** Relative to the directory or archive, with slashes. */
  path: string;
  /** Where it is when this name is a link, relative as `path` is. */
  linkTo: string | null;
  /** Why there is nothing to read. */
  problem: LinkProblem | null;
}

/** What `readAll()` gives for each library. `bytes` throws a CommandError when it cannot be read. */
export type Visit = (library: Library, bytes: () => Buffer) => void;

export interface Source {
  libraries: readonly Library[];
  /** Paths of its directories, as those of libraries are; not of an operand that is one file. */
  directories: ReadonlySet<string>;
  /** Reads the libraries one after the other, each once: archives have an order. */
  readAll(visit: Visit): Promise<void>;
  /** Whether a file is at a path relative to the directory of the library. */
  isBeside(library: Library, path: string): boolean;
}
