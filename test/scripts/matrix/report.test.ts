import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { Ajv } from 'ajv';
import { TARGET_IDS } from '../../../loader/target.js';
import { drawReport } from '../../../scripts/matrix/grid.js';
import { createLive } from '../../../scripts/matrix/live.js';
import {
  type CellResult,
  createReport,
  ENGINES,
  PATH_MODES,
  STATES,
} from '../../../scripts/matrix/report.js';
import { projectPath } from '../../../scripts/project.js';

const schema = JSON.parse(readFileSync(projectPath('docs/matrix.schema.json'), 'utf8'));
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

const cell = (change: Partial<CellResult> = {}): CellResult => ({
  plugin: 'arith',
  target: 'linux-x64',
  path: 'env',
  engine: 'v8',
  node: '22.1.0',
  state: 'passed',
  reason: null,
  ms: 120,
  cases: [{ name: 'add', state: 'passed', reason: null }],
  ...change,
});
const failed = cell({ path: 'file', state: 'failed', reason: 'it broke' });
const audited = cell({ target: 'darwin-x64', state: 'audited', reason: 'not run here', cases: [] });

describe('scripts/matrix/report', () => {
  it('createReport() counts the states', () => {
    const { summary } = createReport([cell(), failed, audited, cell({ path: 'system' })]);
    assert.deepEqual(summary, { passed: 2, failed: 1, audited: 1, skipped: 0 });
  });

  it('createReport() fits docs/matrix.schema.json', () => {
    assert.ok(validate(createReport([cell(), failed, audited])), JSON.stringify(validate.errors));
  });

  it('docs/matrix.schema.json wants a reason for every cell that did not pass', () => {
    assert.equal(validate(createReport([cell({ state: 'skipped' })])), false);
    assert.equal(validate(createReport([cell({ reason: 'none needed' })])), false);
    assert.equal(validate(createReport([cell({ cases: [] })])), false);
  });

  it('docs/matrix.schema.json lists what the code lists', () => {
    const { properties } = schema.definitions.cell;
    assert.deepEqual(properties.target.enum, [...TARGET_IDS]);
    assert.deepEqual(properties.path.enum, [...PATH_MODES]);
    assert.deepEqual(properties.engine.enum, [...ENGINES]);
    assert.deepEqual(properties.state.enum, [...STATES]);
  });

  it('drawReport() has a row for each target, each reason once, and the totals', () => {
    const again = { ...audited, path: 'file' } as const;
    const text = stripVTControlCharacters(
      drawReport(createReport([cell(), failed, audited, again])),
    );
    const rows = text.split('\n');
    assert.match(rows[0] as string, /^target +arith/);
    assert.ok(
      rows.some((row) => /^linux-x64 .*✔ passed: env/.test(row)),
      text,
    );
    assert.ok(
      rows.some((row) => /✖ failed: file/.test(row)),
      text,
    );
    assert.ok(
      rows.some((row) => /^darwin-x64 .*○ all 2 audited/.test(row)),
      text,
    );
    assert.equal(text.split('not run here').length, 2);
    assert.match(rows.at(-1) as string, /1 passed.*1 failed.*2 audited.*0 skipped/);
  });

  const told = (options: { interactive: boolean; quiet: boolean }) => {
    let text = '';
    const live = createLive({
      ...options,
      total: 2,
      write: (part) => {
        text += part;
      },
    });
    for (const result of [cell(), failed]) live.add(result);
    live.end();
    return stripVTControlCharacters(text);
  };

  it('createLive() writes one line a cell', () => {
    assert.equal(
      told({ interactive: false, quiet: false }),
      '✔ arith linux-x64 env node 22.1.0: 1 test cases, 120 ms\n✖ arith linux-x64 file node 22.1.0: it broke\n',
    );
  });

  it('createLive() counts on a terminal', () => {
    assert.match(told({ interactive: true, quiet: false }), /1 of 2.*2 of 2/s);
  });

  it('createLive() tells only failures when it is to be quiet', () => {
    const text = told({ interactive: true, quiet: true });
    assert.equal(text, '✖ arith linux-x64 file node 22.1.0: it broke\n');
  });
});
