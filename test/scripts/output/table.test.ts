import assert from 'node:assert/strict';
import { drawTable, outputWidth } from '../../../scripts/output/table.js';

const trimmed = (text: string): string[] => text.split('\n').map((line) => line.trimEnd());
const widest = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));

describe('scripts/output/table', () => {
  const head = ['part', 'state', 'detail'];
  const detail =
    'not found in any of the directories that are searched for it, expected 0.15 or 0.16';
  const data = { head, rows: [['zig', 'missing', detail]] };

  it('outputWidth() is what COLUMNS says, else what the terminal has, else any', () => {
    const terminal = { isTTY: true, columns: 120 };
    assert.equal(outputWidth({ COLUMNS: '80' }, terminal), 80);
    assert.equal(outputWidth({ COLUMNS: '80' }, { isTTY: false, columns: 0 }), 80);
    for (const COLUMNS of [undefined, '', '0', '-1', 'wide'])
      assert.equal(outputWidth({ COLUMNS }, terminal), 120, COLUMNS);
    assert.equal(outputWidth({}, { isTTY: false, columns: 120 }), undefined);
    assert.equal(outputWidth({}, { isTTY: true, columns: 0 }), undefined);
  });

  it('drawTable() wraps the widest text where the table is too wide', () => {
    assert.deepEqual(trimmed(drawTable(data, 40)), [
      'part  state    detail',
      'zig   missing  not found in any of the',
      '               directories that are',
      '               searched for it,',
      '               expected 0.15 or 0.16',
    ]);
    assert.ok(widest(drawTable(data, 80)) <= 80);
  });

  it('drawTable() wraps nothing where it fits, and in a file', () => {
    for (const width of [undefined, 200]) {
      const [, row] = trimmed(drawTable(data, width));
      assert.equal(row, `zig   missing  ${detail}`);
    }
  });

  it('drawTable() wraps a path after its separators, and cuts no id', () => {
    const path = '/home/somebody/projects/plug-ins/dist/arith/linux-x64/libwasmedgePluginArith.so';
    const text = drawTable({ head: ['TARGET', 'FILE'], rows: [['linuxmusl-arm64', path]] }, 50);
    assert.ok(widest(text) <= 50, text);
    const lines = trimmed(text).slice(1);
    assert.match(lines[0] ?? '', /^linuxmusl-arm64 {2}\/home\/somebody\/projects\/$/);
    assert.equal(lines.map((line) => line.slice(17)).join(''), path);
    assert.match(
      drawTable({ head: ['TARGET'], rows: [['linuxmusl-arm64']] }, 5),
      /linuxmusl-arm64/,
    );
  });

  it('drawTable() draws the columns of a grid that do not fit below the others', () => {
    const names = Array.from({ length: 12 }, (_, i) => `plug-in-number-${i}`);
    const rows = ['linux-x64', 'win32-x64'].map((id) => [id, ...names.map((name) => `of ${name}`)]);
    const text = drawTable({ head: ['target', ...names], rows, grid: true }, 80);
    assert.ok(widest(text) <= 80, text);
    for (const name of names) {
      assert.match(text, new RegExp(`\\b${name} `));
      assert.match(text, new RegExp(`of ${name}\\b`));
    }
    assert.equal(text.split('target').length, text.split('linux-x64').length);
  });

  it('drawTable() keeps the colour of a wrapped text, which takes no width', () => {
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    const text = drawTable({ head: ['a', 'b'], rows: [['x', red('one two three four')]] }, 16);
    const lines = trimmed(text).slice(1);
    assert.equal(lines.length, 2);
    for (const line of lines) {
      assert.ok(line.includes('\u001b[31m') && line.includes('\u001b[39m'), line);
    }
  });
});
