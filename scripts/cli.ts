#!/usr/bin/env node
// The command line `plugkit`: every command, loaded when it is called; adding one is a file in commands/ and an
// entry here.
import { runProgram } from './program.js';

const PLUGKIT = {
  name: 'plugkit',
  description: 'Build, audit, test and load WasmEdge plug-ins',
  commands: {
    build: {
      summary: 'Build plug-ins (or the loader) for every target',
      load: () => import('./commands/build.js'),
    },
    audit: {
      summary: 'Check binaries of every target without running them',
      load: () => import('./commands/audit.js'),
    },
    test: {
      summary: 'Load and test every plug-in on every target by every path',
      load: () => import('./commands/test.js'),
    },
    run: {
      summary: 'Run a WebAssembly program with plug-ins',
      load: () => import('./commands/run.js'),
    },
    report: {
      summary: 'Render a saved report of the matrix, or merge those of many machines',
      load: () => import('./commands/report.js'),
    },
    inspect: {
      summary: 'Show what one library says of itself: its bytes, its descriptor, its functions',
      load: () => import('./commands/inspect.js'),
    },
    list: {
      summary: 'List the plug-ins that programs find',
      load: () => import('./commands/list.js'),
    },
    explain: {
      summary: 'Show where plug-ins are looked for, in order, and what is found there',
      load: () => import('./commands/explain.js'),
    },
    bindings: {
      summary: 'Write what guests and programs need to call a plug-in, from its binary',
      load: () => import('./commands/bindings.js'),
    },
    bundle: {
      summary: 'Put a plug-in and the libraries it needs into one folder that may be anywhere',
      load: () => import('./commands/bundle.js'),
    },
    setup: {
      summary: 'Find or install the tools that builds need',
      load: () => import('./commands/setup.js'),
    },
    'setup-runners': {
      summary: 'Install what is needed to run the cells of other targets',
      load: () => import('./commands/setup-runners.js'),
    },
    doctor: {
      summary: 'Show what this machine can build and run, and what to do about the rest',
      load: () => import('./commands/doctor.js'),
    },
    'build-loader': {
      summary: 'Build the loader of this directory for this machine, into its build/Release',
      load: () => import('./commands/build-loader.js'),
    },
    complete: {
      summary: 'Print the completion script of a shell',
      load: () => import('./commands/complete.js'),
    },
  },
};

process.exitCode = await runProgram(PLUGKIT, process.argv.slice(2));
