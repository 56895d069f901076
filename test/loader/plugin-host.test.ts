import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlugins, type Plugin, type PluginError, type PluginHost } from '../../loader/index.js';
import { assemble, type Callable, loadMirror, mirrorFile, temporaryDirectory } from './mirror.js';

describe('loadPlugins()', () => {
  it('reports what became of every path', async () => {
    const file = await mirrorFile();
    const none = temporaryDirectory();
    loadPlugins({ paths: [file] });
    const { outcomes, plugins } = loadPlugins({ paths: [file, none] });
    assert.deepEqual(
      outcomes.map(({ path, state, plugin, code }) => ({ path, state, plugin, code })),
      [
        { path: file, state: 'already-loaded', plugin: 'mirror', code: undefined },
        { path: none, state: 'refused', plugin: undefined, code: 'NO_LIBRARY_FOUND' },
      ],
    );
    assert.deepEqual(
      plugins.map(({ name }) => name),
      ['mirror'],
    );
  });

  it('refuses paths that are not strings', () => {
    for (const paths of ['file', [5], [''], ['a\0b']]) {
      assert.throws(() => loadPlugins({ paths: paths as string[] }), { code: 'ARGUMENT_INVALID' });
    }
  });

  it('keeps the latest outcome of each path, in the order of the first', async () => {
    const file = await mirrorFile();
    const [one, other] = [temporaryDirectory(), temporaryDirectory()];
    const host = loadPlugins({ paths: [one, file, other] });
    for (let count = 0; count < 5; count += 1) {
      assert.equal(host.loadFromPath(file).length, 1);
      assert.equal(host.loadFromPath(one).length, 1);
    }
    const found = join(other, 'now');
    writeFileSync(found, 'text');
    host.loadFromPath(found);
    assert.deepEqual(
      host.outcomes.map(({ path, state }) => [path, state]),
      [
        [one, 'refused'],
        [file, 'already-loaded'],
        [other, 'refused'],
        [found, 'refused'],
      ],
    );
    // The array is the caller's: what comes later is not in it.
    const { outcomes } = host;
    host.loadFromPath(join(other, 'nowhere'));
    assert.equal(outcomes.length, 4);
  });

  it('sets options', async () => {
    const options = {
      mirror: { upper: true, greeting: 'Olá', large: -(2n ** 63n), small: 255, ratio: 0.5 },
    };
    using host = loadPlugins({ paths: [await mirrorFile()], options });
    const read = host.createModule('mirror').functions.options as Callable;
    assert.deepEqual(read(), [1, 4, -(2n ** 63n), 255, 0.5]);
  });

  it('refuses options of a plug-in that is not loaded', async () => {
    const paths = [await mirrorFile()];
    assert.throws(
      () => loadPlugins({ paths, options: { absent: {} } }),
      (error: PluginError) => {
        assert.equal(error.code, 'PLUGIN_NOT_FOUND');
        assert.ok(error.message.includes(paths[0] as string), error.message);
        assert.ok(error.hint);
        return true;
      },
    );
  });
});

describe('Plugin', () => {
  let plugin: Plugin;
  let other: Plugin;
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
    plugin = host.findPlugin('mirror') as Plugin;
    other = (await loadMirror()).findPlugin('mirror') as Plugin;
  });

  it('says what the descriptor says', async () => {
    assert.equal(plugin.description, 'Returns what it gets');
    assert.equal(plugin.version, '1.2.3.4');
    assert.deepEqual(plugin.versionParts, { major: 1, minor: 2, patch: 3, build: 4 });
    assert.equal(plugin.apiVersion, 5);
    assert.equal(plugin.path, await mirrorFile());
    assert.deepEqual(
      plugin.modules.map(({ name }) => name),
      ['mirror', 'state', 'shapes', 'nothing', 'later'],
    );
    assert.deepEqual(plugin.options, [
      { name: 'upper', description: 'A toggle', type: 'toggle', defaultValue: undefined },
      { name: 'greeting', description: 'A string', type: 'string', defaultValue: 'hello' },
      { name: 'large', description: 'A 64-bit integer', type: 'int64', defaultValue: -5n },
      { name: 'small', description: 'A byte', type: 'uint8', defaultValue: undefined },
      { name: 'ratio', description: 'A double', type: 'double', defaultValue: undefined },
      { name: 'shape', description: 'A signature', type: 'string', defaultValue: undefined },
    ]);
  });

  it('setOption() refuses an option the plug-in does not have', () => {
    assert.throws(() => plugin.setOption('absent', true), {
      code: 'OPTION_UNKNOWN',
      message: /expected "upper", "greeting", .* or "shape"$/,
    });
  });

  it('setOption() refuses a value that does not fit', () => {
    const wrong = [
      ['upper', 1],
      ['greeting', 5],
      ['greeting', 'a\0b'],
      ['large', 2n ** 63n],
      ['large', 0.5],
      ['small', 256],
      ['small', -1],
      ['ratio', '1'],
    ] as const;
    for (const [name, value] of wrong) {
      assert.throws(() => plugin.setOption(name, value), { code: 'OPTION_INVALID' }, name);
    }
  });

  it('setOption() takes a safe integer for 64 bits', () => {
    plugin.setOption('large', 12);
    using module = plugin.createModule('mirror');
    const read = module.functions.options as Callable;
    assert.equal((read() as unknown[])[2], 12n);
  });

  it('setOption() refuses another value while a module made with the former one lives', () => {
    plugin.setOption('ratio', 0.25);
    const module = plugin.createModule('state');
    assert.throws(() => plugin.setOption('ratio', 0.5), {
      code: 'OPTION_IN_USE',
      message:
        'Cannot set option "ratio" of plug-in "mirror" to 0.5: module "state" was created while it was 0.25, and options are the whole process\'s',
    });
    plugin.setOption('ratio', 0.25); // as it is
    // Another host is not free to change it, either.
    assert.throws(() => other.setOption('ratio', 0.5), { code: 'OPTION_IN_USE' });
    module.dispose();
    other.setOption('ratio', 0.5);
  });

  it('setOption() sets an option that nobody has set, whatever modules there are', async () => {
    // In a process of its own: other tests set options of this plug-in.
    const program = `import { loadPlugins } from ${JSON.stringify(new URL('../../loader/index.js', import.meta.url).href)};
      const host = loadPlugins({ paths: [${JSON.stringify(await mirrorFile())}] });
      const module = host.createModule('state');
      host.findPlugin('mirror').setOption('shape', 'i:i');
      console.log(module.name);`;
    const args = ['--input-type=module', '--eval', program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(stdout, 'state\n', stderr);
  });

  it('createModule() wants a name when there are several', () => {
    assert.throws(() => plugin.createModule(), {
      code: 'MODULE_NOT_FOUND',
      message: /expected "mirror", "state", .* or "later"$/,
    });
  });
});

