// Turns a guest's text into a .wasm file that both a stock WasmEdge and Node can read.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import wabt from 'wabt';
import { buildDirectory } from './driver.js';

/** @returns the path of the binary. */
export async function assemble(path: string): Promise<string> {
  const { parseWat } = await wabt();
  const module = parseWat(path, await readFile(path), { simd: true, multi_value: true });
  const output = join(buildDirectory, `${basename(path, '.wat')}.wasm`);
  await mkdir(buildDirectory, { recursive: true });
  await writeFile(output, module.toBinary({}).buffer);
  module.destroy();
  return output;
}
