// docs/proposals.md says what works on which Node: each proposal is tried on every Node of its table that
// can be had.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PluginError } from '../../loader/errors.js';
import { currentTarget, type Target } from '../../loader/target.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { projectPath } from '../../scripts/project/paths.js';
import { findNode, installNode } from '../../scripts/runners/node-builds.js';
import { skip } from '../support/skip.js';
import { mirrorFile } from './mirror.js';
import { PROPOSALS } from './proposals.js';

/** The cells of the page's table, by row: the first is the head. */
function readTable(): string[][] {
  const page = readFileSync(projectPath('docs/proposals.md'), 'utf8');
  return page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

async function nodeOf(line: string): Promise<string> {
  if (process.versions.node.startsWith(`${line}.`)) return process.execPath;
  const environment = readEnvironment();
  const target = currentTarget() as Target;
  const build =
    findNode(environment.cacheDirectory, target, line) ??
    (await installNode(environment, target, line));
  return build.executable;
}

/** Which of the proposals work with this Node and these flags. */
function supported(node: string, file: string, flags: readonly string[], names: readonly string[]) {
  const child = projectPath('lib', 'test', 'loader', 'proposals.child.js');
  const { status, stdout, stderr } = spawnSync(node, [...flags, child, file, ...names], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status === 0) return JSON.parse(stdout) as string[];
  // A flag that this Node does not have, or of something that it has only begun.
  if (/bad option|unimplemented code/.test(stderr)) return [];
  throw new Error(`${node} ${flags.join(' ')}: ${stderr}`);
}

describe('docs/proposals.md', () => {
  const [head, ...rows] = readTable() as [string[], ...string[][]];

  it('has a row for each proposal that is tried, and its flag', () => {
    const flags = PROPOSALS.map(({ name, flag }) => [name, flag ? `\`${flag}\`` : '']);
    assert.deepEqual(
      rows.map(([name, ...cells]) => [name, cells.at(-1)]),
      flags,
    );
  });

  for (const [column, title] of head.entries()) {
    const line = /^Node (\d+)$/.exec(title)?.[1];
    if (line === undefined) continue;
    it(`says what works on ${title}`, async function () {
      let node: string;
      try {
        node = await nodeOf(line);
      } catch (error) {
        if (!(error instanceof PluginError)) throw error;
        return skip(this, `${title} cannot be had: ${error.message}`);
      }
      const file = await mirrorFile();
      const plain = supported(
        node,
        file,
        [],
        PROPOSALS.map(({ name }) => name),
      );
      const flagged = PROPOSALS.flatMap(({ name, flag }) =>
        flag && !plain.includes(name) ? supported(node, file, [flag], [name]) : [],
      );
      const found = PROPOSALS.map(({ name }) => {
        if (plain.includes(name)) return [name, 'yes'];
        return [name, flagged.includes(name) ? 'flag' : 'no'];
      });
      assert.deepEqual(
        rows.map((row) => [row[0], row[column]]),
        found,
      );
    });
  }
});
