// Level 9: the plug-in is loaded and disposed of again and again, is given options and arguments that
// it did not expect, and afterwards does what it did before. Any error is an answer; a crash is none.
import type { Plugin, PluginModule, PluginOption } from '#loader';
import { CommandError } from '../../errors.js';
import { type Check, type CheckInput, collectGarbage, nextTurn, repeatCase } from './check.js';

const CYCLES = 50;

/** Strings, because JavaScript makes any type of number of them. */
const ARGUMENTS = ['0', '-1', '2147483647'];

/** Runs `work`; that it throws an error is all right. */
async function survive(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return error;
  }
}

function extremes({ type }: PluginOption): unknown[] {
  if (type === 'toggle') return [true, false];
  if (type === 'string') return ['', 'x'.repeat(65_536), '\u{1f9e9}'];
  if (type === 'float' || type === 'double') return [0, -Infinity, Number.NaN];
  const bits = BigInt(type.replace(/\D+/, '') || 0);
  return [0, type.startsWith('u') ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n];
}

async function tryModules(plugin: Plugin, use: (module: PluginModule) => unknown): Promise<void> {
  for (const { name } of plugin.modules) {
    await survive(async () => {
      const module = plugin.createModule(name);
      await use(module);
      module[Symbol.dispose]();
    });
  }
}

async function tryOptions({ context: { plugin }, step }: CheckInput): Promise<void> {
  for (const option of plugin.options) {
    if (option.defaultValue === undefined) continue; // it could not be put back
    for (const value of [...extremes(option), Symbol('wrong'), undefined, null, {}]) {
      const shown = typeof value === 'string' ? `${value.length} characters` : String(value);
      step(`with option '${option.name}' set to ${shown}`);
      await survive(() => plugin.setOption(option.name, value as string));
      await tryModules(plugin, () => {});
    }
    plugin.setOption(option.name, option.defaultValue);
  }
}

async function tryArguments({ context: { plugin }, step }: CheckInput): Promise<void> {
  await tryModules(plugin, async (module) => {
    for (const [name, call] of Object.entries(module.functions)) {
      for (const argument of ARGUMENTS) {
        step(`in host function '${module.name}.${name}', called with ${argument} throughout`);
        await survive(() => call(...Array(call.length).fill(argument)));
      }
    }
  });
}

/** A module that was disposed of says so. */
function checkDisposed(module: PluginModule): void {
  try {
    module.functions;
  } catch (error) {
    if ((error as CommandError).code === 'MODULE_DISPOSED') return;
    throw error;
  }
  throw new CommandError(
    'CASE_FAILED',
    `module '${module.name}' lives on after it was disposed of`,
  );
}

export const loadAgain: Check = async (input) => {
  const { job, loader, step } = input;
  for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
    step(`when it is loaded again, for the ${cycle}. time`);
    const host = loader.loadPlugins({ paths: [job.expectedPath] });
    const modules = job.plugin.modules.map((name) => host.createModule(name));
    host[Symbol.dispose]();
    for (const module of modules) checkDisposed(module);
    await survive(() => host.createModule('no such module'));
    if (cycle % 10 === 0) collectGarbage();
    await nextTurn();
  }
  await tryOptions(input);
  await tryArguments(input);
  for (const test of job.tests) await repeatCase(input, test, 'after all that');
  return undefined;
};
