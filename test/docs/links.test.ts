import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';
import { anchorsOf, documents } from '../support/documents.js';

describe('links of the documents', () => {
  for (const { path, prose } of documents) {
    it(`${path} links to what exists, anchors too`, () => {
      const broken = Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, link]) => link as string)
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => {
          const [file = '', anchor] = link.split('#');
          const target = file === '' ? path : posix.join(posix.dirname(path), file);
          if (!existsSync(projectPath(target))) return true;
          return anchor !== undefined && !anchorsOf(target).has(anchor);
        });
      assert.deepEqual(broken, []);
    });
  }
});
