// An application in an empty directory that installs the tarballs with one of the package managers.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { assemble, temporaryDirectory } from '../loader/mirror.js';
import { skip } from '../support/skip.js';
import { installManager, type Manager, reachesRegistry, runIn } from './managers.js';
import { type Tarballs, tarballs } from './tarballs.js';

const GUEST = `(module
  (import "get_string" "get_string" (func $get_string (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "run") (result i32) (call $get_string (i32.const 0) (i32.const 1024))))`;
const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { loadPlugins } from 'wasmedge-plugin-kit';
  const [path] = process.argv.slice(2);
  const host = path ? loadPlugins({ paths: [path] }) : loadPlugins();
  const { instance } = await host.instantiate(readFileSync('guest.wasm'));
  const { memory, run } = instance.exports;
  console.log(new TextDecoder().decode(memory.buffer.slice(0, run())));
`;

/** What the program prints. */
export const GREETING = 'A string from a WasmEdge plug-in';

export class Application {
  readonly directory: string;
  readonly #manager: Manager;
  readonly #command: readonly [string, ...string[]];
  readonly #tarballs: Tarballs;

  private constructor(
    manager: Manager,
    command: readonly [string, ...string[]],
    both: Tarballs,
    directory: string,
  ) {
    this.directory = directory;
    this.#manager = manager;
    this.#command = command;
    this.#tarballs = both;
  }

  /** An application that has installed nothing yet. */
  static async create(manager: Manager): Promise<Application> {
    const command = await installManager(manager);
    const directory = join(temporaryDirectory(), 'application');
    mkdirSync(directory);
    writeFileSync(join(directory, 'program.js'), PROGRAM);
    writeFileSync(join(directory, 'guest.wasm'), await assemble(GUEST));
    return new Application(manager, command, await tarballs(), directory);
  }

  /** Installs these packages; the loader is always the tarball, whoever asks for it. */
  async install(...names: ('loader' | 'plugkit')[]): Promise<void> {
    const dependency = (which: 'loader' | 'plugkit') => {
      const { name, tarball } = this.#tarballs[which];
      copyFileSync(tarball, join(this.directory, basename(tarball)));
      return [name, `file:./${basename(tarball)}`] as const;
    };
    const [, loader] = dependency('loader');
    const manifest = {
      name: 'application',
      version: '1.0.0',
      private: true,
      type: 'module',
      dependencies: Object.fromEntries(names.map(dependency)),
      ...this.#manager.overrides(loader),
    };
    const files = { ...this.#manager.files?.(loader), 'package.json': JSON.stringify(manifest) };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(this.directory, name), text);
    }
    await this.#run(this.#manager.install);
  }

  #run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return runIn(this.directory, [...this.#command, ...args], { ...this.#manager.env, ...env });
  }

  /** Runs the application's program. */
  program(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const all = ['program.js', ...args];
    const apart = { WASMEDGE_DIR: this.directory, ...env }; // nothing else to find
    const { node } = this.#manager;
    if (node) return this.#run([...node, ...all], apart);
    return runIn(this.directory, [process.execPath, ...all], apart);
  }

  plugkit(...args: string[]): Promise<string> {
    return this.#run([...this.#manager.execute, 'plugkit', ...args]);
  }

  /** Folder of an installed package; undefined where there is no node_modules. */
  folder(name: string): string | undefined {
    const modules = join(this.directory, 'node_modules');
    return readdirSync(this.directory).includes('node_modules') ? join(modules, name) : undefined;
  }

  /** The names of all packages that are installed. */
  packages(): string[] {
    const modules = this.folder('.');
    if (modules === undefined) {
      const lock = readFileSync(join(this.directory, 'yarn.lock'), 'utf8');
      const resolved = [...lock.matchAll(/^ {2}resolution: "(@?[^@]+)@(?!workspace:)/gm)];
      return resolved.map(([, name]) => name as string);
    }
    const manifests = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /(^|[\\/]node_modules[\\/])(@[^\\/]+[\\/])?[^\\/]+[\\/]package\.json$/.test(path),
    );
    return [...new Set(manifests.map((path) => basename(dirname(path))))];
  }

  /** Fails when what was installed is not what was packed. */
  assertInstalled(which: 'loader' | 'plugkit'): void {
    const { name, files } = this.#tarballs[which];
    const folder = this.folder(name);
    if (folder === undefined) return;
    for (const file of files.filter((each) => each !== 'package.json')) {
      const packed = readFileSync(join(this.#tarballs.staged(name), file));
      assert.ok(readFileSync(join(folder, file)).equals(packed), file);
    }
  }
}

/** An installed application; skips where the npm registry cannot be reached. */
export async function installed(
  context: Mocha.Context,
  manager: Manager,
  ...names: ('loader' | 'plugkit')[]
): Promise<Application> {
  try {
    const application = await Application.create(manager);
    await application.install(...names);
    return application;
  } catch (error) {
    if (await reachesRegistry()) throw error;
    return skip(context, `needs the npm registry: ${(error as Error).message}`);
  }
}
