// A part of a binary, as the layouts of the three formats name them.

/** A named part of a file. A smaller one may be within a larger one. */
export interface Region {
  readonly name: string;
  /** From the start of the file, in bytes. */
  readonly offset: number;
  readonly size: number;
}
