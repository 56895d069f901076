// Makes the files of a folder find one another wherever the folder is: run paths in ELF, paths to libraries in Mach-O;
// Windows looks beside the file anyway.
import { join } from 'node:path';
import type { BinaryInfo } from '../audit/binary-info.js';
import { CommandError } from '../errors.js';
import type { Environment } from '../flags/environment.js';
import { programsOnPath, run } from '../process/run.js';
import { findTools } from '../toolchain/find.js';
import { baseName } from './closure.js';

/** A file in the bundle. */
export interface Member {
  readonly name: string;
  readonly info: BinaryInfo;
}

/** What is to be done to a file, as arguments of the tool that does it; none when it is right as it is. */
function elfArguments({ info }: Member, bundled: ReadonlySet<string>): string[] {
  const named = info.needed.filter(
    (library) => library.includes('/') && bundled.has(baseName(library)),
  );
  const replaced = named.flatMap((library) => ['--replace-needed', library, baseName(library)]);
  const needs = info.needed.some((library) => bundled.has(baseName(library)));
  if (needs) return [...replaced, '--force-rpath', '--set-rpath', '$ORIGIN'];
  const foreign = info.rpaths.some((path) => !path.startsWith('$ORIGIN'));
  return foreign ? ['--remove-rpath'] : [];
}

function machoArguments({ name, info }: Member, bundled: ReadonlySet<string>): string[] {
  const changes = info.needed
    .filter((library) => bundled.has(baseName(library)))
    .map((library) => [library, `@loader_path/${baseName(library)}`] as const)
    .filter(([library, wanted]) => library !== wanted);
  const isPath = info.soname !== null && !info.soname.startsWith('@');
  return [
    ...changes.flatMap(([library, wanted]) => ['-change', library, wanted]),
    ...(isPath || changes.length > 0 ? ['-id', `@rpath/${name}`] : []),
  ];
}

const MACHO_TOOLS = ['install_name_tool', 'llvm-install-name-tool'];

async function changeMacho(
  files: readonly (readonly [file: string, args: readonly string[]])[],
  { path, verbose }: Environment,
): Promise<void> {
  const [tool] = MACHO_TOOLS.flatMap((name) => programsOnPath(name, path));
  const [codesign] = programsOnPath('codesign', path);
  if (tool === undefined) {
    throw new CommandError(
      'TOOL_MISSING',
      `Cannot change the paths in ${files.map(([file]) => baseName(file)).join(', ')}: there is no ${MACHO_TOOLS.join(' or ')}`,
      { hint: 'Bundle it on a Mac, or install LLVM (Debian: apt-get install llvm)' },
    );
  }
  for (const [file, args] of files) {
    await run([tool, ...args, file], { verbose });
    // The change breaks the signature, without which arm64 does not load it.
    if (codesign) await run([codesign, '--force', '--sign', '-', file], { verbose });
  }
}

/**
 * @param directory the folder that holds the members
 * @returns what was changed, a line each
 * @throws {CommandError} TOOL_MISSING, TOOL_FAILED
 */
export async function relocate(
  directory: string,
  members: readonly Member[],
  environment: Environment,
): Promise<string[]> {
  const bundled = new Set(members.map(({ name }) => name));
  const changes = members.flatMap((member): { member: Member; args: string[] }[] => {
    const { format } = member.info;
    if (format === 'pe') return [];
    const args = format === 'elf' ? elfArguments(member, bundled) : machoArguments(member, bundled);
    return args.length === 0 ? [] : [{ member, args }];
  });
  const [first] = changes;
  if (!first) return [];
  if (first.member.info.format === 'macho') {
    await changeMacho(
      changes.map(({ member, args }) => [join(directory, member.name), args] as const),
      environment,
    );
  } else {
    const { patchelf } = await findTools(['patchelf'], environment);
    for (const { member, args } of changes) {
      await run([patchelf.path, ...args, join(directory, member.name)], {
        verbose: environment.verbose,
      });
    }
  }
  return changes.map(({ member, args }) => `${member.name}: ${args.join(' ')}`);
}
