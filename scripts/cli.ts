#!/usr/bin/env node
// The command line `plugkit`: every command; adding one is a file in commands/ and a line here.
import * as audit from './commands/audit.js';
import * as build from './commands/build.js';
import * as buildLoader from './commands/build-loader.js';
import * as doctor from './commands/doctor.js';
import * as explain from './commands/explain.js';
import * as report from './commands/report.js';
import * as setup from './commands/setup.js';
import * as setupRunners from './commands/setup-runners.js';
import * as test from './commands/test.js';
import { runProgram } from './program.js';

const PLUGKIT = {
  name: 'plugkit',
  description: 'Build, audit, test and load WasmEdge plug-ins',
  commands: {
    build,
    audit,
    test,
    report,
    explain,
    setup,
    'setup-runners': setupRunners,
    doctor,
    'build-loader': buildLoader,
  },
};

process.exitCode = await runProgram(PLUGKIT, process.argv.slice(2));
