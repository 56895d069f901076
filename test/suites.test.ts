import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import picomatch from 'picomatch';
import { projectPath } from '../scripts/project/paths.js';
import { NOT_UNIT } from './suites.js';

describe('NOT_UNIT', () => {
  const files = readdirSync(projectPath('test'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.test.ts'.length));

  for (const [pattern, reason] of Object.entries(NOT_UNIT)) {
    it(`names tests that are there: ${pattern}`, () => {
      const matches = picomatch(pattern);
      assert.ok(files.some((file) => matches(file)));
      assert.match(reason, /^[a-z]/);
    });
  }

  it('leaves most tests', () => {
    const left = files.filter((file) => !picomatch.isMatch(file, Object.keys(NOT_UNIT)));
    assert.ok(left.length > files.length / 2, left.join(', '));
  });
});
