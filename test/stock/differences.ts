// The rows of docs/differences.md, and whether they are what two runs of a program differ in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { projectPath } from '../../scripts/project/paths.js';

export interface Difference {
  program: string;
  stock: string;
  ours: string;
}

/** The rows. Text under the heading must come before each table: the reason. */
export function listedDifferences(): Difference[] {
  const differences: Difference[] = [];
  let reason = false;
  for (const line of readFileSync(projectPath('docs/differences.md'), 'utf8').split('\n')) {
    if (line.startsWith('#')) reason = false;
    else if (line && !line.startsWith('|')) reason = true;
    const [, program, stock, ours] = /^\| `(.*?)` \| `(.*)` \| `(.*)` \|$/.exec(line) ?? [];
    if (program === undefined || stock === undefined || ours === undefined) continue;
    assert.ok(reason, `a reason for: ${line}`);
    differences.push({ program, stock, ours });
  }
  return differences;
}

/** The lines that differ. */
export function differingLines(
  program: string,
  theirs: readonly string[],
  ours: readonly string[],
): Difference[] {
  return theirs.flatMap((line, i) =>
    line === ours[i] ? [] : [{ program, stock: line, ours: ours[i] ?? '' }],
  );
}

/** A line of the program `calls`: what was called, what it answered, how the arguments looked afterwards. */
interface CallLine {
  call: string;
  answer: string;
  after: string | undefined;
}

function callLine(line: string): CallLine {
  const end = line.indexOf('):') + 1;
  const [answer = '', ...after] = line
    .slice(end + 1)
    .trim()
    .split(/; ?/);
  const seen = line.includes(';') ? after.join('; ') : undefined;
  return { call: line.slice(0, end), answer: answer.trim(), after: seen };
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

/**
 * Whether a row stands for a line that differs. The row holds patterns (`*` for anything): of call and
 * answer, and of our answer. Where it has no `;`, arguments must look the same afterwards.
 */
function standsFor(row: Difference, line: Difference): boolean {
  const theirs = callLine(line.stock);
  const ours = callLine(line.ours);
  assert.equal(ours.call, theirs.call);
  const whole = row.stock.includes(';');
  if (!whole && theirs.after !== undefined && theirs.after !== ours.after) return false;
  const text = ({ answer, after }: CallLine) => (whole ? `${answer}; ${after}` : answer);
  return matches(row.stock, `${theirs.call}: ${text(theirs)}`) && matches(row.ours, text(ours));
}

/** Checks that each line is one that a row stands for, and that each row stands for one. */
export function assertStandFor(rows: readonly Difference[], lines: readonly Difference[]): void {
  assert.deepEqual(
    lines.filter((line) => !rows.some((row) => standsFor(row, line))),
    [],
    'lines that no row stands for',
  );
  assert.deepEqual(
    rows.filter((row) => !lines.some((line) => standsFor(row, line))),
    [],
    'rows that stand for no line',
  );
}
