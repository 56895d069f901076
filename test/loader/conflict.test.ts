// Two versions of the package in one process: refused, with an error that says so.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../../loader/bridge/shared.js';
import type { PluginError } from '../../loader/index.js';
import { currentTarget } from '../../loader/target.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compile } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { copyPackage } from './copies.js';
import { mirrorFile, runChild, temporaryDirectory } from './mirror.js';

const facts = JSON.parse(readFileSync(projectPath('facts/c-api.json'), 'utf8')) as {
  functions: { name: string; symbolVersion: string }[];
  nodeOrder: string[];
};

/** A host library of another version: it has all functions, and only one that does something. */
async function compileOtherHost(output: string): Promise<void> {
  const names = facts.functions.map(({ name }) => name);
  const source = `${output}.c`;
  writeFileSync(
    source,
    `static const unsigned version[64] = {99};
${names
  .filter((name) => name !== 'WasmEdge_PluginFind')
  .map((name) => `void ${name}(void) {}`)
  .join('\n')}
const void* WasmEdge_PluginFind(void) { return version; }
const unsigned char WasmEdge_Result_Success[8], WasmEdge_Result_Terminate[8], WasmEdge_Result_Fail[8];
`,
  );
  const map = `${output}.map`;
  const nodes = facts.nodeOrder.map((node, i) => {
    const own = facts.functions.filter(({ symbolVersion }) => symbolVersion === node);
    const symbols = own.map(({ name }) => `${name};`).join(' ');
    return `${node} { ${symbols && `global: ${symbols}`} } ${facts.nodeOrder[i - 1] ?? ''};`;
  });
  writeFileSync(map, nodes.join('\n'));
  await compile({
    sources: [source],
    output,
    language: 'c',
    flags: ['-shared', '-w', '-Wl,-soname,libwasmedge.so.0', `-Wl,--version-script=${map}`],
  });
}

describe('two versions of the loader in one process', () => {
  async function play(files: readonly string[]): Promise<unknown[]> {
    const { stdout } = await runChild('conflict.child.js', [await mirrorFile(), ...files]);
    return JSON.parse(stdout);
  }

  it('are known by the version that the package has', () => {
    const { version } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
    assert.equal(VERSION, version);
  });

  it('with one addon: the second is refused, the first works on', async () => {
    const directory = temporaryDirectory();
    const change = { 'bridge/shared.js': (text: string) => text.replace(VERSION, '9.8.7') };
    const other = copyPackage(directory, { change, prebuilds: 'same' });
    const own = projectPath('lib/loader/index.js');
    const [first, second, again] = await play([own, other, own]);
    assert.deepEqual([first, again], [42, 42]);
    const { code, message, hint } = second as PluginError;
    assert.equal(code, 'LOADER_CONFLICT');
    const what = `Cannot use version 9.8.7 of the loader: version ${VERSION} is in use in this thread, expected the same`;
    assert.equal(message, what);
    assert.match(hint as string, /one version/);
  });

  it('with one host library, of another version: is refused', async function () {
    if (currentTarget()?.libc !== 'glibc') skip(this, 'makes a library as glibc wants it');
    const directory = temporaryDirectory();
    const other = copyPackage(join(directory, 'other'), { prebuilds: 'copied' });
    const prebuilds = join(directory, 'other', 'prebuilds', `linux-${process.arch}`);
    const library = join(prebuilds, 'libwasmedge.so.0');
    assert.ok(readdirSync(prebuilds).includes('libwasmedge.so.0'));
    rmSync(library);
    await compileOtherHost(library);
    const copy = copyPackage(join(directory, 'copy'), { prebuilds: 'copied' });
    for (const result of await play([other, copy])) {
      const { code, message, hint } = result as PluginError;
      assert.equal(code, 'LOADER_CONFLICT', message);
      assert.match(message, /its interface has version 99, expected \d+$/);
      assert.match(hint as string, /one/);
    }
  });
});
