#!/usr/bin/env node
// What prebuildify starts in place of node-gyp. It ignores node-gyp's arguments and runs the commands
// that compile/prebuilds.ts left in the working directory.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

for (const [file, ...args] of JSON.parse(readFileSync('commands.json', 'utf8'))) {
  const { status } = spawnSync(file, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
