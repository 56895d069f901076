import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { currentTarget, type Target } from '../../loader/target.js';
import { linkLibraries } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { compilePlugin, runChild } from './mirror.js';

const SOURCES = ['descriptor.c', 'host_functions.c', 'text.c'].map(
  (name) => `plugins/get-string/${name}`,
);
const target = currentTarget() as Target;

describe('a plug-in', () => {
  async function load(libraries: readonly string[]): Promise<string> {
    const file = await compilePlugin('getString', SOURCES, libraries);
    const { stdout } = await runChild('load.child.js', [file]);
    assert.deepEqual(JSON.parse(stdout), {
      path: file,
      state: 'loaded',
      plugin: 'get-string',
      warnings: [],
      length: 32,
    });
    return readFileSync(file, 'latin1');
  }

  it('finds the host library that it names as needed', async () => {
    assert.ok((await load(await linkLibraries(target.id))).includes(target.hostLibrary));
  });

  it('finds the functions of the host library without naming it', async function () {
    if (target.platform === 'win32') {
      skip(this, 'a DLL names the library of every function it imports');
    }
    assert.ok(!(await load([])).includes(target.hostLibrary));
  });
});
