// What a call from JavaScript to WebAssembly costs in one engine, in nanoseconds: printed for engines.ts, as
// `node engine-call.js <guest> [library]`.
import { readFileSync } from 'node:fs';
import { loadPlugins } from '../loader/index.js';

const CALLS = 20_000;

const [, , guest = '', library] = process.argv;
const host = loadPlugins({
  paths: [],
  ...(library === undefined ? {} : { engine: 'wasmedge', library }),
});
const { instance } = await host.instantiate<{ add(one: number, other: number): number }>(
  readFileSync(guest),
);
const { add } = instance.exports;
let sum = 0;
const run = (): number => {
  const start = process.hrtime.bigint();
  for (let at = 0; at < CALLS; at += 1) sum = add(sum, 1);
  return Number(process.hrtime.bigint() - start) / CALLS;
};
run(); // what is compiled on the way
console.log(Math.min(run(), run(), run()));
