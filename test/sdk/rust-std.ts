// A Rust whose standard library for foreign targets can be built: Debian's compiler with its sources, unpacked into the cache
// directory. It is test equipment, for machines that have no `rustup target add`.
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { currentTarget } from '../../loader/target.js';
import { CommandError } from '../../scripts/errors.js';
import type { Environment } from '../../scripts/flags/environment.js';
import { run } from '../../scripts/process/run.js';
import { findArchives, isolateApt, writeSource } from '../../scripts/runners/isolated-apt.js';
import { DEBIAN } from '../../scripts/runners/stock-install.js';
import { findTools } from '../../scripts/toolchain/find.js';
import { zigCaches } from '../../scripts/toolchain/tools.js';

/** The oldest release whose programs any later system runs, and that has a Rust which is new enough. */
const SUITE = 'bookworm';
/** Debian's newer Rust beside the release's own, what strips files of macOS, and libraries that a small system lacks. */
const PACKAGES = [
  ...(['rustc-web', 'cargo-web', 'rust-web-src', 'libstd-rust-web-dev', 'llvm-19'] as const),
  ...(['libllvm19', 'libedit2', 'libz3-4', 'libxml2', 'libicu72', 'libbsd0', 'libmd0'] as const),
  ...(['libpcre3', 'libhttp-parser2.9', 'libssh2-1', 'libsqlite3-0', 'libcurl4'] as const),
];

/** Where Debian's Rust is: `bin` goes before all others on PATH. */
export interface DebianRust {
  readonly bin: string;
  readonly root: string;
}

async function unpack(work: string, root: string, environment: Environment): Promise<void> {
  const here = currentTarget();
  if (here?.libc !== 'glibc') {
    const reason = `Debian's Rust runs on Linux with glibc, not on ${here?.id ?? process.platform}`;
    throw new CommandError('TOOL_MISSING', reason);
  }
  const { architecture } = DEBIAN[here.arch];
  const settings = await isolateApt(work, [architecture]);
  const [archive] = (await findArchives()) as [string];
  await writeSource(work, archive, SUITE);
  const { verbose } = environment;
  const apt = (...args: string[]) => run(['apt-get', ...settings, ...args], { cwd: work, verbose });
  await apt('update');
  // The library has its version in its name, which the one to develop with depends on.
  const shown = await run(['apt-cache', ...settings, 'show', 'libstd-rust-web-dev'], { verbose });
  const library = /^Depends:.*\b(libstd-rust-web-[\d.]+)/m.exec(shown.stdout)?.[1];
  await apt('download', ...PACKAGES, ...(library ? [library] : []));
  await mkdir(root, { recursive: true });
  for (const file of (await readdir(work)).filter((name) => name.endsWith('.deb'))) {
    await run(['dpkg-deb', '--extract', join(work, file), root], { verbose });
  }
}

/** Programs that find their libraries without anything installed: `made` is where they are made, `root` where they will run. */
async function writePrograms(made: string, { root }: DebianRust): Promise<void> {
  const { triplet } = DEBIAN[(currentTarget() as { arch: 'x64' | 'arm64' }).arch];
  const libraries = [join(root, 'usr/lib', triplet), join(root, 'lib', triplet)].join(':');
  const write = async (path: string, program: string, ...args: string[]) => {
    const before = args.map((arg) => `'${arg}' `).join('');
    const script = `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${join(root, program)}' ${before}"$@"\n`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, script);
    await chmod(path, 0o755);
  };
  // Debian's Rust links Windows files with the libraries of GCC's stack protector, which Zig has none of and needs none.
  for (const name of ['libssp.a', 'libssp_nonshared.a']) {
    await mkdir(join(made, 'root/empty'), { recursive: true });
    await writeFile(join(made, 'root/empty', name), '!<arch>\n');
  }
  await write(join(made, 'bin/cargo'), 'usr/bin/cargo');
  await write(join(made, 'bin/rustc'), 'usr/bin/rustc', '-L', `native=${join(root, 'empty')}`);
  const [own] = await readdir(join(made, 'root/usr/lib/rustlib')).then((names) =>
    names.filter((name) => name.endsWith('-linux-gnu')),
  );
  const tools = join(made, 'root/usr/lib/rustlib', own as string, 'bin');
  await write(join(tools, 'rust-objcopy'), 'usr/lib/llvm-19/bin/llvm-objcopy');
}

