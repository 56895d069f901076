// Assembles the guests of a plug-in's test cases: text (.wat) to dist/<plugin>/guests/<path>.wasm.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import wabt from 'wabt';
import { CommandError } from '../errors.js';
import type { PluginSource } from '../project/manifest.js';

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
  const { parseWat } = await wabt();

  for (const guest of guests) {
    const source = join(directory, guest);
    const binary = join(output, `${guest.replace(/\.wat$/, '')}.wasm`);
    await mkdir(dirname(binary), { recursive: true });
    try {
      const module = parseWat(source, await readFile(source), FEATURES);
      module.validate();
      await writeFile(binary, module.toBinary({}).buffer);
      module.destroy();
    } catch (cause) {
      throw new CommandError(
        'BUILD_FAILED',
        `Cannot assemble ${source}: ${(cause as Error).message}`,
        {
          cause,
        },
      );
    }
    binaries[guest] = binary;
  }
  return binaries;
}
