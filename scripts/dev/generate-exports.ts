// Writes loader/native/exports/ from the facts: what the host library exports, in the form each linker
// wants it. Run by hand after a change of the facts: node lib/scripts/dev/generate-exports.js. A test
// checks that the committed files are in step.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The part of facts/c-api.json that decides about exports. */
export interface ExportFacts {
  soname: { win32: string };
  functions: {
    name: string;
    since: string | null;
    symbolVersion?: string;
    compatSymbolVersion?: string;
    laterSymbolVersions?: Record<string, string>;
  }[];
  nodeOrder: string[];
  upToApi4: { functions: string[] };
  'notIn0.17.1': { functions: string[] };
}

/** What the host library exports: the functions of stock 0.17.1; plug-ins export the descriptor. */
export function exportedFunctions(facts: ExportFacts): ExportFacts['functions'] {
  return facts.functions.filter(
    ({ name, symbolVersion }) =>
      symbolVersion !== undefined &&
      symbolVersion !== null &&
      !facts['notIn0.17.1'].functions.includes(name),
  );
}

/** The version nodes under which a function is exported on Linux; the first is the default. */
export function versionNodes(entry: ExportFacts['functions'][number]): string[] {
  const { symbolVersion, compatSymbolVersion, laterSymbolVersions } = entry;
  return [symbolVersion, compatSymbolVersion, ...Object.keys(laterSymbolVersions ?? {})].filter(
    (node) => node !== undefined,
  );
}

/**
 * The nodes. Functions with several versions are tied to theirs by the sources (versions_elf.cc), the
 * rest falls to the first node. By pattern, since LLVM's linker loses names of the former when only
 * the latter are listed; the library has nothing else of that name.
 */
function versionScript(facts: ExportFacts): string {
  return facts.nodeOrder
    .map((node, index) =>
      index === 0
        ? `${node} {\n  global:\n    WasmEdge_*;\n  local:\n    *;\n};\n`
        : `${node} {\n} ${facts.nodeOrder[index - 1]};\n`,
    )
    .join('\n');
}

/** File name to content of everything in loader/native/exports/. */
export function exportFiles(facts: ExportFacts): Record<string, string> {
  const names = exportedFunctions(facts).map(({ name }) => name);
  const note = 'Generated from facts/c-api.json by scripts/dev/generate-exports.ts';
  return {
    'wasmedge.map': `/* ${note} */\n${versionScript(facts)}`,
    'wasmedge.def': `; ${note}\nLIBRARY ${facts.soname.win32}\nEXPORTS\n${names.map((name) => `  ${name}\n`).join('')}`,
    'wasmedge.exports': `# ${note}\n${names.map((name) => `_${name}\n`).join('')}`,
  };
}

/** Compiled, this file is in lib/scripts/dev/. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const EXPORTS_DIRECTORY = join(ROOT, 'loader', 'native', 'exports');

export async function readExportFacts(): Promise<ExportFacts> {
  return JSON.parse(await readFile(join(ROOT, 'facts', 'c-api.json'), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, content] of Object.entries(exportFiles(await readExportFacts()))) {
    await writeFile(join(EXPORTS_DIRECTORY, file), content);
  }
}
