// Instantiating a guest that imports one function of a plug-in, against the engine alone with the same
// function in JavaScript: of a compiled module, and of bytes.
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { PluginHost } from '../loader/index.js';
import type { Files } from './files.js';
import type { Benchmark, Variant } from './measure.js';
import { ENGINE, INSTANTIATE_BYTES, INSTANTIATE_COMPILED, PLAIN } from './results.js';

function variant(name: string, instantiate: () => Promise<unknown>): Variant {
  return {
    name,
    async sample(count) {
      const start = process.hrtime.bigint();
      for (let i = 0; i < count; i++) await instantiate();
      const ns = Number(process.hrtime.bigint() - start);
      await setImmediate(); // what became garbage is freed in turns of the event loop
      return ns;
    },
  };
}

export async function* instantiatingBenchmarks(
  files: Files,
  host: PluginHost,
): AsyncGenerator<Benchmark> {
  const bytes = readFileSync(files.guests.add_i32);
  const imports = { bench: { add_i32: (a: number, b: number) => (a + b) | 0 } };
  const ours = await host.compile(bytes);
  const engines = await WebAssembly.compile(bytes);
  yield {
    name: INSTANTIATE_COMPILED,
    unit: 'us',
    variants: [
      variant(PLAIN, () => host.instantiate(ours)),
      variant(ENGINE, () => WebAssembly.instantiate(engines, imports)),
    ],
  };
  yield {
    name: INSTANTIATE_BYTES,
    unit: 'us',
    variants: [
      variant(PLAIN, () => host.instantiate(bytes)),
      variant(ENGINE, () => WebAssembly.instantiate(bytes, imports)),
    ],
  };
}
