// `npm run docs`: writes docs/api.md.
import { writeFileSync } from 'node:fs';
import { projectPath } from '../../scripts/project/paths.js';
import { extractApi } from './extract.js';
import { missingWords, renderApi } from './render.js';

const extracted = extractApi();
for (const problem of [...extracted.problems, ...missingWords(extracted)]) console.error(problem);
writeFileSync(projectPath('docs', 'api.md'), renderApi(extracted));
