import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES, PluginError, WARNING_CODES } from '../../loader/errors.js';
import { projectPath } from '../../scripts/project.js';

describe('ERROR_CODES and WARNING_CODES', () => {
  const codes = [...Object.keys(ERROR_CODES), ...Object.keys(WARNING_CODES)];

  it('have a line in docs/errors.md for every code, and none for others', () => {
    const page = readFileSync(projectPath('docs/errors.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, code]) => code);
    assert.deepEqual(documented.toSorted(), codes.toSorted());
  });

  it('have a test that names every code', () => {
    const sources = readdirSync(projectPath('test'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && !name.endsWith('errors.test.ts'))
      .map((name) => readFileSync(join(projectPath('test'), name), 'utf8'))
      .join('\n');
    assert.deepEqual(
      codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(sources)),
      [],
    );
  });
});

describe('PluginError', () => {
  it('carries code, hint and cause', () => {
    const cause = new Error('below');
    const error = new PluginError('USAGE', 'Cannot do it: no reason', { cause, hint: 'Try again' });
    assert.deepEqual(
      { name: error.name, code: error.code, hint: error.hint, cause: error.cause },
      { name: 'PluginError', code: 'USAGE', hint: 'Try again', cause },
    );
  });
});
