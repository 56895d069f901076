// The HTML report as a person uses it, from a file, in a real browser: mouse, keyboard, both colour
// schemes, wide and narrow. Whatever a test does, the page loads nothing and reports no error.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { TARGET_IDS } from '../../../loader/target.js';
import { type MatrixReport, PATH_MODES } from '../../../scripts/matrix/report.js';
import { renderHtml } from '../../../scripts/report/html.js';
import { temporaryDirectory } from '../../loader/mirror.js';
import { requireBrowser } from '../../support/browser.js';
import { audit, audited, cell, failed, report, run, skipped } from './sample.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const cells = [
  cell(),
  failed,
  cell({ path: 'env', node: '24.0.0' }),
  audited,
  skipped,
  cell({
    plugin: 'exports',
    target: 'win32-x64',
    machines: ['builder', 'windows'],
    level: { wanted: 10, reached: 9, skipped: [{ level: 7, reason: 'no threads' }] },
  }),
];
const loader = audit({ plugin: null, file: 'libwasmedge.so.0', kind: 'host-library' });
const full = report(cells, [run(), run({ machine: 'windows', commit: null })], [audit(), loader]);

describe('scripts/report/html', () => {
  const directory = temporaryDirectory();
  let browser: Browser;
  let page: Page;
  let troubles: string[];

  before(async function () {
    browser = await requireBrowser(this);
  });
  after(() => browser?.close());
  afterEach(async () => {
    await page?.context().close();
    assert.deepEqual(troubles, []);
  });

  async function open(data: MatrixReport, fragment = '', options: BrowserContextOptions = {}) {
    const file = join(directory, 'report.html');
    writeFileSync(file, renderHtml(data));
    troubles = [];
    page = await browser.newPage({ viewport: { width: 1400, height: 900 }, ...options });
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) troubles.push(request.url());
    });
    await page.goto(`${pathToFileURL(file)}${fragment}`);
    return page;
  }

  const chips = () => page.locator('.chip');
  /** What a screen reader says of each cell. */
  const labels = () => page.locator('.chip .hidden').allTextContents();
  const panel = () => page.getByRole('dialog');
  const fragment = () => new URL(page.url()).hash;
  /** Waits until the cell with this beginning has the focus: a closing dialog gives it back later. */
  const isFocused = (start: string) =>
    page.waitForFunction(
      (text) => document.activeElement?.firstElementChild?.textContent?.startsWith(text),
      start,
    );

  it('renderHtml() makes one page that tells the verdict, the totals, machine, time and commit', async () => {
    await open(full);
    assert.equal(await page.title(), '1 of 4 cells failed; 2 did not run – plug-in matrix');
    assert.equal(
      await page.getByRole('heading', { level: 1 }).innerText(),
      '1 of 4 cells failed; 2 did not run',
    );
    const totals = await page.locator('.total').allInnerTexts();
    assert.deepEqual(
      totals.map((text) => text.replace(/\s+/g, ' ')),
      ['3 ✓ passed', '1 ✕ failed', '0 ? undecided', '1 ○ audited', '1 – skipped'],
    );
    const runs = await page.getByRole('table', { name: 'Runs' }).innerText();
    for (const told of [
      /builder/,
      /windows/,
      /2026-05-01 12:00 UTC/,
      /1 min 1 s/,
      /1{12}/,
      /unknown/,
    ]) {
      assert.match(runs, told);
    }
  });

  it('the grid has a row for each plug-in, a column for each target, and a button for each cell', async () => {
    await open(full);
    const grid = page.getByRole('table', { name: 'Cells by plug-in and target' });
    const titles = await grid.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(
      titles.map((text) => text.replace(/\s+/g, ' ')),
      ['plug-in', 'linux-x64 360 ms', 'darwin-x64 not run', 'win32-x64 120 ms'],
    );
    const rows = await grid.getByRole('rowheader').allInnerTexts();
    assert.deepEqual(rows, ['arith', 'exports\nlevel 9 of 10']);
    assert.deepEqual(await labels(), [
      'arith on linux-x64, env, Node 22.1.0: passed, 120 ms',
      'arith on linux-x64, file, Node 22.1.0: failed, 120 ms',
      'arith on linux-x64, env, Node 24.0.0: passed, 120 ms',
      'arith on darwin-x64, env, Node 22.1.0: audited',
      'exports on linux-x64, system, Node 22.1.0: skipped',
      'exports on win32-x64, env, Node 22.1.0: passed, 120 ms',
    ]);
    // Colour is not all that tells states apart.
    const signs = (await page.locator('.chip .mode').allTextContents()).map((text) => text[0]);
    assert.deepEqual(signs, ['✓', '✕', '✓', '○', '–', '✓']);
  });

  it('a click opens a cell with reason, test cases, output, machine and audits', async () => {
    await open(full);
    await chips().nth(1).click();
    const text = await panel().innerText();
    for (const told of [
      /^arith on linux-x64/,
      /✕\s+failed/,
      /it broke/,
      /divide\s+Call\s+f\(i32 1\) of a\.wat\s+Expected\s+i32 8 returned\s+Actual\s+returned \(7\), expected \(8\)/,
      /plugkit test arith --target linux-x64 --path file --node 22\.1\.0 --case divide\s+Copy/,
      /Output\s+the last words/,
      /Path mode\s+file/,
      /Runner\s+native/,
      /Machine\s+builder/,
      /libwasmedgePluginArith\.so/,
      /libwasmedge\.so\.0/,
      /relro no relro\s+Link with -z relro/,
    ]) {
      assert.match(text, told);
    }
    assert.equal(fragment(), '#cell=arith%2Flinux-x64%2Ffile%2Fv8%2F22.1.0');
    // Only where more than the default was wanted.
    assert.doesNotMatch(text, /Levels/);
    await panel().getByText('1 check passed').first().click();
    assert.match(await panel().innerText(), /asks for glibc 2\.17/);
    await panel().getByRole('button', { name: 'Close' }).click();
    assert.equal(await panel().count(), 0);
    await page.waitForFunction(() => location.hash === '');
  });

  it('the filters choose target, plug-in and states, and live in the address', async () => {
    await open(full);
    await page.getByLabel('Plug-in').selectOption('exports');
    assert.deepEqual(await labels(), [
      'exports on linux-x64, system, Node 22.1.0: skipped',
      'exports on win32-x64, env, Node 22.1.0: passed, 120 ms',
    ]);
    await page.getByRole('button', { name: '1 skipped' }).click();
    await page.getByRole('button', { name: '1 failed' }).click();
    assert.equal((await labels()).length, 1);
    assert.equal(fragment(), '#plugin=exports&state=failed%2Cskipped');
    assert.equal(await page.getByRole('status').innerText(), '1 of 6 cells shown');
    await page.reload();
    assert.equal((await labels()).length, 1);
    assert.equal(await page.locator('.total[aria-pressed="true"]').count(), 2);
    await page.getByRole('button', { name: '1 skipped' }).click();
    assert.deepEqual(await labels(), []);
    assert.match(await page.locator('#grid').innerText(), /No cell fits/);
    await page.getByRole('button', { name: 'Show all' }).click();
    assert.equal((await labels()).length, 6);
    await page.getByLabel('Target').selectOption('darwin-x64');
    assert.equal(fragment(), '#target=darwin-x64');
    assert.deepEqual(await labels(), ['arith on darwin-x64, env, Node 22.1.0: audited']);
  });

  it('a link opens a cell, and following another changes the page', async () => {
    await open(full, '#target=linux-x64&cell=arith/linux-x64/file/v8/22.1.0');
    assert.match(await panel().innerText(), /it broke/);
    assert.equal(await chips().count(), 4);
    await page.evaluate(() => {
      location.hash = '#plugin=exports';
    });
    await panel().waitFor({ state: 'hidden' });
    assert.equal((await labels()).length, 2);
    // What no longer exists is no error.
    await open(full, '#target=amiga&state=odd&cell=none');
    assert.deepEqual(await labels(), []);
  });

  it('the keyboard reaches the grid after what failed, moves in it, opens, steps and closes', async () => {
    await open(full);
    await page.getByLabel('Plug-in').focus();
    const press = (...keys: string[]) =>
      keys.reduce((last, key) => last.then(() => page.keyboard.press(key)), Promise.resolve());
    // The one reason: its cells, and the button that copies the command.
    await press('Tab', 'Tab', 'Tab');
    await isFocused('arith on linux-x64, env, Node 22');
    await press('ArrowRight');
    await isFocused('arith on linux-x64, file');
    await press('ArrowRight');
    await isFocused('arith on darwin-x64');
    await press('ArrowLeft', 'ArrowLeft', 'ArrowDown');
    await isFocused('arith on linux-x64, env, Node 24');
    await press('ArrowDown');
    await isFocused('exports on linux-x64, system');
    await press('End');
    await isFocused('exports on win32-x64');
    await press('Home');
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement as Element).outlineStyle,
    );
    assert.equal(outline, 'solid');
    await press('Enter');
    assert.match(await panel().innerText(), /Node\s+22\.1\.0/);
    await press('ArrowRight');
    assert.match(await panel().innerText(), /it broke/);
    await press('Escape');
    assert.equal(await panel().count(), 0);
    // The focus is where the reader has got to.
    await isFocused('arith on linux-x64, file');
  });

  it('an audited file opens with its findings', async () => {
    await open(full);
    await page.getByRole('button', { name: 'libwasmedge.so.0' }).first().click();
    assert.match(
      await panel().innerText(),
      /^loader on linux-x64\n.*12,345 bytes\n.*a{64}\n.*no relro/s,
    );
  });

  /** A report of so many plug-ins on all targets by all paths, some of which failed. */
  function wide(count: number): MatrixReport {
    const many = Array.from({ length: count }, (_, index) => `plug-in-with-a-name-${index}`);
    return report(
      many.flatMap((plugin, index) =>
        TARGET_IDS.flatMap((target, row) =>
          PATH_MODES.map((path) => {
            const place = { plugin, target, path };
            if (target.startsWith('darwin')) return cell({ ...audited, ...place });
            return (index + row) % 7 === 3 ? { ...failed, ...place } : cell(place);
          }),
        ),
      ),
      [run()],
      many.flatMap((plugin) => TARGET_IDS.map((target) => audit({ plugin, target }))),
    );
  }

  const overflow = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const grid = document.getElementById('grid') as HTMLElement;
      return [scrollWidth - clientWidth, grid.scrollWidth - grid.clientWidth];
    });

  for (const width of [390, 820, 1440]) {
    for (const count of [1, 4, 9, 20]) {
      it(`fits with ${count} plug-ins, ${width} pixels wide, with what failed first`, async () => {
        await open(wide(count), '', { viewport: { width, height: 900 } });
        assert.deepEqual(await overflow(), [0, 0]);
        const failures = await page.locator('#failures').boundingBox();
        const grid = await page.locator('#grid').boundingBox();
        assert.ok(failures && grid && failures.y < grid.y);
        assert.ok(failures.y < 900, 'what failed is seen without scrolling');
        // A chip can be hit, and says its state by a sign.
        const chip = await chips().first().boundingBox();
        assert.ok(chip && chip.width >= 24 && chip.height >= 24, JSON.stringify(chip));
      });
    }
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1440, 820, 390]) {
      it(`is accessible and fits, ${colorScheme}, ${width} pixels wide`, async () => {
        await open(full, '', { colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
        const check = () =>
          page.evaluate(async () => {
            // biome-ignore lint/suspicious/noExplicitAny: axe is a script of the page here
            const { violations } = await (window as any).axe.run();
            return violations.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => [
              id,
              ...nodes.map(({ html }) => html),
            ]);
          });
        await page.addScriptTag({ content: readFileSync(axe, 'utf8') });
        assert.deepEqual(await check(), []);
        assert.deepEqual(await overflow(), [0, 0]);
        const lightness = await page.evaluate(() => {
          const [red = 0] = getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? [];
          return Number(red);
        });
        assert.equal(lightness > 128, colorScheme === 'light');
        await chips().nth(1).click();
        assert.deepEqual(await check(), []);
      });
    }
  }

  it('no text of a report acts as markup or script', async () => {
    const nasty = `</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">'"&<!--`;
    const hostile = report(
      [
        cell({
          plugin: nasty,
          node: nasty,
          state: 'failed',
          reason: nasty,
          output: nasty,
          cases: [{ name: nasty, state: 'failed', call: nasty, expected: nasty, reason: nasty }],
          machines: [nasty],
        }),
      ],
      [run({ machine: nasty, system: nasty, processor: nasty, commit: nasty })],
      [
        audit({
          plugin: nasty,
          file: nasty,
          findings: [{ check: nasty as never, level: 'fail', message: nasty, fix: nasty }],
        }),
      ],
    );
    await open(hostile);
    await chips().click();
    const text = await panel().innerText();
    assert.ok(text.split(nasty).length > 6, text);
    assert.equal(await page.evaluate(() => 'hacked' in window), false);
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.locator('script').count(), 2);
  });

  it('only the script of the page may run', async () => {
    await open(full);
    const injected = page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      document.body.append(script);
      return 'hacked' in window;
    });
    assert.equal(await injected, false);
    assert.equal(troubles.length, 1);
    assert.match(troubles.pop() as string, /Content Security Policy/);
  });
});
