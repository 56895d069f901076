import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CommandError } from '../../../scripts/errors.js';
import { drawReport } from '../../../scripts/matrix/grid.js';
import { createLive } from '../../../scripts/matrix/live.js';
import { usesColours } from '../../../scripts/output/colours.js';
import { renderError } from '../../../scripts/output/errors.js';
import { showData, showLine, showText, toJson } from '../../../scripts/output/text.js';
import { annotate } from '../../../scripts/report/github.js';
import { renderMarkdown } from '../../../scripts/report/markdown.js';
import { failed, report } from '../report/sample.js';

const ESCAPE = '\u001b[31m';
const NASTY = `a${ESCAPE}b\u009b2Jc\u202ed\u0007e\rf\u2066g\ud800`;
/** What may not reach a terminal; colours of ours begin with ESC [ too, so they are off in tests. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;

describe('scripts/output/text', () => {
  it('showText() leaves nothing that acts on a terminal, and all else', () => {
    assert.equal(showText('Olá,\n\tplug-in 🧩'), 'Olá,\n\tplug-in 🧩');
    assert.equal(
      showText(NASTY),
      'a\\u{1b}[31mb\\u{9b}2Jc\\u{202e}d\\u{7}e\\u{d}f\\u{2066}g\\u{d800}',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(showText(text), ACTING);
        assert.doesNotMatch(showLine(text), /\n/);
      }),
    );
  });

  it('showData() makes all text of data to be shown, names in one line', () => {
    const data = { file: 'a\nb', log: 'a\nb', list: [{ name: NASTY }], count: 1, none: null };
    assert.deepEqual(showData(data), {
      file: 'a\\nb',
      log: 'a\nb',
      list: [{ name: showLine(NASTY) }],
      count: 1,
      none: null,
    });
  });

  it('showData() leaves out the middle of a long text, and says how much', () => {
    const output = `${'a'.repeat(50_000)}${'b'.repeat(50_000)}`;
    const shown = showData({ output });
    const [, start, count, end] =
      /^(a+)\n\[(\d+) characters are left out here\]\n(b+)$/.exec(shown.output) ?? [];
    assert.equal(Number(count) + (start?.length ?? 0) + (end?.length ?? 0), output.length);
    assert.ok(shown.output.length <= 65_536);
    assert.deepEqual(showData(shown), shown);
    const fits = { output: 'a'.repeat(65_536) };
    assert.deepEqual(showData(fits), fits);
  });

  it('toJson() is the same data, and acts on no terminal', () => {
    const text = toJson({ reason: NASTY });
    assert.doesNotMatch(text, ACTING);
    assert.deepEqual(JSON.parse(text), { reason: NASTY });
  });

  it('errors, live output, tables, summaries and annotations are made of such text', () => {
    const wrong = { ...failed, plugin: NASTY, reason: NASTY, output: NASTY };
    const lines: string[] = [];
    const live = createLive({
      cells: [wrong],
      jobs: 1,
      interactive: false,
      quiet: false,
      write: (text) => lines.push(text),
    });
    live.add(wrong);
    const shown = showData(report([wrong]));
    for (const text of [
      renderError(new CommandError('USAGE', NASTY, { hint: NASTY })),
      renderError(new Error(NASTY)),
      lines.join(''),
      drawReport(shown),
      renderMarkdown(shown),
      annotate(report([wrong])).join('\n'),
    ]) {
      assert.doesNotMatch(text, ACTING);
      assert.match(text, /\\*u\\*\{1b/);
    }
  });

  it('usesColours() by one rule: NO_COLOR, then FORCE_COLOR, then the terminal', () => {
    const table: [NodeJS.ProcessEnv, boolean, boolean][] = [
      [{}, true, true],
      [{}, false, false],
      [{ TERM: 'dumb' }, true, false],
      [{ NO_COLOR: '1' }, true, false],
      [{ NO_COLOR: '' }, true, true],
      [{ FORCE_COLOR: '1' }, false, true],
      [{ FORCE_COLOR: '' }, false, true],
      [{ FORCE_COLOR: '0' }, true, false],
      [{ FORCE_COLOR: '3', NO_COLOR: '1' }, true, false],
    ];
    for (const [variables, onTerminal, expected] of table) {
      assert.equal(usesColours(variables, onTerminal), expected, JSON.stringify(variables));
    }
  });
});
