// Whether this JavaScript runtime can run the loader at all. Asked before any native code is loaded:
// other runtimes load the addon, too, and then give wrong results.
import { PluginError } from '../errors.js';

/** What other runtimes do with the tests of this package. */
const OTHER_RUNTIMES: Readonly<Record<string, string>> = {
  deno: 'there WebAssembly gets 0 from host functions',
  bun: 'there failures in callbacks lose their codes',
};

/** What is looked at; tests give others. */
export interface Runtime {
  versions: Readonly<Record<string, string | undefined>> | undefined;
  hasWebAssembly: boolean;
}

/** This runtime. A browser has no `process`. */
function currentRuntime(): Runtime {
  const { process, WebAssembly } = globalThis as {
    process?: { versions?: Runtime['versions'] };
    WebAssembly?: unknown;
  };
  return { versions: process?.versions, hasWebAssembly: WebAssembly !== undefined };
}

/** @throws PluginError RUNTIME_UNSUPPORTED */
export function requireNode({ versions, hasWebAssembly }: Runtime = currentRuntime()): void {
  const refuse = (reason: string, hint: string) =>
    new PluginError('RUNTIME_UNSUPPORTED', `Cannot load plug-ins: ${reason}`, { hint });
  const other = Object.keys(OTHER_RUNTIMES).find((name) => versions?.[name] !== undefined);
  if (other !== undefined) {
    throw refuse(
      `this is ${other} ${versions?.[other]}, expected Node: ${OTHER_RUNTIMES[other]}`,
      'Run this program with Node 20.19 or later',
    );
  }
  if (versions?.node === undefined) {
    throw refuse(
      'this is not Node, expected Node 20.19 or later',
      'Load plug-ins in a Node process; in a browser there are no native libraries',
    );
  }
  if (!hasWebAssembly) {
    throw refuse(
      'this process has no WebAssembly: --jitless, or another flag of V8, takes it away',
      'Start Node without --jitless, on the command line and in NODE_OPTIONS',
    );
  }
}
