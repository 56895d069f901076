// The command line of the repository itself; it is in no package. Run as `npm run pack` and the like.
import { runProgram } from '../program.js';

const REPOSITORY = {
  name: 'node lib/scripts/dev/cli.js',
  description: 'What is done to the repository',
  commands: {
    pack: {
      summary: 'Build what is missing and pack both npm packages into build/npm',
      load: () => import('./pack.js'),
    },
  },
};

process.exitCode = await runProgram(REPOSITORY, process.argv.slice(2));
