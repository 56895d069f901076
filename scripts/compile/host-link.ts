// What plug-ins are linked against, generated from the facts and kept in the cache directory: on Linux
// a library without code but with stock WasmEdge's name and symbol versions (older versions of the
// plug-in API have none), on Windows an import library, on macOS, where the host's functions are looked up when
// a plug-in is opened, a library with nothing but an operator new that is not exported.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from '#loader/internal';
import type { Environment } from '../flags/environment.js';
import { PLATFORMS, platformSettings } from '../platforms/index.js';
import { type RunOptions, run } from '../process/run.js';
import { type ApiVersion, CURRENT_API_VERSION, factsForApi } from '../project/api-version.js';
import { type ExportFacts, exportedFunctions, readExportFacts } from '../project/facts.js';
import { projectPath } from '../project/paths.js';
import { buildOptions, type Toolchain } from '../toolchain/tools.js';
import { exportFiles } from './export-files.js';
import { hashFiles, hashInputs } from './stamp.js';

const OPERATOR_NEW = projectPath('scripts', 'compile', 'cmake', 'operator_new.cc');

/** The code that makes the library counts among what it is made from. */
const SOURCES = ['./host-link.js', './export-files.js', '../project/facts.js'].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
);

/** One node per version, each inheriting from the one before it, as in stock 0.17.1. */
function versionScript(facts: ExportFacts): string {
  return facts.nodeOrder
    .map((node, index) => {
      const names = exportedFunctions(facts)
        .filter(({ symbolVersion }) => symbolVersion === node)
        .map(({ name }) => ` ${name};`);
      const globals = names.length > 0 ? ` global:${names.join('')}` : '';
      const locals = index === 0 ? ' local: *;' : '';
      const parent = index === 0 ? '' : ` ${facts.nodeOrder[index - 1]}`;
      return `${node} {${globals}${locals} }${parent};\n`;
    })
    .join('');
}

async function linkStub(
  directory: string,
  target: Target,
  facts: ExportFacts,
  zig: string,
  options: RunOptions,
): Promise<void> {
  const functions = exportedFunctions(facts).map(({ name }) => `void ${name}(void) {}\n`);
  await writeFile(join(directory, 'stub.c'), functions.join(''));
  const script = versionScript(facts);
  await writeFile(join(directory, 'stub.map'), script);
  await run(
    [
      ...([zig, 'cc', '-target', PLATFORMS.linux.triple(target), '-O2', '-g0', '-s'] as const),
      '-shared',
      '-nostdlib',
      `-Wl,-soname,${target.hostLibrary}`,
      ...(script === '' ? [] : ['-Wl,--version-script=stub.map']),
      'stub.c',
      '-o',
      'libwasmedge.so',
    ],
    { ...options, cwd: directory },
  );
}

async function makeImportLibrary(
  directory: string,
  target: Target,
  facts: ExportFacts,
  zig: string,
  options: RunOptions,
): Promise<void> {
  await writeFile(join(directory, 'wasmedge.def'), exportFiles(facts)['wasmedge.def'] as string);
  const machine = target.arch === 'x64' ? 'i386:x86-64' : 'arm64';
  await run(
    [
      ...([zig, 'dlltool', '-m', machine, '-D', target.hostLibrary] as const),
      '-d',
      'wasmedge.def',
      '-l',
      'libwasmedge.a',
    ],
    { ...options, cwd: directory },
  );
}

async function makeOwnNew(
  directory: string,
  target: Target,
  _facts: ExportFacts,
  zig: string,
  options: RunOptions,
): Promise<void> {
  const inDirectory = { ...options, cwd: directory };
  await copyFile(OPERATOR_NEW, join(directory, 'operator_new.cc'));
  await run(
    [
      ...([zig, 'c++', '-target', PLATFORMS.darwin.triple(target), '-std=c++17', '-O2'] as const),
      '-g0',
      '-fvisibility=hidden',
      '-fvisibility-global-new-delete=force-hidden',
      '-D_LIBCPP_DISABLE_VISIBILITY_ANNOTATIONS',
      '-c',
      'operator_new.cc',
      '-o',
      'operator_new.o',
    ],
    inDirectory,
  );
  await run([zig, 'ar', 'qcD', 'libwasmedge.a', 'operator_new.o'], inDirectory);
}

const hashOf = (library: string): string => `${library}.hash`;

/** Whether the library is there as it was made: a full disk leaves files that are cut off. */
async function isWhole(library: string): Promise<boolean> {
  if (!existsSync(library) || !existsSync(hashOf(library))) return false;
  return (await readFile(hashOf(library), 'utf8')) === (await hashFiles([library]));
}

const MAKERS = {
  stub: linkStub,
  'import-library': makeImportLibrary,
  'own-new': makeOwnNew,
};

/**
 * Path of the library to link plug-ins of `target` for a version of the plug-in API against, made when
 * needed.
 */
export async function hostLinkLibrary(
  target: Target,
  toolchain: Toolchain,
  environment: Environment,
  api: ApiVersion = CURRENT_API_VERSION,
): Promise<string> {
  const kind = PLATFORMS[target.platform].hostLink;
  const version = await hashInputs({
    paths: [projectPath('facts', 'c-api.json'), OPERATOR_NEW, ...SOURCES],
    settings: [platformSettings(target), toolchain.zig.version, api],
  });
  const directory = join(environment.cacheDirectory, 'host-link', version.slice(0, 16), target.id);
  const library = join(directory, kind === 'stub' ? 'libwasmedge.so' : 'libwasmedge.a');
  if (await isWhole(library)) return library;

  await rm(directory, { recursive: true, force: true });
  await mkdir(dirname(directory), { recursive: true });
  const temporary = await mkdtemp(`${directory}-`);
  try {
    const options = buildOptions(environment);
    const facts = factsForApi(readExportFacts(), api);
    await MAKERS[kind](temporary, target, facts, toolchain.zig.path, options);
    const made = join(temporary, basename(library));
    await writeFile(hashOf(made), await hashFiles([made]));
    await rename(temporary, directory).catch(async (error: unknown) => {
      // Another process was faster.
      if (!(await isWhole(library))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return library;
}
