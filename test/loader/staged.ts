// The loader's package as it is published, in a directory of its own, for tests that break it, bundle it
// or limit the process that loads it; and a program that uses it.
import { type ExecFileOptions, execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { currentTarget, TARGETS, type Target } from '../../loader/target.js';
import { prebuildFiles } from '../../scripts/compile/prebuilds.js';
import { readManifest } from '../../scripts/project/manifest.js';
import { projectPath } from '../../scripts/project/paths.js';
import { builtPlugin } from '../support/compile.js';
import { temporaryDirectory } from './mirror.js';

export const NAME = 'wasmedge-plugin-kit';
export const here = currentTarget() as Target;

/** Loads the plug-in get-string, where its path is given, calls it, and prints what came of it. */
const PROGRAM = `
import { loadPlugins } from '${NAME}';
const paths = process.argv.slice(2);
try {
  const host = loadPlugins({ paths });
  const length = paths.length && host.createModule('get_string').functions.get_string(0, 0);
  console.log(JSON.stringify({ states: host.outcomes.map(({ state }) => state), length }));
} catch ({ code, message, hint }) {
  console.log(JSON.stringify({ code, message, hint }));
}
`;

/** What PROGRAM prints. */
export interface Outcome {
  states?: string[];
  length?: number;
  code?: string;
  message?: string;
  hint?: string;
}

/** What it prints when all is well. */
export const LOADED: Outcome = { states: ['loaded'], length: 32 };

export async function getStringPlugin(target = here): Promise<string> {
  return builtPlugin(await readManifest(projectPath('plugins/get-string')), target.id);
}

/** Runs a command that ends with PROGRAM and reads the last line that it prints. */
export async function runProgram(
  [file, ...args]: readonly [string, ...string[]],
  options: ExecFileOptions = {},
): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(file, args, { timeout: 500_000, ...options });
  return JSON.parse(String(stdout).trim().split('\n').at(-1) as string);
}

export class StagedPackage {
  /** Holds the package in node_modules, and PROGRAM beside that. */
  readonly directory = temporaryDirectory();
  readonly program: string;
  readonly prebuilds: string;
  /** Of the target. */
  readonly addon: string;
  readonly hostLibrary: string;

  /** @param all whether other targets have prebuilds, too; those not built here are only named so */
  constructor({ target = here, all = false } = {}) {
    const root = join(this.directory, 'node_modules', NAME);
    this.prebuilds = join(root, 'prebuilds');
    const [addon, hostLibrary] = prebuildFiles(target);
    this.addon = join(this.prebuilds, addon);
    this.hostLibrary = join(this.prebuilds, hostLibrary);
    cpSync(projectPath('lib', 'loader'), join(root, 'lib', 'loader'), { recursive: true });
    const manifest = { name: NAME, type: 'module', exports: './lib/loader/index.js' };
    this.write(join(root, 'package.json'), JSON.stringify(manifest));
    for (const file of (all ? TARGETS : [target]).flatMap(prebuildFiles)) {
      const [from, to] = [projectPath('prebuilds', file), join(this.prebuilds, file)];
      if (existsSync(from)) cpSync(from, to);
      else this.write(to, file);
    }
    this.write('package.json', '{ "private": true }');
    this.program = this.write('program.mjs', PROGRAM);
  }

  /** Writes a file; its path is seen from the directory. */
  write(path: string, contents: string | Uint8Array): string {
    const file = resolve(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
    return file;
  }

  /** Runs PROGRAM in this Node. */
  run(
    plugins: readonly string[] = [],
    { flags = [], ...options }: { flags?: readonly string[] } & ExecFileOptions = {},
  ): Promise<Outcome> {
    return runProgram([process.execPath, ...flags, this.program, ...plugins], {
      cwd: this.directory,
      ...options,
    });
  }
}
