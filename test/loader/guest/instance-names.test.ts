// Modules whose instances have other names than the descriptor says: guests import them by either, in a stock WasmEdge by
// the instance's (test/stock/run.test.ts).
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlugins, type PluginHost } from '../../../loader/index.js';
import { currentTarget, type Target } from '../../../loader/target.js';
import { compile, includeDirectory, linkLibraries } from '../../support/compile.js';
import { descriptorSource, oneSource } from '../../support/small-plugin.js';
import { assemble, type Callable, temporaryDirectory } from '../mirror.js';

const { libraryExtension } = currentTarget() as Target;

describe('a module whose instance has another name', () => {
  let host: PluginHost;
  let failing: string;

  before(async () => {
    const directory = temporaryDirectory();
    const build = async (name: string, text: string): Promise<string> => {
      writeFileSync(join(directory, `${name}.c`), text);
      return compile({
        sources: [join(directory, `${name}.c`)],
        output: join(directory, name, `lib${name}${libraryExtension}`),
        language: 'c',
        includeDirs: [includeDirectory],
        libraries: await linkLibraries(),
        flags: ['-shared'],
      });
    };
    // The instance is called `one`, the module in the descriptor `descriptor_name`.
    const source = oneSource('renamed').replace(
      '{"one", "One", create}',
      '{"descriptor_name", "One", create}',
    );
    const file = await build('renamed', source);
    failing = await build(
      'failing',
      `#include <wasmedge/wasmedge.h>
      static WasmEdge_ModuleInstanceContext* create(const WasmEdge_ModuleDescriptor* descriptor) {
        (void)descriptor;
        return NULL;
      }
      ${descriptorSource('failing', '{"never", "Never", create}')}`,
    );
    host = loadPlugins({ paths: [file] });
  });

  const guest = (...modules: string[]) =>
    assemble(
      `(module ${modules.map((module, at) => `(import "${module}" "one" (func $f${at} (result i32)))`).join('')}
        (func (export "sum") (result i32) ${modules.map((_, at) => `(call $f${at})`).join('')} ${'i32.add '.repeat(modules.length - 1)}))`,
    );

  it('is imported by the name of the instance, and by that in the descriptor', async () => {
    for (const names of [['one'], ['descriptor_name'], ['one', 'descriptor_name']]) {
      const { instance, modules } = await host.instantiate(await guest(...names));
      assert.equal((instance.exports.sum as Callable)(), names.length);
      assert.equal(modules.length, 1, 'one module serves both');
    }
  });

  it('serves when it is given, and has both names among its imports', async () => {
    const module = host.createModule('descriptor_name');
    assert.deepEqual(Object.keys(module.imports), ['descriptor_name', 'one']);
    const { modules } = host.instantiateSync(await guest('one'), { modules: [module] });
    assert.deepEqual(modules, [module]);
  });

  it('is looked for beside modules that cannot be created', async () => {
    const both = loadPlugins({ paths: [failing, host.plugins[0]?.path as string] });
    assert.equal(both.plugins.length, 2);
    const { instance } = await both.instantiate(await guest('one'));
    assert.equal((instance.exports.sum as Callable)(), 1);
    await assert.rejects(both.instantiate(await guest('other')), { code: 'MODULE_NOT_FOUND' });
    await assert.rejects(both.instantiate(await guest('never')), { code: 'MODULE_CREATE_FAILED' });
  });
});
