// Assembles the guests of a plug-in's test cases: text (.wat) to dist/<plugin>/guests/<path>.wasm.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PluginSource } from '../project/manifest.js';
import { assemble } from '../project/text-format.js';

/** What every engine that we test with has had for years. */
const FEATURES = {
  bulk_memory: true,
  multi_value: true,
  mutable_globals: true,
  reference_types: true,
  sign_extension: true,
  simd: true,
};

/**
 * Assembles every guest that the test cases name. The same text gives the same bytes.
 * @returns the path of each binary by the path in plugin.json
 * @throws {CommandError} BUILD_FAILED with the assembler's message
 */
export async function assembleGuests(
  { directory, manifest }: PluginSource,
  output: string,
): Promise<Record<string, string>> {
  const guests = new Set(manifest.tests.flatMap(({ guest }) => guest ?? []));
  // No prototype: the names are from plugin.json.
  const binaries: Record<string, string> = Object.create(null);
  if (guests.size === 0) return binaries;
  for (const guest of guests) {
    const source = join(directory, guest);
    const binary = join(output, `${guest.replace(/\.wat$/, '')}.wasm`);
    await mkdir(dirname(binary), { recursive: true });
    await writeFile(binary, await assemble(source, await readFile(source), FEATURES));
    binaries[guest] = binary;
  }
  return binaries;
}
