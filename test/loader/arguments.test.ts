// What programs pass to the public functions. Whatever it is, the answer is ARGUMENT_INVALID with what
// was being done, what was passed and what was expected, never a raw TypeError and never silence. Long because it is a
// table of all public functions.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import {
  type LoadPluginsOptions,
  loadPlugins,
  type PluginError,
  type PluginHost,
  runToEnd,
} from '../../loader/index.js';
import { assemble, loadMirror, mirrorFile, temporaryDirectory } from './mirror.js';

type Call = (value: unknown) => unknown;

/** An object whose every access through this trap fails. */
const failing = (trap: keyof ProxyHandler<object>, target: object = {}) =>
  new Proxy(target, {
    [trap]() {
      throw new Error(`the trap ${trap}`);
    },
  });

/** A getter that fails. */
const withGetter = (name: string) =>
  Object.defineProperty({}, name, {
    enumerable: true,
    get() {
      throw new Error(`the getter ${name}`);
    },
  });

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Values of every kind that are neither plain objects, strings, booleans nor undefined. */
const NEITHER: readonly unknown[] = [
  null,
  5,
  Number.NaN,
  5n,
  Symbol('s'),
  () => 5,
  class {},
  [],
  ['x'],
  [{}],
  new Array(3),
  new Map(),
  new Set(),
  new Date(),
  Buffer.from('x'),
  Promise.resolve(),
  new Error('x'),
  /x/,
  new WeakMap(),
  new (class Options {})(),
  new String('x'),
  Object.create({ x: 1 }),
  revoked({}),
  revoked([]),
  revoked(() => 5),
  failing('getPrototypeOf'),
  failing('getPrototypeOf', []),
  runInNewContext('new Map()'),
  runInNewContext('[]'),
  Object.create(revoked({})),
];

/** Buffers are bytes. */
const NOT_BYTES = NEITHER.filter((value) => !ArrayBuffer.isView(value));

/** Plain objects that no function takes. */
const STRANGE_OBJECTS: readonly unknown[] = [
  { unknown: 1 },
  { [Symbol('s')]: 1 },
  failing('ownKeys'),
  JSON.parse('{"__proto__": 1}'),
  { constructor: 1 },
  { toString: 1 },
  Object.assign(Object.create(null), { unknown: 1 }),
  failing('getOwnPropertyDescriptor', { paths: [], plugin: 'x', memory: null, imports: {} }),
];

const COMPILE_OPTIONS: readonly unknown[] = [
  { builtins: 'js-string' },
  { builtins: [5] },
  { builtins: null },
  { builtins: new Array(1) },
  { importedStringConstants: 5 },
  { [Symbol('s')]: 1 },
  withGetter('builtins'),
];

const STRINGS_AND_FLAGS: readonly unknown[] = ['x', '', true, false];

/** An empty array is right where modules are wanted. */
function isEmptyArray(value: unknown): boolean {
  try {
    return Array.isArray(value) && value.length === 0;
  } catch {
    return false;
  }
}

