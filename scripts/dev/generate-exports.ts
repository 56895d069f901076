// Writes loader/native/exports/ from the facts. Run by hand after a change of the facts:
// node lib/scripts/dev/generate-exports.js. A test checks that the committed files are in step.
import { writeFile } from 'node:fs/promises';
import { exportFiles } from '../compile/export-files.js';
import { readExportFacts } from '../project/facts.js';
import { projectPath } from '../project/paths.js';

for (const [file, content] of Object.entries(exportFiles(readExportFacts()))) {
  await writeFile(projectPath('loader', 'native', 'exports', file), content);
}
