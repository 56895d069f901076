// What the host library exports, in the form each linker wants it: loader/native/exports/, written by
// scripts/dev/generate-exports.ts.
import { type ExportFacts, exportedFunctions } from '../project/facts.js';

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
