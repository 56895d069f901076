// Gives each command line of standard input, a JSON array of arrays of words, to plugkit's parser, with commands
// that do nothing. The last line printed is a JSON array of the exit statuses.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from '../../scripts/command.js';
import { runProgram } from '../../scripts/program.js';
import { projectPath } from '../../scripts/project/paths.js';

process.setMaxListeners(0); // each run adds its own for signals

const names = readdirSync(projectPath('scripts', 'commands')).map((file) => basename(file, '.ts'));
const load = async (name: string): Promise<Command> => {
  const command = (await import(`../../scripts/commands/${name}.js`)) as Command;
  const { finish: _finish, failed: _failed, status: _status, ...rest } = command;
  return { ...rest, run: async () => null, render: () => '' };
};
const program = {
  name: 'plugkit',
  description: '',
  commands: Object.fromEntries(
    names.map((name) => [name, { summary: '', load: () => load(name) }] as const),
  ),
};

const statuses: number[] = [];
for (const words of JSON.parse(readFileSync(0, 'utf8')) as string[][]) {
  process.stderr.write(`plugkit ${words.join(' ')}\n`);
  statuses.push(await runProgram(program, words));
}
process.stdout.write(`\n${JSON.stringify(statuses)}\n`);
