// Importing the package does nothing, and loading plug-ins leaves the environment alone.
import assert from 'node:assert/strict';
import { getStringPlugin, StagedPackage } from './staged.js';

/** Names the variables that the package reads, and what it changes. Node reads some of its own. */
const WATCH_ENVIRONMENT = `
const touched = new Set();
const note = (verb) => (target, name, ...rest) => {
  const ours = /wasmedge-plugin-kit.lib/.test(new Error().stack) && !/^(NODE_|WATCH_REPORT_)/.test(String(name));
  if (ours) touched.add(verb === 'get' ? name : verb + ' ' + String(name));
  return Reflect[verb](target, name, ...rest);
};
process.env = new Proxy({ ...process.env }, Object.fromEntries(
  ['get', 'has', 'set', 'deleteProperty', 'defineProperty', 'getOwnPropertyDescriptor', 'ownKeys']
    .map((verb) => [verb, note(verb)])));
`;

/** Names the functions of node:fs and of process that the package calls. Node itself reads its modules. */
const WATCH_CALLS = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const called = [];
const watch = (object, names) => {
  for (const name of names) {
    const { value: before, writable } = Object.getOwnPropertyDescriptor(object, name) ?? {};
    if (writable && typeof before === 'function') object[name] = function (...args) {
      if (/wasmedge-plugin-kit.lib/.test(new Error().stack)) called.push(name);
      return Reflect.apply(before, this, args);
    };
  }
};
watch(fs, Object.keys(fs));
watch(process, ['dlopen', 'cwd', 'getBuiltinModule', 'emitWarning']);
watch(process.report, ['getReport', 'writeReport']);
syncBuiltinESMExports();
`;

describe('importing the package', () => {
  const staged = new StagedPackage();
  const program = (text: string) => staged.write('watched.mjs', text);
  const run = (flags: string[] = [], plugins: string[] = []) =>
    staged.run(plugins, { flags: [...flags, 'watched.mjs'] });

  it('reads no variable and no file, and calls nothing of the process', async () => {
    program(`${WATCH_CALLS}${WATCH_ENVIRONMENT}
      const { loadPlugins } = await import('wasmedge-plugin-kit');
      const atImport = { touched: [...touched], called: [...called] };
      loadPlugins({ paths: [] });
      console.log(JSON.stringify({ ...atImport, seen: [called.includes('existsSync'), touched.size] }));`);
    // What is seen when plug-ins are loaded shows that it would be.
    assert.deepEqual(await run(), { touched: [], called: [], seen: [true, 1] });
  });

  it('works where the permission model allows the package to be read and nothing else', async () => {
    program(`const { loadPlugins } = await import('wasmedge-plugin-kit');
      console.log(JSON.stringify({ type: typeof loadPlugins }));`);
    const flag = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const flags = [flag, `--allow-fs-read=${staged.directory}/*`];
    assert.deepEqual(await run(flags), { type: 'function' });
  });

  it('works where there is no WebAssembly', async () => {
    program(`const { loadPlugins } = await import('wasmedge-plugin-kit');
      console.log(JSON.stringify({ type: typeof loadPlugins }));`);
    assert.deepEqual(await run(['--jitless']), { type: 'function' });
  });

  it('is all that is needed for loading to change and read no variable but its own', async () => {
    program(`${WATCH_ENVIRONMENT}
      const { loadPlugins } = await import('wasmedge-plugin-kit');
      loadPlugins({ paths: process.argv.slice(2) });
      console.log(JSON.stringify({ touched: [...touched] }));`);
    const outcome = await run([], [await getStringPlugin()]);
    assert.deepEqual(outcome, { touched: ['PLUGKIT_ACCELERATOR'] });
  });
});
