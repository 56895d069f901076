// Started by accelerator.test.ts: prints whether a host is accelerated, or the code of the error.
import { type Accelerator, loadPlugins } from '../../loader/index.js';

const [what] = process.argv.slice(2);
if (what === 'warnings') {
  loadPlugins({ paths: [], accelerator: 'auto' });
  process.emitWarning('a warning of the program');
} else {
  try {
    const options = what === 'env' ? {} : { accelerator: what as Accelerator };
    console.log(loadPlugins({ paths: [], ...options }).accelerated);
  } catch (error) {
    console.log((error as { code: string }).code);
  }
}