describe('arguments of', () => {
  let host: PluginHost;
  let guest: Uint8Array<ArrayBuffer>;
  before(async () => {
    host = await loadMirror();
    guest = await assemble('(module (memory (export "memory") 1))');
  });

  /** Asserts that every value is refused with an error that says all it should. */
  async function assertRefused(values: readonly unknown[], call: Call): Promise<void> {
    for (const [index, value] of values.entries()) {
      await assert.rejects(
        async () => call(value),
        (error: PluginError) => {
          assert.equal(error.name, 'PluginError', `value ${index}: ${error.stack}`);
          assert.equal(error.code, 'ARGUMENT_INVALID', `value ${index}: ${error.message}`);
          assert.match(error.message, /^Cannot [a-z].+: .+, expected .+[^.]$/, `value ${index}`);
          return true;
        },
        `value ${index}`,
      );
    }
  }

  const mirror = () => host.createModule('mirror');
  const plugin = () => host.findPlugin('mirror') as NonNullable<ReturnType<typeof host.findPlugin>>;
  const bound = async () => {
    const module = mirror();
    const { instance } = await WebAssembly.instantiate(guest, {});
    return { module, instance };
  };

  /** Every options object there is; `undefined` stands for none. */
  const withOptions: Record<string, { call: Call; keys: Record<string, readonly unknown[]> }> = {
    'loadPlugins()': {
      call: (value) => loadPlugins(value as LoadPluginsOptions),
      keys: {
        paths: [...NEITHER.slice(0, 7), {}, ...STRINGS_AND_FLAGS, new Set(['x']), revoked([])],
        defaultPaths: [...NEITHER, {}, 'x'],
        options: [...NEITHER, ...STRINGS_AND_FLAGS, { mirror: 5 }, { mirror: ['upper'] }],
        engine: [...NEITHER, ...STRINGS_AND_FLAGS, {}],
        accelerator: [...NEITHER, ...STRINGS_AND_FLAGS, {}],
      },
    },
    'PluginHost.createModule()': {
      call: (value) => host.createModule('mirror', value as never),
      keys: { plugin: [...NEITHER, {}, true], keepReferences: [...NEITHER, {}, 'x'] },
    },
    'Plugin.createModule()': {
      call: (value) => plugin().createModule('mirror', value as never),
      keys: { keepReferences: [...NEITHER, {}, 'x'] },
    },
    'PluginModule.bind()': {
      call: async (value) => {
        const { module, instance } = await bound();
        module.bind(instance, value as never);
      },
      keys: { memory: [...NEITHER.slice(1), {}, ...STRINGS_AND_FLAGS] },
    },
    'PluginHost.instantiate()': {
      call: (value) => host.instantiate(guest, value as never),
      keys: {
        imports: [null, 5, 5n, Symbol('s'), [], ['x'], ...STRINGS_AND_FLAGS],
        modules: [...NEITHER.filter((value) => !isEmptyArray(value)), {}, ...STRINGS_AND_FLAGS],
        compileOptions: [...NEITHER, ...STRINGS_AND_FLAGS, ...COMPILE_OPTIONS],
      },
    },
    'PluginHost.instantiateSync()': {
      call: (value) => host.instantiateSync(guest, value as never),
      keys: { imports: [null, 5, 5n, Symbol('s'), [], ['x'], ...STRINGS_AND_FLAGS] },
    },
  };

  for (const [name, { call, keys }] of Object.entries(withOptions)) {
    it(`${name}: options that are no options object`, () =>
      assertRefused([...NEITHER, ...STRANGE_OBJECTS, ...STRINGS_AND_FLAGS], call));

    for (const [key, values] of Object.entries(keys)) {
      it(`${name}: ${key}`, async () => {
        await assertRefused(values, (value) => call({ [key]: value }));
        await assertRefused([withGetter(key), failing('get', { [key]: 1 })], call);
        await call({ [key]: undefined });
      });

      it(`${name}: ${key} with a typing error`, async () => {
        const wrong = key.slice(0, -1);
        await assert.rejects(async () => call({ [wrong]: undefined }), {
          code: 'ARGUMENT_INVALID',
          message: new RegExp(`has the unknown key "${wrong}", expected .*"${key}"`),
          hint: `Did you mean "${key}"?`,
        });
      });
    }

    it(`${name}: options are read as own properties, once, and may have no prototype`, async () => {
      await call(Object.create(null));
      await call(runInNewContext('({})'));
      const polluted = Object.prototype as { [name: string]: unknown };
      try {
        for (const key of Object.keys(keys)) polluted[key] = 5;
        await call({});
        await call(undefined);
      } finally {
        for (const key of Object.keys(keys)) delete polluted[key];
      }
    });
  }

  it('loadPlugins(): each of the paths', async () => {
    const values = [...NEITHER, undefined, {}, '', 'a\0b', true, false];
    await assertRefused(values, (value) => loadPlugins({ paths: [value as string] }));
    await assertRefused(values, (value) => loadPlugins({ paths: ['nowhere', value as string] }));
    // A hole, and an array that cannot be read.
    await assertRefused([new Array(1), failing('get', ['x'])], (value) =>
      loadPlugins({ paths: value as string[] }),
    );
  });

  it('PluginHost.instantiate(): imports that cannot be read', async () => {
    const wanting = await assemble('(module (import "env" "f" (func)))');
    const hostile: unknown[] = [
      withGetter('env'),
      { env: withGetter('f') },
      { env: revoked({}) },
      revoked({}),
      failing('get'),
      { env: failing('get') },
      Object.create(revoked({})),
    ];
    for (const call of ['instantiate', 'instantiateSync'] as const) {
      await assertRefused(hostile, (value) => host[call](wanting, { imports: value as never }));
    }
    // An error of the loader's own objects stays what it is.
    const module = mirror();
    const { imports } = module;
    module.dispose();
    const guest = await assemble('(module (import "mirror" "add" (func)))');
    await assert.rejects(host.instantiate(guest, { imports }), { code: 'MODULE_DISPOSED' });
  });

  const withoutOptions: Record<string, { call: Call; values: readonly unknown[] }> = {
    'PluginHost.loadFromPath()': {
      call: (value) => host.loadFromPath(value as string),
      values: [...NEITHER, undefined, {}, '', 'a\0b', true],
    },
    'PluginHost.findPlugin()': {
      call: (value) => host.findPlugin(value as string),
      values: [...NEITHER, undefined, {}, true],
    },
    'PluginHost.createModule(), its name': {
      call: (value) => host.createModule(value as string),
      values: [...NEITHER, undefined, {}, true],
    },
    'Plugin.createModule(), its name': {
      call: (value) => plugin().createModule(value as string),
      values: [...NEITHER, {}, true],
    },
    'Plugin.setOption(), its name': {
      call: (value) => plugin().setOption(value as string, 5),
      values: [...NEITHER, undefined, {}, true],
    },
    'PluginModule.bind(), the instance': {
      call: (value) => mirror().bind(value as WebAssembly.Instance),
      values: [...NEITHER, undefined, {}, true, Object.create(WebAssembly.Instance.prototype)],
    },
    'runToEnd()': {
      call: (value) => runToEnd(value as () => unknown),
      values: [...NEITHER.filter((each) => typeof each !== 'function'), undefined, {}, 'x', true],
    },
    'PluginHost.instantiate(), the source': {
      call: (value) => host.instantiate(value as never),
      values: [...NOT_BYTES, undefined, {}, 'x', true],
    },
    'PluginHost.instantiateSync(), the source': {
      call: (value) => host.instantiateSync(value as never),
      values: [...NOT_BYTES, undefined, {}, 'x', true],
    },
    'PluginHost.compile(), the source': {
      call: (value) => host.compile(value as never),
      values: [...NOT_BYTES, undefined, {}, 'x', true],
    },
    'PluginHost.compileSync(), the source': {
      call: (value) => host.compileSync(value as never),
      values: [...NOT_BYTES, undefined, {}, 'x', true],
    },
    'PluginHost.compile(), its options': {
      call: (value) => host.compile(guest, value as never),
      values: [...NEITHER, ...STRINGS_AND_FLAGS, ...COMPILE_OPTIONS],
    },
    'PluginHost.compileSync(), its options': {
      call: (value) => host.compileSync(guest, value as never),
      values: [...NEITHER, ...STRINGS_AND_FLAGS, ...COMPILE_OPTIONS],
    },
    'PluginHost.instantiate(), the modules': {
      call: (value) => host.instantiate(guest, { modules: [value] as never }),
      values: [...NEITHER, undefined, {}, 'x', true, { name: 'mirror', imports: {} }],
    },
  };
  for (const [name, { call, values }] of Object.entries(withoutOptions)) {
    it(name, () => assertRefused(values, call));
  }

  it('Plugin.setOption(): the value', () => {
    for (const name of ['upper', 'greeting', 'large', 'small', 'ratio']) {
      for (const value of [
        ...NEITHER.filter((each) => !/^(number|bigint)$/.test(typeof each)),
        {},
      ]) {
        assert.throws(() => plugin().setOption(name, value as never), {
          code: 'OPTION_INVALID',
          message: /^Cannot set option "\w+" of plug-in "mirror": the value is .+, expected .+/,
        });
      }
    }
    assert.throws(() => plugin().setOption('greeting', '\ud800'), { code: 'OPTION_INVALID' });
  });
});

