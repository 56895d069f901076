// Runs one test case of a plugin.json with the loader and judges its outcome.
import { readFile } from 'node:fs/promises';
import type { Engine, Plugin, PluginHost, PluginModule } from '#loader';
import { isDeliberate, isErrorCode } from '../../errors.js';
import type { Fault } from '../../process/end.js';
import type { TestCase } from '../../project/manifest.js';
import { compareResults, toJavaScript } from './values.js';

/** A loaded plug-in, and the binary of each guest by its name in the test cases. */
export interface CaseContext {
  host: PluginHost;
  plugin: Plugin;
  guests: Record<string, string>;
}

/** An error in one line. */
function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** An error as a fault: with its own code if it has one of ours. */
export function toFault(error: unknown): Fault {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return {
    code: isErrorCode(code) ? code : 'CASE_FAILED',
    reason: isDeliberate(error) ? error.message : describeError(error),
  };
}

interface Prepared {
  call: CallableFunction | undefined;
  exports: Readonly<Record<string, unknown>>;
  modules: readonly PluginModule[];
}

/** A function that is exported under this name, which may be one that objects inherit. */
function functionNamed(exports: object, name: string): CallableFunction | undefined {
  const value: unknown = Object.hasOwn(exports, name) ? Reflect.get(exports, name) : undefined;
  return typeof value === 'function' ? value : undefined;
}

/** The function a test case calls, in a new instance, and that instance's exports. */
async function prepare({ host, plugin, guests }: CaseContext, test: TestCase): Promise<Prepared> {
  if (test.guest === undefined) {
    const module = plugin.createModule(test.module);
    return { call: functionNamed(module.functions, test.call), exports: {}, modules: [] };
  }
  const bytes = await readFile(guests[test.guest] as string);
  const { instance, modules } = await host.instantiate(bytes);
  const { exports } = instance;
  return { call: functionNamed(exports, test.call), exports, modules };
}

/** What is wrong with the way a call failed, or null. */
function judgeError(
  error: unknown,
  { fails, traps, terminates }: TestCase,
  engine: Engine,
): string | null {
  const { code, resultCode, category } = (error ?? {}) as Partial<Record<string, unknown>>;
  const actual = describeError(error);
  if (fails) {
    // To a stock WasmEdge, a failure with a code of its own is a trap: only the code tells.
    const isFailure = code === undefined && engine === 'wasmedge' && category === 'wasm';
    return (isFailure || code === 'HOST_FUNCTION_FAILED') &&
      resultCode === fails.code &&
      category === fails.category
      ? null
      : `ended with ${code} ${category} ${resultCode} (${actual}), expected a failure with ${fails.category} code ${fails.code}`;
  }
  if (terminates)
    return code === 'TERMINATED' ? null : `ended with ${actual}, expected termination`;
  if (traps) {
    // A plain trap of WebAssembly carries no code of ours.
    return error instanceof WebAssembly.RuntimeError && code === undefined
      ? null
      : `ended with ${actual}, expected a trap`;
  }
  return actual;
}

function judgeMemory(
  exports: Prepared['exports'],
  { offset, text }: NonNullable<TestCase['memory']>,
): string | null {
  const { memory } = exports as { memory?: WebAssembly.Memory };
  if (!memory) return "the guest has no export 'memory'";
  const expected = Buffer.from(text);
  const actual = Buffer.from(memory.buffer).subarray(offset, offset + expected.length);
  return actual.equals(expected)
    ? null
    : `memory holds ${JSON.stringify(actual.toString())}, expected ${JSON.stringify(text)}`;
}

/** What is wrong with the outcome of a call, or null. */
function judge({ call, exports }: Prepared, test: TestCase, engine: Engine): string | null {
  if (!call) return `there is no function '${test.call}' to call`;
  const { args = [] } = test;
  // JavaScript would make zeros of those that are missing.
  if (call.length !== args.length) {
    return `'${test.call}' takes ${call.length} arguments, the test case has ${args.length}`;
  }
  let returned: unknown;
  try {
    returned = call(...args.map(toJavaScript));
  } catch (error) {
    return judgeError(error, test, engine);
  }
  if (!test.returns) return 'the call returned, expected it to fail';
  return (
    compareResults(returned, test.returns) ??
    (test.memory ? judgeMemory(exports, test.memory) : null)
  );
}

export interface CaseOptions {
  /** Takes the case's instances, which live as long as it. */
  keep?: unknown[];
  /** Pages that the guest's memory grows by before the call. */
  growth?: number;
  /** Call the function again after it returned, whatever comes of it. */
  twice?: boolean;
}

/** The guest's memory: its own, which the loader exports if it does not, or one of a plug-in's. */
function memoryOf({ exports, modules }: Prepared): WebAssembly.Memory | undefined {
  const items = [exports, ...modules.map(({ name, imports }) => imports[name] ?? {})];
  return items
    .flatMap((each) => Object.values<unknown>(each))
    .find((each) => each instanceof WebAssembly.Memory);
}

/** Makes the call of a test case once more. State may have changed: any outcome is right. */
function callAgain({ call }: Prepared, { args = [] }: TestCase): void {
  try {
    call?.(...args.map(toJavaScript));
  } catch {
    // A failure, or a trap.
  }
}

/**
 * Runs a test case in new instances. Options belong to the process, so those of the case are put back
 * to their defaults after it.
 * @returns what is wrong, or null
 */
export async function runCase(
  context: CaseContext,
  test: TestCase,
  { keep, growth = 0, twice = false }: CaseOptions = {},
): Promise<Fault | null> {
  const { host, plugin } = context;
  const names = Object.keys(test.options ?? {});
  try {
    // Options may not change under a module that was made with other values.
    if (names.length > 0) host.dispose();
    for (const name of names) plugin.setOption(name, test.options?.[name] as string);
    const prepared = await prepare(context, test);
    keep?.push(prepared);
    if (growth > 0) memoryOf(prepared)?.grow(growth);
    const reason = judge(prepared, test, host.engine);
    if (twice) callAgain(prepared, test);
    return reason === null ? null : { code: 'CASE_FAILED', reason };
  } catch (error) {
    return toFault(error);
  } finally {
    if (names.length > 0) host.dispose();
    for (const { name, defaultValue } of plugin.options) {
      if (names.includes(name) && defaultValue !== undefined) plugin.setOption(name, defaultValue);
    }
  }
}
