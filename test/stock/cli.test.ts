// Our get-string plug-in in the stock command-line program, which finds it by WASMEDGE_PLUGIN_PATH and
// offers its options as flags of its own.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { assembleGuests } from '../../scripts/matrix/guests.js';
import { readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { builtPlugin, compile } from '../support/compile.js';
import { requireStock, type Stock } from '../support/stock.js';
import { buildDirectory, compileAhead, source as sourceFile } from './driver.js';

const source = await readManifest(projectPath('plugins', 'get-string'));

/** The environment in which a stock program finds our build. */
async function pluginPath(): Promise<Record<string, string>> {
  return { WASMEDGE_PLUGIN_PATH: dirname(await builtPlugin(source)) };
}

describe('the stock wasmedge command with our get-string', () => {
  let stock: Stock;
  let env: Record<string, string>;
  let guest: string;

  before(async function () {
    stock = await requireStock(this, '0.17.1');
    env = await pluginPath();
    const guests = await assembleGuests(source, join(buildDirectory, 'cli'));
    guest = Object.values(guests)[0] as string;
  });

  async function wasmedge(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await stock.run(stock.wasmedge, args, { env });
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  }

  it('lists the plug-in', async () => {
    assert.match(await wasmedge('--version'), /\(plugin "get-string"\) version 0\.1\.0\.0\n/);
  });

  it('offers its options as flags', async () => {
    const help = await wasmedge('--help');
    assert.match(help, /--string\b[^-]*The string that get_string returns/);
    assert.match(help, /--upper\b[^-]*Return the string in capital letters/);
  });

  it('calls it with the default options', async () => {
    assert.equal(await wasmedge('--reactor', guest, 'length'), '32\n');
    assert.equal(await wasmedge('--reactor', guest, 'byte', '0'), `${'A'.charCodeAt(0)}\n`);
  });

  it('calls it with options from the command line', async () => {
    const options = ['--string', 'hello', '--upper', '--reactor', guest];
    assert.equal(await wasmedge(...options, 'length'), '5\n');
    assert.equal(await wasmedge(...options, 'byte', '4'), `${'O'.charCodeAt(0)}\n`);
  });

  it('calls it from compiled WebAssembly', async () => {
    const compiled = await compileAhead(stock, guest);
    assert.equal(await wasmedge('--run-mode=aot', '--reactor', compiled, 'length'), '32\n');
    // Its compiler logs to standard output, too.
    assert.match(await wasmedge('--run-mode=jit', '--reactor', guest, 'length'), /^32\n/m);
  });
});

describe('stock WasmEdge 0.14.1 with our get-string', () => {
  let stock: Stock;
  before(async function () {
    stock = await requireStock(this, '0.14.1');
  });

  it('runs on without the plug-in, and says nothing', async () => {
    const env = await pluginPath();
    const { status, stdout, stderr } = await stock.run(stock.wasmedge, ['--version'], { env });
    assert.equal(status, 0);
    assert.match(stdout, /version 0\.14\.1\n/);
    assert.doesNotMatch(stdout + stderr, /get-string|API/);
  });

  it('lists it, built for its API version', async () => {
    const file = await builtPlugin(source, undefined, 4);
    const env = { WASMEDGE_PLUGIN_PATH: file };
    const { status, stdout } = await stock.run(stock.wasmedge, ['--version'], { env });
    assert.equal(status, 0);
    assert.match(stdout, /get-string.*0\.1\.0/);
  });

  it('refuses it for its API version, in a debug message', async () => {
    const program = await compile({
      sources: [sourceFile('fixtures/load_with_log.c')],
      output: join(buildDirectory, 'load_with_log'),
      language: 'c',
      includeDirs: [stock.include],
      libraries: [stock.library],
    });
    const { stdout } = await stock.run(program, [await builtPlugin(source)]);
    assert.match(stdout, /\[debug\] .*API version 5 of plugin get-string .* current 4/);
    assert.match(stdout, /^plug-ins: 0$/m);
  });
});