describe('loadPlugins()', () => {
  const message = (call: () => unknown): PluginError => {
    try {
      call();
    } catch (error) {
      return error as PluginError;
    }
    return assert.fail('it did not throw');
  };

  it('says how paths are passed', () => {
    for (const value of ['x', ['x']]) {
      const error = message(() => loadPlugins(value as never));
      assert.equal(error.hint, 'Pass options as { paths: ["./plugins"] }');
    }
    const { hint } = message(() => loadPlugins({ paths: 'x' as never }));
    assert.equal(hint, 'Pass one path as an array of one');
  });

  it('names what was wrong and where', () => {
    const cases: [unknown, string][] = [
      [
        'x',
        'Cannot load plug-ins: the argument is "x", expected an object such as { paths: ["./plugins"] }',
      ],
      [
        { paths: ['a', 5n] },
        'Cannot load plug-ins: paths[1] is 5n, expected a path as a string or a file: URL',
      ],
      [
        { options: { mirror: 5 } },
        'Cannot load plug-ins: options["mirror"] is 5, expected an object of options: { [option]: value }',
      ],
      [{ engine: 'jsc' }, 'Cannot load plug-ins: engine is "jsc", expected "v8" or "wasmedge"'],
      [
        { runMode: 'jit' },
        'Cannot load plug-ins: runMode is "jit", expected no such option with the engine "v8"',
      ],
      [{ defaultPaths: 1 }, 'Cannot load plug-ins: defaultPaths is 1, expected true or false'],
    ];
    for (const [value, text] of cases) {
      assert.equal(message(() => loadPlugins(value as never)).message, text);
    }
  });

  it('keeps the error of a getter as the cause', () => {
    const { cause } = message(() => loadPlugins(withGetter('paths')));
    assert.equal((cause as Error).message, 'the getter paths');
  });

  it('takes paths as strings, URL objects and file: URL strings, of any realm', async () => {
    const file = await mirrorFile();
    const url = pathToFileURL(file);
    // A class of another realm, with the properties of a URL.
    const foreign = new Proxy(url, { get: (_, name) => Reflect.get(url, name) });
    for (const path of [file, url, url.href, `${url.href}?query#hash`, foreign]) {
      const { outcomes } = loadPlugins({ paths: [path] });
      assert.deepEqual(
        outcomes.map((outcome) => [outcome.path, outcome.plugin]),
        [[file, 'mirror']],
      );
      assert.deepEqual(loadPlugins({ paths: [] }).loadFromPath(path), outcomes);
    }
  });

  it('refuses other URLs, and file: URLs that are no paths', () => {
    const urls = ['https://example.org/a.so', new URL('https://example.org/a.so'), 'data://x'];
    for (const url of [
      ...urls,
      'file:///a%2fb.so',
      'file:///a%00b.so',
      'file://[',
      'FILE:///a%2fb',
    ]) {
      const error = message(() => loadPlugins({ paths: [url] }));
      assert.equal(error.code, 'ARGUMENT_INVALID', String(url));
    }
    const { message: text } = message(() => loadPlugins({ paths: [new URL('https://a/b')] }));
    assert.match(
      text,
      /paths\[0\] is "https:\/\/a\/b", expected a path as a string or a file: URL/,
    );
  });

  it('takes a colon in a path for no URL', () => {
    for (const path of ['a:b', 'x/y://z']) {
      const [outcome] = loadPlugins({ paths: [path] }).outcomes;
      assert.equal(outcome?.code, 'PATH_NOT_FOUND', path);
    }
  });

  it('searches the default paths only when it is given no paths, or asked to', async () => {
    const file = await mirrorFile();
    const empty = join(temporaryDirectory(), 'empty');
    mkdirSync(empty);
    const before = process.env.WASMEDGE_PLUGIN_PATH;
    process.env.WASMEDGE_PLUGIN_PATH = file;
    try {
      const found = (options?: LoadPluginsOptions) =>
        loadPlugins(options).outcomes.some(({ path }) => path === file);
      assert.equal(found(), true);
      assert.equal(found({}), true);
      assert.equal(found({ defaultPaths: true, paths: [empty] }), true);
      assert.equal(found({ paths: [empty] }), false);
      assert.equal(found({ paths: [] }), false);
      assert.equal(found({ defaultPaths: false }), false);
    } finally {
      if (before === undefined) delete process.env.WASMEDGE_PLUGIN_PATH;
      else process.env.WASMEDGE_PLUGIN_PATH = before;
    }
  });
});

describe('PluginHost.instantiate()', () => {
  it('refuses two modules of one name', async () => {
    const host = await loadMirror();
    const guest = await assemble('(module)');
    const modules = [host.createModule('state'), ...[1, 2].map(() => host.createModule('mirror'))];
    await assert.rejects(host.instantiate(guest, { modules }), {
      code: 'ARGUMENT_INVALID',
      message:
        'Cannot instantiate: modules[2] is "mirror", expected another name than that of modules[1]',
    });
  });

  it('says how imports are passed', async () => {
    const host = await loadMirror();
    await assert.rejects(host.instantiate(await assemble('(module)'), { env: {} } as never), {
      code: 'ARGUMENT_INVALID',
      message:
        'Cannot instantiate: the second argument has the unknown key "env", expected "imports", "modules", "wasi" or "compileOptions"',
      hint: 'Pass options as { imports: { env: {} } }',
    });
  });
});
