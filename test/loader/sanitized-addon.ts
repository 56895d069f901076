// The addon and the host library built by the system's compiler with AddressSanitizer and
// UndefinedBehaviorSanitizer, in a copy of this checkout whose loader finds them first, and the
// environment in which a Node process loads them.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { currentTarget, type Target } from '../../loader/target.js';
import { prebuildFiles } from '../../scripts/compile/prebuilds.js';
import { hashInputs } from '../../scripts/compile/stamp.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { projectPath, ROOT } from '../../scripts/project/paths.js';
import { type HostLibrary, SANITIZED_FLAGS, sanitizedLibrary } from '../host/host-library.js';
import { compile, includeDirectory } from '../support/compile.js';

const environment = readEnvironment(process.env, { quiet: true });
const { include_dir: nodeHeaders } = createRequire(import.meta.url)('node-api-headers') as {
  include_dir: string;
};

export interface SanitizedAddon {
  readonly file: string;
  /** The copy of this checkout. */
  readonly root: string;
  /** For the Node process that loads it. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Node itself has no sanitizer inside: its runtime must be there before anything else. */
function runtime([compiler]: readonly [string, ...string[]]): string {
  return execFileSync(compiler, ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
}

async function build(
  [file, library]: readonly [string, string],
  { file: host, compiler, flags }: HostLibrary,
): Promise<void> {
  const native = projectPath('loader', 'native');
  const folder = dirname(file);
  await mkdir(dirname(library), { recursive: true });
  await copyFile(host, library);
  const addon = join(native, 'addon');
  const sources = (await readdir(addon)).filter((name) => name.endsWith('.cc'));
  const temporary = join(folder, `addon.${process.pid}.tmp`);
  await compile({
    sources: [
      ...sources.map((name) => join(addon, name)),
      ...['address_space/linux.cc', 'loaded_library/linux.cc', 'library_path/other.cc'].map(
        (name) => join(addon, name),
      ),
      ...['mutex_posix.cc', 'thread_posix.cc'].map((name) => join(native, 'host', 'system', name)),
    ],
    output: temporary,
    language: 'c++',
    compiler: compiler ?? ['g++'],
    includeDirs: [includeDirectory, native],
    libraries: ['-ldl'],
    flags: [
      ...SANITIZED_FLAGS,
      '-shared',
      '-DNAPI_VERSION=8',
      '-isystem',
      nodeHeaders,
      '-pthread',
      `-DPLUGKIT_HOST_FILE="${relative(folder, library)}"`,
      ...flags,
    ],
  });
  await rename(temporary, file);
}

/** Fills a copy of this checkout: compiled code is copied, as it looks around itself, the rest linked but
 * for the prebuilds. */
async function copyCheckout(root: string): Promise<void> {
  await rm(join(root, 'lib'), { recursive: true, force: true });
  await cp(projectPath('lib'), join(root, 'lib'), { recursive: true });
  const linked = (await readdir(ROOT)).filter(
    (name) => !/^(lib|prebuilds|build|coverage|\.git)$/.test(name),
  );
  for (const name of linked) {
    await rm(join(root, name), { force: true });
    await symlink(projectPath(name), join(root, name));
  }
}

/** Built once for its sources; the reason when this machine has no such compiler. */
export async function sanitizedAddon(): Promise<SanitizedAddon | { skip: string }> {
  const library = await sanitizedLibrary();
  if ('skip' in library) return library;
  const settings = [library.file, library.flags, SANITIZED_FLAGS, ROOT];
  const paths = [projectPath('loader', 'native'), includeDirectory, nodeHeaders];
  const key = await hashInputs({ paths, settings });
  const root = join(environment.cacheDirectory, 'test-addon', key.slice(0, 16));
  const [file, host] = prebuildFiles(currentTarget() as Target).map((name) =>
    join(root, 'prebuilds', name),
  ) as [string, string];
  const compiler = ['g++'] as const;
  if (!existsSync(file)) await build([file, host], { ...library, compiler });
  await copyCheckout(root);
  const variables = {
    LD_PRELOAD: runtime(compiler),
    // V8 never frees all it has, and catches the faults of WebAssembly itself.
    ASAN_OPTIONS: 'detect_leaks=0:allow_user_segv_handler=1',
    UBSAN_OPTIONS: 'print_stacktrace=1',
  };
  return { file, root, variables };
}
