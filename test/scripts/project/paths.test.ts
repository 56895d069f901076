import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  isInstalledPackage,
  loaderEntries,
  loaderPath,
  projectPath,
} from '../../../scripts/project/paths.js';

/** What each source file of a folder imports. */
function importsOf(folder: string): string[] {
  return readdirSync(projectPath(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(projectPath(folder, file), 'utf8');
      return Array.from(
        text.matchAll(/(?:from|import\() ?'([^']+)'|new URL\('([^']+)'/g),
        ([, one, other]) => `${file}: ${one ?? other}`,
      );
    });
}

describe('scripts/', () => {
  it('import the loader by two names only', () => {
    const imports = importsOf('scripts');
    assert.ok(imports.some((each) => each.endsWith(': #loader')));
    assert.deepEqual(
      imports.filter((each) => /[./]loader\/|: #(?!loader$|loader\/internal$)/.test(each)),
      [],
    );
  });

  it('are imported by nothing of the loader', () => {
    assert.deepEqual(
      importsOf('loader').filter((each) => /scripts\/|: #/.test(each)),
      [],
    );
  });
});

describe('loaderPath()', () => {
  it('is in the same folder as plugkit in a checkout', () => {
    assert.equal(isInstalledPackage(), false);
    assert.equal(loaderPath('include'), projectPath('include'));
  });
});

describe('loaderEntries()', () => {
  it('are the compiled files of the loader', () => {
    for (const entry of Object.values(loaderEntries())) assert.ok(existsSync(entry), entry);
  });
});
