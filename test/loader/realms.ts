// Evaluates the loader's code in contexts of node:vm, each with a realm of its own, as jest does. As
// scripts: Node never frees a context in which a module of node:vm was evaluated.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import type * as Loader from '../../loader/index.js';
import { projectPath } from '../../scripts/project/paths.js';

const require = createRequire(import.meta.url);
const GLOBALS = { process, TextEncoder, TextDecoder, URL, Buffer, console };

/** The body of a function of `$exports`, `$require` and `$url` that does what the module does. */
function toScript(source: string): string {
  const names: string[] = [];
  const script = source
    .replace(
      /^import \{([^}]*)\} from '([^']+)';/gm,
      (_, list: string, from: string) =>
        `const {${list.replace(/ as /g, ': ')}} = $require('${from}');`,
    )
    .replace(
      /^export \{([^}]*)\} from '([^']+)';/gm,
      (_, list: string, from: string) => `{
        const { ${list} } = $require('${from}');
        Object.assign($exports, { ${list} });
      }`,
    )
    .replace(
      /^export (?=(?:async )?(?:function\*?|class|const|let) (\w+))/gm,
      (_, name: string) => {
        names.push(name);
        return '';
      },
    )
    .replaceAll('import.meta.url', '$url');
  return `${script}\nObject.assign($exports, { ${names.join(', ')} });`;
}

/** The loader's API in a new realm. */
export function evaluateInRealm(): typeof Loader {
  const context = vm.createContext({ ...GLOBALS });
  const modules = new Map<string, object>();

  function load(url: string): object {
    const known = modules.get(url);
    if (known) return known;
    const exports = {};
    modules.set(url, exports);
    const body = toScript(readFileSync(fileURLToPath(url), 'utf8'));
    const script = `(function ($exports, $require, $url) { 'use strict'; ${body}\n})`;
    const run = vm.runInContext(script, context, { filename: url });
    const requireFrom = (from: string) =>
      from.startsWith('.') ? load(new URL(from, url).href) : require(from);
    run(exports, requireFrom, url);
    return exports;
  }

  return load(pathToFileURL(projectPath('lib/loader/index.js')).href) as typeof Loader;
}
