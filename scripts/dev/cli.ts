// The command line of the repository itself; it is in no package. Run as `npm run pack` and the like.
import { runProgram } from '../program.js';
import * as pack from './pack.js';

const REPOSITORY = {
  name: 'node lib/scripts/dev/cli.js',
  description: 'What is done to the repository',
  commands: { pack },
};

process.exitCode = await runProgram(REPOSITORY, process.argv.slice(2));
