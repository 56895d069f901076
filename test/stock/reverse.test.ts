// The acid test, reversed: plug-ins compiled against a stock WasmEdge, in our loader.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { loadPlugins, type Plugin, type PluginHost } from '../../loader/index.js';
import { toJavaScript } from '../../scripts/matrix/cell/values.js';
import { callNarrow, compileNarrow } from '../support/narrow.js';
import { requireStock } from '../support/stock.js';
import { source, spell } from './driver.js';
import { buildProbe, PROBE_CASES, type ProbeOptions } from './probe.js';
import { assemble } from './wat.js';

interface Loaded {
  host: PluginHost;
  plugin: Plugin;
}

async function load(options: ProbeOptions): Promise<Loaded> {
  const host = loadPlugins({ paths: [await buildProbe(options)] });
  const plugin = host.findPlugin(options.name);
  assert.ok(plugin, JSON.stringify(host.outcomes, null, 1));
  return { host, plugin };
}

/** Runs a call as driver.c reads it; what it gives, as driver.ts's outcome() says it. */
function give(exports: WebAssembly.Exports, line: string): string {
  const [name = '', ...literals] = line.split(' ');
  const args = literals.map((literal) => {
    const [type = '', text = ''] = literal.split(':');
    const floating = text === 'nan' || text.endsWith('inf') ? text : Number(text);
    const value = type === 'i64' ? text : floating;
    return toJavaScript({ [type]: value } as Parameters<typeof toJavaScript>[0]);
  });
  try {
    const returned = (exports[name] as CallableFunction)(...args) as number | bigint | number[];
    return [returned ?? []]
      .flat()
      .map((value) => spell(typeof value === 'number' ? 'f64' : 'i64', value as number))
      .join(' ');
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    const { category, resultCode } = error as { category?: string; resultCode?: number };
    return category === undefined ? 'trap' : `${category} ${resultCode}`;
  }
}

/** Runs the guest with the one probe of a host. */
async function passesProbeCases(host: PluginHost): Promise<void> {
  const guest = await readFile(await assemble(source('fixtures/probe.wat')));
  const { instance } = await host.instantiate(guest);
  const given = PROBE_CASES.map(({ call }) => ({ call, gives: give(instance.exports, call) }));
  assert.deepEqual(given, PROBE_CASES);
}

/** What every probe offers, those without memory and table included. */
function callPlainFunctions(plugin: Plugin): void {
  const { functions } = plugin.createModule('probe');
  assert.equal(functions.add?.(20, 22), 42);
  assert.deepEqual(functions.reverse?.(-1n, 1.5, 0.1), [0.1, 1.5, -1n]);
  assert.deepEqual([functions.count?.(), functions.count?.()], [1, 2]);
  assert.throws(() => functions.fail?.(77), { code: 'HOST_FUNCTION_FAILED', resultCode: 77 });
}

describe('a plug-in compiled against stock WasmEdge, in our loader', () => {
  it('works when linked against 0.17.1', async function () {
    const { include, library } = await requireStock(this, '0.17.1');
    const { host, plugin } = await load({
      name: 'reverse linked',
      include,
      libraries: [library],
    });
    assert.equal(plugin.apiVersion, 5);
    assert.equal(plugin.version, '0.1.2.3');
    await passesProbeCases(host);
  });

  it('works when left unlinked', async function () {
    const { include } = await requireStock(this, '0.17.1');
    const macros = ['PROBE_PLAIN'];
    const { plugin } = await load({ name: 'reverse unlinked', include, macros });
    assert.equal(plugin.apiVersion, 5);
    callPlainFunctions(plugin);
  });

  it('is refused when left unlinked with a function of two forms', async function () {
    const { include } = await requireStock(this, '0.17.1');
    const [outcome] = loadPlugins({
      paths: [await buildProbe({ name: 'reverse ambiguous', include })],
    }).outcomes;
    assert.equal(outcome?.code, 'ABI_AMBIGUOUS');
    assert.match(outcome.reason ?? '', /^WasmEdge_\w+ is imported with no symbol version/);
    assert.match(outcome.hint ?? '', /against libwasmedge/);
  });

  for (const linked of [true, false]) {
    it(`works when it was built for 0.14.1, ${linked ? 'linked' : 'left unlinked'}`, async function () {
      const { include, library } = await requireStock(this, '0.14.1');
      const { host, plugin } = await load({
        name: `reverse old ${linked ? 'linked' : 'unlinked'}`,
        include,
        libraries: linked ? [library] : [],
      });
      assert.equal(plugin.apiVersion, 4);
      callPlainFunctions(plugin);
      await passesProbeCases(host);
    });
  }

  it('may leave anything in the upper halves of registers when it was built for 0.14.1', async function () {
    const { include } = await requireStock(this, '0.14.1');
    callNarrow(await compileNarrow('narrow stock', { include, flags: [] }));
  });
});
