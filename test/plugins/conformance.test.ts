// What every plug-in of this project must do, in whatever language.
import { projectPath } from '../../scripts/project/paths.js';
import { listPlugins } from '../../scripts/project/plugins.js';
import { conforms } from './conforms.js';

const { sources } = await listPlugins(projectPath('plugins'));
for (const { manifest } of sources) conforms(manifest.name);
