// Tables for people, as wide as the terminal at most: texts are wrapped at spaces, paths also after separators,
// and what has neither (an id) is never cut.
import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

export interface TableData {
  head: readonly string[];
  /** A cell may have several lines, and colours. */
  rows: readonly (readonly (string | number)[])[];
  /** Columns that are aligned to the right. */
  right?: readonly number[];
  /** The first column names the rows and any number of columns follow: too many are drawn below each other. */
  grid?: boolean;
}

/** Columns of characters that there are for a table; undefined: any number, as in a file. */
export function outputWidth(
  { COLUMNS }: NodeJS.ProcessEnv = process.env,
  { isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> = process.stdout,
): number | undefined {
  const wanted = Number(COLUMNS);
  if (Number.isInteger(wanted) && wanted > 0) return wanted;
  return isTTY && columns > 0 ? columns : undefined;
}

/** Between two columns, and behind the last one. */
const GAP = 2;

/** No lines, no colours of its own. */
const PLAIN = {
  chars: Object.fromEntries(
    ['top', 'bottom', 'left', 'mid', 'right']
      .flatMap((side) => ['', '-mid', '-left', '-right'].map((end) => `${side}${end}`))
      .concat('middle')
      .map((name) => [name, '']),
  ),
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
};

const widthOf = (text: string): number => [...stripVTControlCharacters(text)].length;

/** What of a word may begin a line: all of it, or each part of a path. */
const partsOf = (word: string): string[] => word.match(/[^/\\]*[/\\]+|[^/\\]+/g) ?? [word];

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current: string | undefined;
  for (const word of line.split(' ')) {
    const joined: string = current === undefined ? word : `${current} ${word}`;
    if (widthOf(joined) <= width) {
      current = joined;
      continue;
    }
    if (current !== undefined) lines.push(current);
    current = '';
    for (const part of widthOf(word) > width ? partsOf(word) : [word]) {
      if (current !== '' && widthOf(current + part) > width) {
        lines.push(current);
        current = '';
      }
      current += part;
    }
  }
  return [...lines, current ?? ''];
}

const wrap = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n');

/** The widest piece of each column, when its texts are split like this. */
function widestPieces(
  rows: readonly (readonly string[])[],
  split: (line: string) => string[],
): number[] {
  return (rows[0] ?? []).map((_, column) =>
    rows
      .flatMap((row) => (row[column] ?? '').split('\n').flatMap(split))
      .reduce((widest, piece) => Math.max(widest, widthOf(piece)), 0),
  );
}

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width + GAP, 0);

/** Makes the widest columns narrower until the table fits, or none can become narrower. */
function shrink(widths: readonly number[], least: readonly number[], most: number): number[] {
  const shrunk = [...widths];
  while (total(shrunk) > most) {
    const spare = shrunk.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const widest = Math.max(...spare);
    if (widest === 0) break;
    shrunk[spare.indexOf(widest)] = widest - 1;
  }
  return shrunk;
}

function draw(rows: readonly (readonly string[])[], right: readonly number[]): string {
  const [head = [], ...body] = rows;
  const table = new Table({
    ...PLAIN,
    head: [...head],
    colAligns: head.map((_, column) => (right.includes(column) ? 'right' : 'left')),
  });
  table.push(...body.map((row) => [...row]));
  return table.toString();
}

/** The table as text, at most `width` characters wide where its words allow it. */
export function drawTable(
  { head, rows, right = [], grid = false }: TableData,
  width = outputWidth(),
): string {
  const all = [head, ...rows].map((row) => row.map(String));
  if (width === undefined) return draw(all, right);
  const widths = widestPieces(all, (line) => [line]);
  const words = widestPieces(all, (line) => line.split(' '));
  const parts = widestPieces(all, (line) => line.split(' ').flatMap(partsOf));
  if (grid && total(words) > width && head.length > 2) {
    // As many columns as fit, at least one, and the rest below.
    let count = 2;
    while (total(words.slice(0, count + 1)) <= width) count++;
    const first = { head: head.slice(0, count), rows: rows.map((row) => row.slice(0, count)) };
    const rest = {
      head: [head[0] as string, ...head.slice(count)],
      rows: rows.map((row) => [row[0] as string, ...row.slice(count)]),
    };
    return [first, rest].map((part) => drawTable({ ...part, grid }, width)).join('\n\n');
  }
  const shrunk = shrink(shrink(widths, words, width), parts, width);
  const wrapped = all.map((row) =>
    row.map((text, column) => wrap(text, shrunk[column] ?? widthOf(text))),
  );
  return draw(wrapped, right);
}
