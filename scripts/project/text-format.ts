// WebAssembly's text format.
import wabt from 'wabt';
import { CommandError } from '../errors.js';

/** What a text may use beside the first version of WebAssembly, as wabt calls it. */
export type Features = Readonly<Record<string, boolean>>;

/** The binary of a text. @throws {CommandError} BUILD_FAILED with the assembler's message */
export async function assemble(
  path: string,
  text: string | Uint8Array,
  features: Features,
): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  try {
    const module = parseWat(path, text, { ...features });
    module.validate();
    const { buffer } = module.toBinary({});
    module.destroy();
    return buffer;
  } catch (cause) {
    const message = `Cannot assemble ${path}: ${(cause as Error).message}`;
    throw new CommandError('BUILD_FAILED', message, { cause });
  }
}
