// Run by proposals.test.ts in several versions of Node, with and without a flag of V8: prints which of the
// proposals that are named work, as JSON.
import { loadPlugins } from '../../loader/index.js';
import { isSupported, PROPOSALS } from './proposals.js';

const [file, ...names] = process.argv.slice(2);
const host = loadPlugins({ paths: [file as string] });
const supported: string[] = [];
for (const proposal of PROPOSALS) {
  if (!names.includes(proposal.name)) continue;
  try {
    if (await isSupported(host, proposal)) supported.push(proposal.name);
  } catch (cause) {
    throw new Error(`${proposal.name} does not work`, { cause });
  }
}
console.log(JSON.stringify(supported));
