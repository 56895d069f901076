// Run by twice.test.ts: two evaluations of the loader's code in one thread, which load the same plug-ins.
// Prints what it saw as JSON.
import { readFileSync } from 'node:fs';
import type * as Loader from '../../loader/index.js';
import { copyPackage, evaluateAgain, importCopy, reopen } from './copies.js';
import type { Callable } from './mirror.js';

const [, , way = '', scene = '', mirror = '', shelf = '', directory = '', guestFile = ''] =
  process.argv;
const guest = readFileSync(guestFile);

type Exports = Record<string, Callable>;
type Imports = Record<string, (value: number) => unknown>;

/** One evaluation at work. */
class Side {
  readonly loader: typeof Loader;
  readonly host: Loader.PluginHost;
  readonly shelf: Exports;

  constructor(loader: typeof Loader) {
    this.loader = loader;
    this.host = loader.loadPlugins({ paths: [mirror, shelf] });
    this.shelf = this.host.createModule('shelf').functions as Exports;
  }

  async open(callback: (value: number) => unknown = (value) => value): Promise<Exports> {
    const js: Imports = { callback };
    const { instance } = await this.host.instantiate(guest, { imports: { js } as never });
    return instance.exports as unknown as Exports;
  }
}

const ways: Record<string, (() => Promise<typeof Loader>)[]> = {
  evaluated: [evaluateAgain, evaluateAgain],
  reopened: [evaluateAgain, reopen],
  copied: ['one', 'two'].map(
    (name) => () => importCopy(copyPackage(`${directory}/${name}`, { prebuilds: 'copied' })),
  ),
};

/** What a call came to: its value, or what is known of what it threw. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    const { name, code, resultCode } = error as Loader.HostCallError;
    return { name, code, ...(resultCode === undefined ? {} : { resultCode }) };
  }
}

const scenes: Record<string, (one: Side, makeTwo: () => Promise<Side>) => Promise<unknown>> = {
  /** The first goes on as before when the second comes, and both work side by side. */
  async work(one, makeTwo) {
    const first = await one.open((value) => value + 1);
    const use = ({ add, run, fail, terminate, value }: Exports) => [
      add?.(40, 2),
      run?.(4),
      outcome(() => fail?.(7)),
      outcome(() => terminate?.()),
      value?.('value'),
    ];
    const alone = use(first);
    const two = await makeTwo();
    const beside = use(first);
    const second = await two.open((value) => value + 2);
    return { alone, beside, second: use(second), again: use(first) };
  },

  /** Host calls of both inside each other, with values in the same places of the call frame. */
  async nest(one, makeTwo) {
    const two = await makeTwo();
    const seen: number[] = [];
    const dive = (other: () => Exports) => (value: number) => {
      if (value > 0) other().around?.(100 + value, value - 1);
      return 0;
    };
    const first: Exports = await one.open(dive(() => second));
    const second: Exports = await two.open(dive(() => first));
    for (const { around } of [first, second]) seen.push(around?.(50, 5) as number);
    return seen;
  },

  /** What a guest of one throws passes through the other's host function. */
  async errors(one, makeTwo) {
    const two = await makeTwo();
    const mine = new Error('mine');
    const first: Exports = await one.open(() => {
      throw mine;
    });
    const second = await two.open(() => first.run?.(1));
    const failing = await two.open((value) => first.fail?.(value));
    const thrown = (call: () => unknown): unknown => {
      try {
        return call();
      } catch (error) {
        return error;
      }
    };
    const ending = await two.open(() => first.terminate?.());
    const termination = thrown(() => ending.run?.(0));
    return [
      thrown(() => second.run?.(9)) === mine,
      (thrown(() => failing.run?.(9)) as Loader.HostCallError).resultCode,
      one.loader.runToEnd(() => ending.run?.(0)),
      one.loader.isTermination(termination),
      two.loader.isHostCallError(termination),
    ];
  },

  /** A function that one puts where the other gets it. */
  async functions(one, makeTwo) {
    const two = await makeTwo();
    const first: Exports = await one.open((value) => value * 10);
    const seen: unknown[] = [];
    one.shelf.put_function?.(first.run);
    seen.push(two.shelf.call_function?.(5));
    const got = two.shelf.get_function?.() as Callable;
    seen.push(got(6), got === first.run);
    // A host function of the first.
    one.shelf.put_function?.(one.shelf.call_function);
    const host = two.shelf.get_function?.() as Callable;
    one.shelf.put_function?.(first.run);
    seen.push(host(7));
    return seen;
  },

  /** A pointer to a value of the one means nothing to the other. */
  async values(one, makeTwo) {
    const two = await makeTwo();
    const seen: unknown[] = [];
    const first = await one.open(() => {
      two.host.createModule('mirror').functions.echo_externref?.({ of: 'two' });
      seen.push(outcome(() => two.shelf.get_value?.()));
      return 0;
    });
    one.shelf.put_function?.(first.run_js);
    one.shelf.put_value?.('old');
    const keeper = one.host.createModule('shelf', { keepReferences: true });
    (keeper.functions.put_value as Callable)('kept');
    one.shelf.around?.({ of: 'one' });
    return [...seen, keeper.functions.get_value?.()];
  },

  /** What the second lends to a call of the first ends with it, and nothing else does. */
  async loans(one, makeTwo) {
    const two = await makeTwo();
    const value = { of: 'one' };
    const seen: unknown[] = [];
    const second = await two.open();
    second.value?.({ of: 'two' });
    const first = await one.open(() => {
      two.shelf.put_function?.(second.make);
      // The second lends a value to a call of the first that passes no references, and to one that does.
      one.shelf.fetch?.();
      seen.push(outcome(() => two.shelf.get_value?.()));
      seen.push(one.shelf.fetch_with?.(value) === value);
      seen.push(outcome(() => two.shelf.get_value?.()));
      one.shelf.put_function?.(first.run_js);
      return 0;
    });
    one.shelf.put_function?.(first.run_js);
    seen.push(one.shelf.around?.(value) === value);
    return seen;
  },

  /** A module that another evaluation made is not taken for one's own. */
  async modules(one, makeTwo) {
    const two = await makeTwo();
    const module = one.host.createModule('mirror');
    const imports = { js: { callback: () => 0 } };
    const attempt = two.host.instantiate(guest, { imports, modules: [module] });
    return attempt.then(
      () => 'taken',
      ({ code }) => code,
    );
  },
};

const [evaluateOne, evaluateTwo] = ways[way] as [
  () => Promise<typeof Loader>,
  () => Promise<typeof Loader>,
];
const one = new Side(await evaluateOne());
const saw = await scenes[scene]?.(one, async () => new Side(await evaluateTwo()));
console.log(JSON.stringify(saw));
