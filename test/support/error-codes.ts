// What docs/errors.md and the tests say of error codes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';

/** The codes in the tables of a part of docs/errors.md, sorted. */
export function documentedCodes(part: 'The loader' | 'The command line'): string[] {
  const page = readFileSync(projectPath('docs/errors.md'), 'utf8');
  const text = page.split(/^## /m).find((section) => section.startsWith(part)) ?? '';
  return Array.from(text.matchAll(/^\| `([A-Z0-9_]+)` \|/gm), ([, code]) => code as string).sort();
}

/** The codes that no test names. */
export function untestedCodes(codes: readonly string[]): string[] {
  const sources = readdirSync(projectPath('test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.endsWith('errors.test.ts'))
    .map((name) => readFileSync(join(projectPath('test'), name), 'utf8'))
    .join('\n');
  return codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(sources));
}
