// Why two builds of a file differ, as far as the bytes show: what is known to differ from build to build,
// what it looks like in a file, and what to do about it.

export const CAUSES = {
  'missing-file': {
    says: 'only one of the two builds made this file',
    fix: 'Make the build decide by its sources alone what it makes',
  },
  'build-path': {
    says: 'the directory it was built in is written into the file (__FILE__, CMAKE_SOURCE_DIR)',
    fix: 'Write no absolute path into sources; plugkit shortens those that __FILE__ gives, unless the project replaces its flags',
  },
  'tool-path': {
    says: 'the place of the tools or of the cache is written into the file: it differs on every machine',
    fix: 'Leave debug information out (-g0), and let no library with a fixed path be linked',
  },
  user: {
    says: 'the name or the home directory of whoever builds is written into the file',
    fix: 'Read neither HOME nor USER in the build',
  },
  'build-time': {
    says: 'the time of the build is written into the file (__DATE__, __TIME__, string(TIMESTAMP))',
    fix: 'Leave the time out, or name it with the environment variable SOURCE_DATE_EPOCH',
  },
  'link-time': {
    says: 'the linker wrote the time into a header of the file',
    fix: 'Link with -Wl,--no-insert-timestamp (lld) or /Brepro (link.exe)',
  },
  order: {
    says: 'the same parts are in another order',
    fix: 'Sort what the build lists: sources, directories, the keys of hash tables',
  },
  'debug-record': {
    says: 'the debug record differs: the path of a PDB file, or an identifier of it',
    fix: 'Link without debug information (-s), or with /PDBALTPATH and /Brepro',
  },
  'build-id': {
    says: 'the build identifier differs',
    fix: 'Link with -Wl,--build-id=none, or with an identifier made of the contents (=sha1)',
  },
  uuid: {
    says: 'the identifier of the build (UUID) differs',
    fix: 'Link with a linker that makes it of the contents, or with -Wl,-no_uuid',
  },
  signature: {
    says: 'the code signature differs: it is made of the contents and a name',
    fix: 'Sign with a fixed identifier (codesign --identifier), without a time stamp',
  },
  checksum: {
    says: 'the checksum of the file differs',
    fix: 'Look at the other differences of this file',
  },
  follows: {
    says: 'addresses and sizes that follow from another difference of this file',
    fix: 'Correct the other differences first',
  },
  unknown: {
    says: 'no known cause: something random, or the order or contents of what the build generated',
    fix: 'Build with --verify --keep and compare both trees, beginning with generated sources',
  },
} as const;

export type Cause = keyof typeof CAUSES;

/** Made of the rest of the file: a cause of its own only where nothing else differs. */
export const DERIVED: ReadonlySet<Cause> = new Set<Cause>([
  'link-time',
  'build-id',
  'uuid',
  'signature',
  'checksum',
  'debug-record',
]);

/** What one build was given that the other was not. */
export interface Circumstances {
  /** Directories of this build alone: sources, work, results. */
  readonly directories: readonly string[];
  /** The user's name and home directory. */
  readonly user: readonly string[];
  /** Times in seconds since 1970 that this build may have taken for the present: pairs of first and last. */
  readonly times: readonly (readonly [number, number])[];
}

/** Bytes of one part of a file in one build, and where in it the two begin and cease to differ. */
export interface Sample {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly circumstances: Circumstances;
}

/** Parts of a file that say by their names what they are. */
const BY_NAME: readonly (readonly [name: RegExp, cause: Cause])[] = [
  [/ TimeDateStamp$/, 'link-time'],
  [/ CheckSum$/, 'checksum'],
  [/^debug |^\.buildid$/, 'debug-record'],
  [/^\.note\.gnu\.build-id$/, 'build-id'],
  [/LC_UUID$/, 'uuid'],
  [/^code signature$|^certificates$/, 'signature'],
];

const MONTHS = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const TIME = new RegExp(`${MONTHS} [ \\d]\\d \\d{4}|\\d\\d:\\d\\d:\\d\\d|\\d{4}-\\d\\d-\\d\\d`);

/** The printable text around the bytes that differ; at least those bytes' own. */
export function textAround({ bytes, start, end }: Sample): string {
  const printable = (index: number) => {
    const byte = bytes[index];
    return byte !== undefined && byte >= 0x20 && byte < 0x7f;
  };
  let [first, last] = [start, end];
  while (printable(first - 1)) first--;
  while (printable(last)) last++;
  return bytes.toString('latin1', first, last);
}

/** Whether a number of 4 bytes at the difference is a time of the build. */
function holdsTime({ bytes, start, circumstances }: Sample): boolean {
  return [start - 3, start - 2, start - 1, start].some((at) => {
    if (at < 0 || at + 4 > bytes.length) return false;
    const value = bytes.readUInt32LE(at);
    return circumstances.times.some(([first, last]) => value >= first && value <= last);
  });
}

/** Bytes that are the same but for their order; zeros say nothing. */
function isReordered(first: Buffer, second: Buffer): boolean {
  if (first.length !== second.length) return false;
  const strings = (bytes: Buffer) => bytes.toString('latin1').split('\0').sort().join('\0');
  return first.length > 3 && strings(first) === strings(second);
}

/** The cause of a difference in the part of the file called `name`. */
export function causeOf(name: string, first: Sample, second: Sample): Cause {
  const named = BY_NAME.find(([pattern]) => pattern.test(name));
  if (named) return named[1];
  const samples = [first, second];
  const holds = (list: 'directories' | 'user') =>
    samples.some((sample) =>
      sample.circumstances[list].some((word) => textAround(sample).includes(word)),
    );
  // The home directory is within the directories of the build.
  if (holds('user')) return 'user';
  if (holds('directories')) return 'build-path';
  if (samples.every((sample) => TIME.test(textAround(sample)))) return 'build-time';
  if (isReordered(first.bytes, second.bytes)) return 'order';
  if (samples.every(holdsTime)) return 'build-time';
  return 'unknown';
}
