// What is in one default path: the files the loader would try, and those it passes over with the
// reason. Reads directories only.
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Skipped {
  path: string;
  reason: string;
}

export interface PathContents {
  state: 'directory' | 'file' | 'missing' | 'unreadable';
  /** Files with the name of a library. */
  candidates: string[];
  skipped: Skipped[];
}

/** Why a file is no candidate; undefined when it is one. */
function whyNot(path: string, extension: string): string | undefined {
  const name = basename(path);
  if (name.startsWith('._')) return 'an AppleDouble file, which holds no library';
  return name.endsWith(extension) ? undefined : `its name does not end in ${extension}`;
}

function searchDirectory(directory: string, extension: string, seen: Set<string>): PathContents {
  const contents: PathContents = { state: 'directory', candidates: [], skipped: [] };
  seen.add(realpathSync(directory));
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name);
    try {
      if (statSync(path).isDirectory()) {
        if (seen.has(realpathSync(path))) continue; // a link back
        const below = searchDirectory(path, extension, seen);
        contents.candidates.push(...below.candidates);
        contents.skipped.push(...below.skipped);
        continue;
      }
      const reason = whyNot(path, extension);
      if (reason === undefined) contents.candidates.push(path);
      else contents.skipped.push({ path, reason });
    } catch (error) {
      contents.skipped.push({ path, reason: (error as Error).message });
    }
  }
  return contents;
}

/** Looks into `path`, a file or a directory and all below it. */
export function searchPath(path: string, extension: string): PathContents {
  try {
    if (statSync(path).isDirectory()) return searchDirectory(path, extension, new Set());
    const reason = whyNot(path, extension);
    return reason === undefined
      ? { state: 'file', candidates: [path], skipped: [] }
      : { state: 'file', candidates: [], skipped: [{ path, reason }] };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return { state: 'missing', candidates: [], skipped: [] };
    }
    return { state: 'unreadable', candidates: [], skipped: [{ path, reason: message }] };
  }
}
