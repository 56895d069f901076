// Run by conflict.test.ts: loads plug-ins through one file of the loader after the other. Prints what
// became of each as JSON.
import { importCopy } from './copies.js';

const [, , plugin = '', ...files] = process.argv;
const results: unknown[] = [];
for (const file of files) {
  const { loadPlugins } = await importCopy(file);
  try {
    const add = loadPlugins({ paths: [plugin] }).createModule('mirror').functions.add;
    results.push(add?.(40, 2));
  } catch (error) {
    const { code, message, hint } = error as Error & { code?: string; hint?: string };
    results.push({ code, message, hint });
  }
}
console.log(JSON.stringify(results));
