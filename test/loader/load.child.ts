// Run by load.test.ts: loads the plug-in it is given in a fresh process and calls it.
import { loadPlugins } from '../../loader/index.js';

const [, , file = ''] = process.argv;
const host = loadPlugins({ paths: [file] });
const { get_string: getString } = host.createModule('get_string').functions;
console.log(JSON.stringify({ ...host.outcomes[0], length: getString?.(0, 0) }));