describe('PluginHost', () => {
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  it('createModule() fails when nobody offers the module', async () => {
    const broken = join(temporaryDirectory(), 'broken.so');
    writeFileSync(broken, 'text');
    const other = loadPlugins({ paths: [await mirrorFile(), broken] });
    assert.throws(
      () => other.createModule('absent'),
      (error: PluginError) => {
        assert.equal(error.code, 'MODULE_NOT_FOUND');
        for (const part of ['loaded "mirror"', broken, 'NOT_A_LIBRARY']) {
          assert.ok(error.message.includes(part), error.message);
        }
        return true;
      },
    );
  });

  it('createModule() takes a module of one plug-in', () => {
    assert.equal(host.createModule('mirror', { plugin: 'mirror' }).name, 'mirror');
    assert.throws(() => host.createModule('mirror', { plugin: 'absent' }), {
      code: 'PLUGIN_NOT_FOUND',
    });
  });

  it('createModule() fails when the plug-in does not create the module', () => {
    assert.throws(() => host.createModule('nothing'), { code: 'MODULE_CREATE_FAILED' });
  });

  it('refuses functions of types that no host call can pass', () => {
    const { functions } = host.createModule('later');
    assert.throws(() => functions.take, { code: 'TYPE_UNSUPPORTED' });
  });

  it('instantiate() fails when nobody offers an imported module', async () => {
    const guest = await assemble('(module (import "absent" "f" (func)))');
    await assert.rejects(host.instantiate(guest), {
      code: 'MODULE_NOT_FOUND',
      message: /import "f" of module "absent"/,
    });
  });

  it('instantiate() refuses what is not WebAssembly', async () => {
    await assert.rejects(host.instantiate('text' as never), { code: 'ARGUMENT_INVALID' });
    await assert.rejects(host.instantiate(new Uint8Array(8)), WebAssembly.CompileError);
    const guest = await assemble('(module)');
    await assert.rejects(host.instantiate(guest, { modules: [{ imports: {} } as never] }), {
      code: 'ARGUMENT_INVALID',
    });
  });

  it('instantiate() prefers imports of the caller and uses given modules', async () => {
    const guest = await assemble(`(module
      (import "mirror" "add" (func $add (param i32 i32) (result i32)))
      (import "mirror" "remember" (func $remember (param externref)))
      (func (export "add") (result i32) (call $add (i32.const 1) (i32.const 2)))
      (func (export "remember") (param externref) (call $remember (local.get 0))))`);
    const module = host.createModule('mirror', { keepReferences: true });
    const { instance, modules } = await host.instantiate(guest, {
      imports: { mirror: { add: () => 99 } },
      modules: [module],
    });
    assert.equal((instance.exports.add as Callable)(), 99);
    (instance.exports.remember as Callable)('here');
    assert.equal(module.functions.recall?.(), 'here');
    assert.deepEqual(modules, [module]);
  });

  it('instantiate() takes modules of compile() as often as it likes, start function and all', async () => {
    const module = await host.compile(
      await assemble(`(module
        (import "mirror" "poke" (func $poke (param i32 i32)))
        (import "mirror" "call_back" (func $call_back (param i32) (result i32)))
        (memory 1)
        (func $main (call $poke (i32.const 0) (i32.const 5))) (start $main)
        (func (export "callback") (param i32) (result i32)
          (i32.add (local.get 0) (i32.load8_u (i32.const 0))))
        (func (export "run") (param i32) (result i32) (call $call_back (local.get 0))))`),
    );
    for (let count = 0; count < 3; count += 1) {
      const { instance, module: same } = await host.instantiate(module);
      assert.equal(same, module);
      assert.equal((instance.exports.run as Callable)(10), 15);
    }
  });

  it('dispose() ends its modules, not its plug-ins', async () => {
    const other = await loadMirror();
    for (const dispose of [() => other.dispose(), () => other[Symbol.dispose]()]) {
      const module = other.createModule('mirror');
      dispose();
      assert.throws(() => module.functions, { code: 'MODULE_DISPOSED' });
      assert.equal(other.createModule('mirror').functions.add?.(1, 1), 2);
    }
  });
});

