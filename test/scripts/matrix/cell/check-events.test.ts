import assert from 'node:assert/strict';
import { checkEvents, isCellEvent } from '../../../../scripts/matrix/cell/check-events.js';
import type { CellEvent } from '../../../../scripts/matrix/cell/job.js';
import type { TestCase } from '../../../../scripts/project/manifest.js';

const fault = { code: 'CASE_FAILED', reason: 'it broke' } as const;
const tests = ['a', 'b'].map((name): TestCase => ({ name, call: 'f', module: 'm', returns: [] }));
const job = { tests, levels: [1, 2, 3] };
const step: CellEvent = { event: 'step', where: 'while the plug-in was opened' };
const level = (level: number): CellEvent => ({ event: 'passed', level });
const test = (name: string, its: typeof fault | null = null): CellEvent => {
  return { event: 'case', name, fault: its };
};
const end: CellEvent = { event: 'end' };
const whole = [step, level(1), level(2), test('a'), test('b'), level(3), end];

describe('scripts/matrix/cell/check-events', () => {
  it('checkEvents() takes what a process tells that ends, dies or fails', () => {
    for (let length = 0; length <= whole.length; length += 1) {
      assert.equal(checkEvents(whole.slice(0, length), job), null);
    }
    const failed: CellEvent = { event: 'failed', fault };
    assert.equal(checkEvents([step, failed, end], job), null);
    assert.equal(
      checkEvents([step, level(1), level(2), test('a', fault), test('b'), end], job),
      null,
    );
    assert.equal(
      checkEvents([step, { event: 'skipped', level: 8, reason: 'x' }, end], { tests, levels: [8] }),
      null,
    );
  });

  const forged: [what: string, events: CellEvent[]][] = [
    ['an end without anything', [end]],
    ['an end without test cases', [step, level(1), level(2), level(3), end]],
    ['an end without a test case', [step, level(1), level(2), test('a'), level(3), end]],
    [
      'test cases in another order',
      [step, level(1), level(2), test('b'), test('a'), level(3), end],
    ],
    [
      'a test case that there is not',
      [step, level(1), level(2), test('a'), test('b'), test('c'), end],
    ],
    [
      'a test case twice',
      [step, level(1), level(2), test('a'), test('a'), test('b'), level(3), end],
    ],
    ['a level that was not asked for', [...whole.slice(0, -1), level(4), end]],
    ['levels in another order', [step, level(2), level(1), test('a'), test('b'), level(3), end]],
    ['an end without a level', [step, level(1), level(2), test('a'), test('b'), end]],
    ['more after the end', [...whole, step]],
    ['two ends', [...whole, end]],
  ];
  for (const [what, events] of forged) {
    it(`checkEvents() refuses ${what}`, () => {
      assert.notEqual(checkEvents(events, job), null);
    });
  }

  it('isCellEvent() takes events in their form only', () => {
    for (const event of whole) assert.ok(isCellEvent(event));
    for (const value of [
      null,
      1,
      'end',
      [],
      {},
      { event: 'constructor' },
      { event: '__proto__' },
      { event: 7 },
      { event: 'step' },
      { event: 'step', where: 1 },
      { event: 'end', more: 1 },
      { event: 'passed', level: '3' },
      { event: 'case', name: 'a' },
      { event: 'case', name: 'a', fault: { code: 'toString', reason: '' } },
      { event: 'failed', fault: { code: 'CASE_FAILED' } },
    ]) {
      assert.ok(!isCellEvent(value), JSON.stringify(value));
    }
  });
});
