import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { projectPath } from '../../scripts/project/paths.js';
import { documents } from '../support/documents.js';

/** The words of a command line as a shell takes them apart, without its comment. */
function wordsOf(line: string): string[] {
  const words = line.replace(/\s#.*$/, '').match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replace(/['"]/g, ''));
}

/** The lines of a block that call plugkit, from their first argument on. */
function commandLines(block: string): string[] {
  return Array.from(
    block.matchAll(/^(?:npx )?plugkit (.*)$/gm),
    ([, rest]) => rest as string,
  ).filter((line) => !line.includes('<')); // the form of a command, not one
}

describe('command lines in the documents', () => {
  it('are understood by plugkit', () => {
    const lines = documents.flatMap(({ path, blocks, spans }) => {
      // In prose, a command alone, or a flag without its value, is a name.
      const whole = spans
        .filter((span) => !/[<>[\]|]|\.\.\.|--(api|commit)$/.test(span))
        .map((span) => span.replace(/^(?:npx )?plugkit ([a-z-]+)$/, 'plugkit help $1'))
        .map((span) => span.replace(/ help help$/, ' help'));
      return [...blocks, ...whole]
        .flatMap(commandLines)
        .map((line) => ({ line: `${path}: plugkit ${line}`, words: wordsOf(line) }));
    });
    assert.ok(lines.length > 50, `${lines.length} lines`);
    const child = projectPath('lib', 'test', 'docs', 'commands.child.js');
    const { stdout, stderr } = spawnSync(process.execPath, [child], {
      encoding: 'utf8',
      input: JSON.stringify(lines.map(({ words }) => words)),
    });
    const statuses: number[] = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    const refused = lines.filter((_, index) => statuses[index] !== 0).map(({ line }) => line);
    assert.deepEqual(refused, [], stderr);
  });
});
