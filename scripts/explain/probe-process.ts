// Loads plug-ins from the default paths and writes the outcomes to the file named by its argument. Its
// own process, started by probe.ts: a plug-in may crash or hang while it is being loaded.
import { writeFileSync } from 'node:fs';
import { loadPlugins } from '../../loader/index.js';

const result = process.argv[2] as string;
try {
  writeFileSync(result, JSON.stringify({ outcomes: loadPlugins().outcomes }));
} catch (error) {
  writeFileSync(result, JSON.stringify({ error: (error as Error).message }));
}
