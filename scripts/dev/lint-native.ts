// Checks the format of all C and C++ sources; `--write` corrects it. Run by `npm run lint`.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { ROOT } from '../project/paths.js';

const { getNativeBinary } = createRequire(import.meta.url)('clang-format') as {
  getNativeBinary(): string;
};
const PATTERNS = ['*.c', '*.cc', '*.h'];

const listed = spawnSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...PATTERNS],
  {
    cwd: ROOT,
    encoding: 'utf8',
  },
);
const files = listed.stdout.split('\0').filter(Boolean);
const mode = process.argv.includes('--write') ? ['-i'] : ['--dry-run', '--Werror'];
const { status } = spawnSync(getNativeBinary(), [...mode, ...files], {
  cwd: ROOT,
  stdio: 'inherit',
});
console.error(
  `clang-format: ${files.length} files, ${status === 0 ? 'well formed' : 'run with --write to correct them'}`,
);
process.exitCode = status ?? 1;
