import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type ExtractedApi, extractApi } from '../../docs/generator/extract.js';
import { missingWords, renderApi } from '../../docs/generator/render.js';
import * as loader from '../../loader/index.js';
import { projectPath } from '../../scripts/project/paths.js';

describe('the public API of the loader', () => {
  let extracted: ExtractedApi;
  before(() => {
    extracted = extractApi();
  });

  it('has comments that can be read, and exports every type it uses', () => {
    assert.deepEqual(extracted.problems, []);
  });

  it('has words for every name, parameter and result', () => {
    assert.deepEqual(missingWords(extracted), []);
  });

  it('is in docs/api.md as it is; npm run docs writes it', () => {
    const page = readFileSync(projectPath('docs', 'api.md'), 'utf8');
    assert.equal(page.replaceAll('\r\n', '\n'), renderApi(extracted));
  });

  it('has one entry, and no constructor of what it makes', () => {
    for (const name of ['Plugin', 'PluginModule', 'PluginHost']) assert.ok(!(name in loader), name);
    const constructors = extracted.api.entryPoints[0]?.members.flatMap(({ members }) =>
      members.filter(({ kind }) => kind === 'Constructor'),
    );
    assert.deepEqual(constructors, []);
  });
});
