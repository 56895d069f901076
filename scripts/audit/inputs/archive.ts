// Members of an archive, whatever its format, and the links between them.
import { posix } from 'node:path';
import { CommandError } from '../../errors.js';
import { type Limits, limitExceeded } from '../limits.js';
import { isLibraryName, type Library, type LinkProblem, type Source } from './source.js';

export interface Member {
  kind: 'file' | 'directory' | 'symbolic-link' | 'hard-link' | 'other';
  /** Of a symbolic link, what it says; of a hard link, the path of another member. */
  target: string | null;
  /** Why its contents cannot be read. */
  error: CommandError | null;
}

/** As systems allow them for one link. */
const MOST_LINKS = 40;
const LONGEST_PATH = 1024;

/** The members of one archive by their normalized paths; a later one replaces an earlier one, as in unpacking. */
export class Members {
  readonly #archive: string;
  readonly #limits: Limits;
  readonly #members = new Map<string, Member>();
  readonly #directories = new Set<string>();
  #count = 0;

  constructor(archive: string, limits: Limits) {
    this.#archive = archive;
    this.#limits = limits;
  }

  /** Returns the normalized path. Throws LIMIT_EXCEEDED, and FILE_UNREADABLE for an endless path. */
  add(path: string, member: Member): string {
    this.#count++;
    if (this.#count > this.#limits.members) {
      throw limitExceeded('members', this.#archive, this.#limits.members);
    }
    if (path.length > LONGEST_PATH || (member.target?.length ?? 0) > LONGEST_PATH) {
      throw unreadable(this.#archive, `a path in it is longer than ${LONGEST_PATH} characters`);
    }
    const normalized = normalize(path);
    this.#members.set(normalized, member);
    for (
      let directory = member.kind === 'directory' ? normalized : posix.dirname(normalized);
      directory !== '.' && directory !== '/' && !this.#directories.has(directory);
      directory = posix.dirname(directory)
    ) {
      this.#directories.add(directory);
    }
    return normalized;
  }

  get(path: string): Member | undefined {
    return this.#members.get(path);
  }

  /**
   * The libraries. `read` gives the contents of members, one after the other, to `visit`; it is given
   * those that are wanted, by their paths.
   */
  source(read: (wanted: ReadonlySet<string>, visit: ReadMember) => Promise<void>): Source {
    const libraries: Library[] = [];
    const names = new Map<string, Library[]>();
    for (const [path, { kind }] of this.#members) {
      if (kind === 'directory' || !isLibraryName(path)) continue;
      const found = this.resolve(path);
      const isFound = typeof found === 'string';
      if (isFound && this.#directories.has(found)) continue;
      const library: Library = {
        file: `${this.#archive}:${path}`,
        path,
        linkTo: isFound && found !== path ? found : null,
        problem: isFound ? null : found,
      };
      libraries.push(library);
      if (!isFound) continue;
      const others = names.get(found);
      if (others) others.push(library);
      else names.set(found, [library]);
    }
    return {
      libraries,
      directories: this.#directories,
      async readAll(visit) {
        for (const library of libraries) if (library.problem) visit(library, () => Buffer.alloc(0));
        await read(new Set(names.keys()), (path, bytes) => {
          for (const library of names.get(path) ?? []) visit(library, bytes);
        });
      },
      isBeside: ({ path }, other) => {
        const found = this.resolve(posix.join(posix.dirname(path), other));
        return typeof found === 'string' && this.#members.has(found);
      },
    };
  }

  /** Where a path leads when links are followed, those of directories too; or why it leads nowhere. */
  resolve(path: string): string | LinkProblem {
    let links = 0;
    let current = '';
    let pending = path.split('/').reverse();
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        if (current === '') return outside(path);
        current = parentOf(current);
        continue;
      }
      const next = current === '' ? part : `${current}/${part}`;
      const { kind, target } = this.#members.get(next) ?? {};
      if (kind !== 'symbolic-link' && kind !== 'hard-link') {
        current = next;
        continue;
      }
      links++;
      if (links > MOST_LINKS) {
        return { reason: 'loop', message: 'it is a link that leads back to itself' };
      }
      const parts = (target as string).replaceAll('\\', '/');
      if (/^(\/|[A-Z]:)/i.test(parts)) return outside(target as string);
      // A hard link counts from the top of the archive, a symbolic one from its directory.
      if (kind === 'hard-link') current = '';
      pending = [...pending, ...parts.split('/').reverse()];
    }
    if (this.#members.has(current) || this.#directories.has(current)) return current;
    return { reason: 'dangling', message: `it is a link to "${current}", which is not in there` };
  }
}

/** What the reader of a format calls with the path and the contents of each member that is wanted. */
export type ReadMember = (path: string, bytes: () => Buffer) => void;

function normalize(path: string): string {
  const normalized = posix.normalize(path.replaceAll('\\', '/')).replace(/\/+$/, '');
  return normalized.replace(/^(\.?\/)+/, '');
}

function parentOf(path: string): string {
  const directory = posix.dirname(path);
  return directory === '.' ? '' : directory;
}

function outside(target: string): LinkProblem {
  const message = `it is a link to "${target}", outside the archive, and was not followed`;
  return { reason: 'outside', message };
}

/** Counts what an archive unpacks to; throws LIMIT_EXCEEDED. */
export class Unpacked {
  readonly #archive: string;
  readonly #limits: Limits;
  readonly #mostByRatio: number;
  #bytes = 0;

  /** `size` is that of the archive in bytes. */
  constructor(archive: string, size: number, limits: Limits, free: number) {
    this.#archive = archive;
    this.#limits = limits;
    this.#mostByRatio = Math.max(free, size * limits.ratio);
  }

  add(bytes: number): void {
    const { totalBytes, ratio } = this.#limits;
    this.#bytes += bytes;
    if (this.#bytes > totalBytes) throw limitExceeded('totalBytes', this.#archive, totalBytes);
    if (this.#bytes > this.#mostByRatio) throw limitExceeded('ratio', this.#archive, ratio);
  }
}

/** The error for an archive that cannot be read. */
export function unreadable(archive: string, cause: unknown): CommandError {
  if (cause instanceof CommandError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const hint = 'Check that the download is complete, and that its name fits its format';
  return new CommandError('FILE_UNREADABLE', `Cannot read archive "${archive}": ${reason}`, {
    cause,
    hint,
  });
}
