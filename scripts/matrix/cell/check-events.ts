// Whether the events of a cell's process are what its job can give: no more believed than that.
import { isErrorCode } from '../../errors.js';
import type { Fault } from '../../process/end.js';
import type { CellEvent, Job } from './job.js';

const isFault = (value: unknown): value is Fault => {
  const { code, reason } = (value ?? {}) as Partial<Fault>;
  return isErrorCode(code) && typeof reason === 'string';
};

/** The other properties of each event, and what they hold. */
const FORMS: Record<CellEvent['event'], Record<string, (value: unknown) => boolean>> = {
  step: { where: (value) => typeof value === 'string' },
  case: {
    name: (value) => typeof value === 'string',
    fault: (value) => value === null || isFault(value),
  },
  passed: { level: Number.isInteger },
  skipped: { level: Number.isInteger, reason: (value) => typeof value === 'string' },
  failed: { fault: isFault },
  end: {},
};

export function isCellEvent(value: unknown): value is CellEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { event, ...rest } = value as Record<string, unknown>;
  if (typeof event !== 'string' || !Object.hasOwn(FORMS, event)) return false;
  const form = FORMS[event as CellEvent['event']];
  return (
    Object.keys(rest).length === Object.keys(form).length &&
    Object.entries(form).every(([name, fits]) => Object.hasOwn(rest, name) && fits(rest[name]))
  );
}

/**
 * What the events say that their job cannot: test cases that it does not have or in another order, levels that
 * were not asked for, an end without them.
 * @returns what is wrong, or null
 */
export function checkEvents(
  events: readonly CellEvent[],
  { tests, levels }: Pick<Job, 'tests' | 'levels'>,
): string | null {
  const names = levels.includes(3) ? tests.map(({ name }) => name) : [];
  const cases = events.flatMap((event) => (event.event === 'case' ? event : []));
  const extra = cases.findIndex(({ name }, index) => name !== names[index]);
  if (extra >= 0)
    return `it reported test case '${cases[extra]?.name}', expected '${names[extra]}'`;
  const reported = events.flatMap((event) =>
    event.event === 'passed' || event.event === 'skipped' ? event.level : [],
  );
  const other = reported.find((level, index) => level !== levels[index]);
  if (other !== undefined) return `it reported level ${other} out of turn`;
  const end = events.findIndex(({ event }) => event === 'end');
  if (end >= 0 && end < events.length - 1) return 'it reported more after its end';
  const failed = events.some(
    (event) => event.event === 'failed' || (event.event === 'case' && event.fault !== null),
  );
  if (end < 0 || failed) return null;
  if (cases.length < names.length)
    return `it reported ${cases.length} test cases, expected ${names.length}`;
  return reported.length < levels.length
    ? `it did not report level ${levels[reported.length]}`
    : null;
}
