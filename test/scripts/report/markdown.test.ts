import assert from 'node:assert/strict';
import { TARGETS } from '../../../loader/target.js';
import { listPlaces } from '../../../scripts/matrix/cells.js';
import { PATH_MODES } from '../../../scripts/matrix/report.js';
import { renderMarkdown } from '../../../scripts/report/markdown.js';
import { cell, failed, report, skipped } from './sample.js';

describe('scripts/report/markdown', () => {
  it('renderMarkdown() has the totals and a grid of targets and plug-ins', () => {
    const lines = renderMarkdown(report()).split('\n');
    assert.equal(
      lines[2],
      '✅ 1 passed · ❌ 1 failed · ❔ 0 undecided · 🔍 1 audited · ⏭️ 1 skipped',
    );
    assert.ok(lines.includes('Levels passed: arith 3 of 3'), lines.join('\n'));
    const grid = lines.filter((line) => line.startsWith('|'));
    assert.deepEqual(grid, [
      '| target | arith | exports |',
      '| --- | --- | --- |',
      '| linux-x64 | ✅ 1 passed<br>❌ 1 failed | ⏭️ 1 skipped |',
      '| darwin-x64 | 🔍 1 audited |  |',
    ]);
  });

  it('renderMarkdown() folds every reason, and unfolds the failures', () => {
    const text = renderMarkdown(report());
    assert.match(
      text,
      /<details open><summary>1 cell failed: why<\/summary>\n\n.*\n<pre>CASE_FAILED: it broke<\/pre>/,
    );
    assert.match(text, /<details><summary>1 cell skipped: why<\/summary>/);
    assert.equal(text.match(/<details/g)?.length, text.match(/<\/details>/g)?.length);
  });

  it('renderMarkdown() lets no text of a report act as markup', () => {
    const nasty =
      '</pre><script>alert(1)</script> | **bold** `code`\n\n# title [a](http://b) @someone';
    const text = renderMarkdown(report([cell({ plugin: nasty, state: 'failed', reason: nasty })]));
    assert.doesNotMatch(text, /<script|<\/pre></);
    const markdown = text.replace(/<pre>[^<]*<\/pre>/g, '');
    assert.doesNotMatch(markdown, /^# title|(?<!\\)(@someone|\[a|`code|\*+bold)/m);
  });

  it('renderMarkdown() stays far below the 1 MiB of a job summary, saying what it leaves out', () => {
    const plugins = Array.from({ length: 20 }, (_, i) => `plugin-${i}`);
    const cells = listPlaces(TARGETS, plugins, PATH_MODES, ['v8']).map((place, i) => ({
      ...(i % 2 ? failed : skipped),
      ...place,
      reason: `${i} ${'<'.repeat(20_000)}`,
      output: '<'.repeat(16_000),
    }));
    const text = renderMarkdown(report(cells));
    assert.ok(Buffer.byteLength(text) < 500_000, `${Buffer.byteLength(text)}`);
    assert.match(text, /and 380 further reasons/);
  });
});
