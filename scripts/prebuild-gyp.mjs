#!/usr/bin/env node
// What prebuildify starts in place of node-gyp. It takes node-gyp's arguments, which cmake-js would
// misread, and runs the cmake-js command that build/prebuilds.ts left in the working directory.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [file, ...args] = JSON.parse(readFileSync('cmake-js.json', 'utf8'));
process.exitCode = spawnSync(file, args, { stdio: 'inherit' }).status ?? 1;
