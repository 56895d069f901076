// Finds paths of the machine a file was built on, anywhere in its bytes.

/** A longer path is cut off. */
const LONGEST_PATH = 4096;
const CHUNK = 16 * 1024 * 1024;
/** More are not distinguished. */
const MOST_PATHS = 1000;

/** Each different path that begins with one of the roots and names a file at least one directory below it. */
export function findBuildPaths(bytes: Buffer, roots: readonly string[]): string[] {
  if (roots.length === 0) return [];
  const escaped = roots.map((root) => root.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  // The path must not continue another one.
  const pattern = new RegExp(
    `(?<![\\w./-])(${escaped.join('|')})[\\w.@+-]+[/\\\\][\\w.@+/\\\\-]*[\\w@+-]`,
    'gi',
  );
  const paths = new Set<string>();
  // In parts, as a string has at most 512 MiB; they overlap by more than the longest path.
  for (let start = 0; start < bytes.length; start += CHUNK) {
    // With the byte before it, on which the pattern looks back.
    const first = Math.max(0, start - 1);
    const text = bytes.toString('latin1', first, start + CHUNK + LONGEST_PATH);
    for (const { 0: path, index } of text.matchAll(pattern)) {
      const isInPart = first + index >= start && first + index < start + CHUNK;
      if (isInPart && paths.size < MOST_PATHS) paths.add(path.slice(0, LONGEST_PATH));
    }
  }
  return [...paths];
}
