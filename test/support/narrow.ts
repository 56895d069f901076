// The plug-in test/fixtures/loader/narrow.c, built for an older version of the plug-in API, with our
// headers and with stock ones.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadPlugins } from '../../loader/index.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compile } from './compile.js';

export interface NarrowOptions {
  /** The directory of the WasmEdge headers. */
  include: string;
  flags: readonly string[];
}

/** @returns the path of the plug-in `name`. */
export function compileNarrow(name: string, { include, flags }: NarrowOptions): Promise<string> {
  return compile({
    sources: [projectPath('test/fixtures/loader/narrow.c')],
    output: projectPath(join('build', 'test', `${name.replaceAll(' ', '-')}.so`)),
    language: 'c',
    includeDirs: [include],
    flags: [
      '-shared',
      '-fvisibility=hidden',
      '-Wall',
      '-Wextra',
      '-Werror',
      `-DNAME="${name}"`,
      ...(process.platform === 'darwin' ? ['-Wl,-undefined,dynamic_lookup'] : []),
      ...flags,
    ],
  });
}

/** Loads the plug-in from `file` and lets it call every function that has an older form. */
export function callNarrow(file: string): void {
  const host = loadPlugins({ paths: [file] });
  const [plugin] = host.plugins;
  assert.ok(plugin, JSON.stringify(host.outcomes, null, 1));
  assert.ok(plugin.apiVersion < 5);
  const failedLine = plugin.createModule('narrow').functions.call_all?.();
  assert.equal(failedLine, 0, 'line of narrow.c');
}
