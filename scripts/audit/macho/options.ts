// The options of a plug-in in a Mach-O library, loaded at the addresses of its segments, so that no pointer in it
// changes.
import type { StaticOption } from '../binary-info.js';
import { LoadedMemory, type LoadedPart } from '../loaded-memory.js';
import { readOptions } from '../static-options.js';
import { COMMAND, type MachOImage } from './image.js';

/**
 * The options with a default value; null when the descriptor is not there to read, or when the pointers are links
 * of a chain (chained fixups) instead of addresses.
 */
export function readMachOOptions(
  image: MachOImage,
  parts: readonly LoadedPart[],
  machine: string,
  descriptorAt: number | undefined,
): StaticOption[] | null {
  const isChained = image.commands.some(({ command }) => command === COMMAND.chainedFixups);
  if (!image.is64 || isChained || !['x64', 'arm64'].includes(machine)) return null;
  if (descriptorAt === undefined) return null;
  return readOptions(new LoadedMemory(image.reader, parts), machine, descriptorAt);
}
