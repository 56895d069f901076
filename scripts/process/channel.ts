// What a process that plug-ins are loaded in reports while it runs, one JSON text a line: the side that reads.
// A plug-in is not to forge it: the way has no name that it could look for (a descriptor, or a file whose handle
// is held), and each line begins with a key that the process was given and a number.
import { randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

/** How a process reports: part of what it is given (tell.ts). */
export interface ChannelEnd {
  /** The file to append to; null for descriptor 3. */
  file: string | null;
  key: string;
}

/** What was reported, and what else came by the channel. */
export interface Reported<Event> {
  events: Event[];
  /** The start of something that the process did not write; null when there is nothing like that. */
  foreign: string | null;
}

/** Characters shown of what is foreign. */
const SHOWN = 60;

/**
 * The events of a text. Its last line may be cut short by the end of the process, and is left out then.
 * @param isEvent whether a parsed line has the form of an event
 */
export function readEvents<Event>(
  text: string,
  key: string,
  isEvent: (value: unknown) => value is Event,
): Reported<Event> {
  const lines = text.split('\n');
  const cut = lines.pop() as string;
  const events: Event[] = [];
  const parse = (line: string): unknown => {
    const start = `${key} ${events.length} `;
    if (!line.startsWith(start)) return undefined;
    try {
      return JSON.parse(line.slice(start.length));
    } catch {
      return undefined;
    }
  };
  for (const line of lines) {
    const event = parse(line);
    if (!isEvent(event)) return { events, foreign: line.slice(0, SHOWN) };
    events.push(event);
  }
  const start = `${key} ${events.length} `;
  const ours = cut.startsWith(start) || start.startsWith(cut);
  return { events, foreign: ours ? null : cut.slice(0, SHOWN) };
}

/** Bytes of a channel that are kept; no process of ours writes as much. */
export const CHANNEL_LIMIT = 2 ** 24;

/**
 * A file to report by, for processes that cannot inherit a descriptor. It is read by the handle that made it,
 * whatever becomes of its name.
 */
export class ChannelFile {
  readonly path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  static async create(directory: string): Promise<ChannelFile> {
    const path = join(directory, randomBytes(8).toString('hex'));
    return new ChannelFile(path, await open(path, 'wx+'));
  }

  async read(): Promise<string> {
    const { size } = await this.#handle.stat();
    const buffer = Buffer.alloc(Math.min(size, CHANNEL_LIMIT));
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, 0);
    return buffer.toString('utf8', 0, bytesRead);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

export function newKey(): string {
  return randomBytes(16).toString('hex');
}
