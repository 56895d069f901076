// Writes what was measured as Markdown: the part of docs/performance.md between its markers.
import { cpus, release, totalmem } from 'node:os';
import { type ChildResult, figuresOf, TARGETS } from './results.js';

const BEGIN = '<!-- bench: written by npm run bench -->';
const END = '<!-- bench: end -->';

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [row(head), row(line), ...rows.map(row)].join('\n');
}

/** Three figures, as a person reads them. */
function figures(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : value.toPrecision(3);
}

function describeMachine(children: readonly ChildResult[], stock: string, date: Date): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const versions = children.map(({ node, v8 }) => `Node ${node} (V8 ${v8})`).join(', ');
  return [
    `${processor?.model ?? 'Unknown processor'}, ${cpus().length} cores, ${memory} GB, ${process.platform} ${release()}.`,
    `${versions}. ${stock}. ${date.toISOString().slice(0, 10)}.`,
  ].join('\n');
}

function targetTable(children: readonly ChildResult[]): string {
  const rows = TARGETS.map((target) => [
    target.text,
    target.wanted,
    ...figuresOf(target, children).map((each) =>
      each ? `${each.figure.toFixed(2)}${each.reached ? '' : ' (missed)'}` : '',
    ),
  ]);
  return table(['ratio', 'target', ...children.map(({ node }) => `Node ${node}`)], rows);
}

function resultTable(children: readonly ChildResult[]): string {
  const keys = new Map(
    children.flatMap(({ measurements }) =>
      measurements.map((each) => [`${each.benchmark}\0${each.variant}`, each] as const),
    ),
  );
  const order = [...new Set([...keys.values()].map(({ benchmark }) => benchmark))];
  const sorted = [...keys.values()].toSorted(
    (a, b) => order.indexOf(a.benchmark) - order.indexOf(b.benchmark),
  );
  let last = '';
  const rows = sorted.map(({ benchmark, variant, unit }) => {
    const title = benchmark === last ? '' : `**${benchmark}**, ${unit}`;
    last = benchmark;
    const cells = children.map(({ measurements }) => {
      const found = measurements.find(
        (each) => each.benchmark === benchmark && each.variant === variant,
      );
      return found ? `${figures(found.value)} ± ${figures(found.spread)}` : '';
    });
    return [title, variant, ...cells];
  });
  return table(['benchmark', 'variant', ...children.map(({ node }) => `Node ${node}`)], rows);
}

/** The page with its measured part replaced. */
export function updatePage(
  page: string,
  children: readonly ChildResult[],
  stock: string,
  date = new Date(),
): string {
  const begin = page.indexOf(BEGIN) + BEGIN.length;
  const parts = [
    describeMachine(children, stock, date),
    '![The host call on each Node version](performance.svg)',
    '### Targets',
    targetTable(children),
    '### All figures',
    'Median ± half the distance between the quartiles.',
    resultTable(children),
  ];
  return `${page.slice(0, begin)}\n\n${parts.join('\n\n')}\n\n${page.slice(page.indexOf(END))}`;
}