describe('PluginModule', () => {
  const GUEST = `(module
    (import "mirror" "peek" (func $peek (param i32) (result i32)))
    (memory (export "memory") 1) (data (i32.const 0) "\\2a")
    (func (export "peek") (param i32) (result i32) (call $peek (local.get 0))))`;
  let host: PluginHost;
  before(async () => {
    host = await loadMirror();
  });

  async function instantiate(text: string) {
    const module = host.createModule('mirror');
    const { instance } = await WebAssembly.instantiate(
      await assemble(text),
      module.imports as WebAssembly.Imports,
    );
    return { module, instance, peek: instance.exports.peek as Callable };
  }

  it('bind() gives host functions the memory', async () => {
    const { module, instance, peek } = await instantiate(GUEST);
    assert.throws(() => peek(0), { code: 'MEMORY_UNREACHABLE' });
    module.bind(instance);
    assert.equal(peek(0), 42);
    module.bind(instance); // the same again is no error
    assert.equal(peek(0), 42);
  });

  it('bind() takes the memory it is given', async () => {
    const { module, instance, peek } = await instantiate(GUEST);
    const memory = new WebAssembly.Memory({ initial: 1 });
    new Uint8Array(memory.buffer)[0] = 7;
    module.bind(instance, { memory });
    assert.equal(peek(0), 7);
  });

  it('bind() binds once', async () => {
    const { module, instance } = await instantiate(GUEST);
    module.bind(instance);
    const other = await instantiate(GUEST);
    assert.throws(() => module.bind(other.instance), { code: 'ALREADY_BOUND' });
  });

  it('bind() wants a memory, or to be told that there is none', async () => {
    const { module, instance } = await instantiate(GUEST.replace('(export "memory")', ''));
    assert.throws(() => module.bind(instance), { code: 'MEMORY_UNREACHABLE' });
    module.bind(instance, { memory: null });
  });

  it('bind() refuses what is no instance and no memory', async () => {
    const { module, instance } = await instantiate(GUEST);
    assert.throws(() => module.bind({} as never), { code: 'ARGUMENT_INVALID' });
    assert.throws(() => module.bind(instance, { memory: {} as never }), {
      code: 'ARGUMENT_INVALID',
    });
  });

  it('dispose() makes every use an error, also of functions taken before', async () => {
    const { module, instance, peek } = await instantiate(GUEST);
    module.bind(instance);
    const { functions, imports } = module;
    const { add } = functions;
    module.dispose();
    module.dispose();
    module[Symbol.dispose]();
    for (const use of [
      () => module.functions,
      () => module.imports,
      () => module.bind(instance),
      () => add?.(1, 2),
      () => peek(0),
      () => functions.reverse, // taken now for the first time
      () => imports.mirror?.reverse,
    ]) {
      assert.throws(use, { code: 'MODULE_DISPOSED' });
    }
    await assert.rejects(host.instantiate(await assemble(GUEST), { modules: [module] }), {
      code: 'MODULE_DISPOSED',
    });
  });

  it('knows the plug-in it is of', () => {
    const module = host.createModule('mirror');
    assert.equal(module.plugin, 'mirror');
    assert.equal(host.findPlugin(module.plugin)?.modules[0]?.name, module.name);
  });

  it('has functions of the types that the program says', () => {
    const { functions } = host.createModule<{ add(a: number, b: number): number }>('mirror');
    const sum: number = functions.add(1, 2);
    assert.equal(sum, 3);
    const plugin = host.findPlugin('mirror') as Plugin;
    const module = plugin.createModule<{ add: (a: number, b: number) => number }>('mirror');
    const same: number = module.functions.add(1, 2);
    assert.equal(same, 3);
    // @ts-expect-error: the program did not say that there is such a function
    const { reverse } = functions;
    assert.equal(typeof reverse, 'function');
  });

  it('has an export for every name, made when it is read', () => {
    const { functions, imports } = host.createModule('mirror');
    assert.ok(Object.keys(functions).includes('add'));
    assert.deepEqual(Object.keys(imports), ['mirror']);
    assert.equal(functions.add, functions.add);
  });
});
