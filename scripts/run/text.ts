// Programs in WebAssembly's text format.
import wabt from 'wabt';
import { CommandError } from '../errors.js';

const FEATURES = {
  bulk_memory: true,
  exceptions: true,
  extended_const: true,
  multi_memory: true,
  multi_value: true,
  mutable_globals: true,
  reference_types: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  tail_call: true,
  threads: true,
};

/** @throws {CommandError} BUILD_FAILED with the assembler's message */
export async function assemble(path: string, text: string): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  try {
    const module = parseWat(path, text, FEATURES);
    module.validate();
    const { buffer } = module.toBinary({});
    module.destroy();
    return buffer;
  } catch (cause) {
    const message = `Cannot assemble ${path}: ${(cause as Error).message}`;
    throw new CommandError('BUILD_FAILED', message, { cause });
  }
}