/**
 * Has Debian's Rust in the cache directory, some 170 MB to fetch; complete or absent.
 * @throws {CommandError} where it cannot be had
 */
export async function installRust(environment: Environment): Promise<DebianRust> {
  const directory = join(environment.cacheDirectory, 'rust', SUITE);
  const rust = { bin: join(directory, 'bin'), root: join(directory, 'root') };
  if (existsSync(rust.bin)) return rust;
  await mkdir(dirname(directory), { recursive: true });
  const work = await mkdtemp(`${directory}-`);
  try {
    const made = join(work, 'made');
    await unpack(work, join(made, 'root'), environment);
    await writePrograms(made, rust);
    await rename(made, directory).catch((error: unknown) => {
      if (!existsSync(rust.bin)) throw error; // another process was first
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return rust;
}

/** What the Rust linker wants around the code of a Windows file, which only Rust's own builds make. */
async function addStartFiles(
  { bin, root }: DebianRust,
  triple: string,
  library: string,
): Promise<void> {
  const sources = join(root, 'usr/lib/rustlib/src/rust/library/rtstartup');
  for (const name of ['rsbegin', 'rsend']) {
    const output = join(library, `${name}.o`);
    const args = [
      '--target',
      triple,
      '--emit=obj',
      '-O',
      '-o',
      output,
      join(sources, `${name}.rs`),
    ];
    await run([join(bin, 'rustc'), ...args], { env: { RUSTC_BOOTSTRAP: '1' } });
  }
}

/**
 * Has the standard library for a target beside the others of this Rust: compiled once, in a minute, and kept.
 * @throws {CommandError} TOOL_FAILED with what cargo said
 */
export async function addStandardLibrary(
  rust: DebianRust,
  triple: string,
  environment: Environment,
): Promise<void> {
  const library = join(rust.root, 'usr/lib/rustlib', triple, 'lib');
  if (existsSync(library)) return;
  const tools = await findTools(['zig', 'cargo-zigbuild'], environment);
  const { CARGO_HOME: cargoHome = join(homedir(), '.cargo') } = environment.variables;
  const work = await mkdtemp(join(dirname(rust.root), 'std-'));
  try {
    await mkdir(join(work, 'src'));
    await writeFile(join(work, 'src/lib.rs'), '');
    const manifest = '[package]\nname = "nothing"\nedition = "2021"\n[workspace]\n';
    await writeFile(join(work, 'Cargo.toml'), manifest);
    const parts = '-Zbuild-std=std,panic_unwind';
    const build = ['zigbuild', '--release', parts, '--target', triple];
    await run([tools['cargo-zigbuild'].path, ...build], {
      cwd: work,
      verbose: environment.verbose,
      env: {
        PATH: [rust.bin, environment.path].join(delimiter),
        RUSTC_BOOTSTRAP: '1',
        // As in the libraries that rustup brings, no path of this machine.
        RUSTFLAGS: [join(rust.root, 'usr'), cargoHome]
          .map((path) => `--remap-path-prefix=${path}=/rustc`)
          .join(' '),
        CARGO_TARGET_DIR: join(work, 'target'),
        CARGO_ZIGBUILD_ZIG_PATH: tools.zig.path,
        CARGO_ZIGBUILD_CACHE_DIR: join(environment.cacheDirectory, 'zigbuild'),
        ...zigCaches(environment.cacheDirectory),
      },
    });
    const made = join(work, 'lib');
    await mkdir(made);
    const built = join(work, 'target', triple, 'release/deps');
    for (const file of await readdir(built)) {
      const isLibrary = file.endsWith('.rlib') && !file.startsWith('libnothing');
      if (isLibrary) await cp(join(built, file), join(made, file));
    }
    if (triple.endsWith('-windows-gnu')) await addStartFiles(rust, triple, made);
    await mkdir(dirname(library), { recursive: true });
    await rename(made, library).catch((error: unknown) => {
      if (!existsSync(library)) throw error; // another process was first
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
