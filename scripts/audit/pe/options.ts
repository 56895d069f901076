// The options of a plug-in in a DLL, loaded at the address that it asks for, so that no pointer in it changes.
import type { StaticOption } from '../binary-info.js';
import { LoadedMemory } from '../loaded-memory.js';
import { readOptions } from '../static-options.js';
import type { PeImage } from './image.js';

/** The options with a default value; null when the descriptor is not there to read. */
export function readPeOptions(
  image: PeImage,
  machine: string,
  descriptorAt: number | undefined,
): StaticOption[] | null {
  if (!image.is64 || !['x64', 'arm64'].includes(machine) || !descriptorAt) return null;
  const { reader, imageBase, sections } = image;
  const parts = sections.map((section) => ({ ...section, address: imageBase + section.address }));
  return readOptions(new LoadedMemory(reader, parts), machine, imageBase + descriptorAt);
}
