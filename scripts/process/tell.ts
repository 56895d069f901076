// What a process that plug-ins are loaded in reports: the side that writes (channel.ts reads).
import { openSync, writeSync } from 'node:fs';
import type { ChannelEnd } from './channel.js';

/**
 * Opens the channel, before any plug-in is.
 * @returns writes an event at once, so that it is there if the next step kills the process
 */
export function openChannel<Event>({ file, key }: ChannelEnd): (event: Event) => void {
  const descriptor = file === null ? 3 : openSync(file, 'a');
  let count = 0;
  return (event) => {
    writeSync(descriptor, `${key} ${count} ${JSON.stringify(event)}\n`);
    count += 1;
  };
}
