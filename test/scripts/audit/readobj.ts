// What LLVM's own tools say of a binary: the reference for our parsers. llvm-readobj reads ELF and PE
// fully; for Mach-O, llvm-objdump adds the export trie and the bind tables.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { BinaryInfo } from '../../../scripts/audit/binary-info.js';

/** The part of BinaryInfo that the tools tell, with lists in a fixed order. */
export type Reference = Record<string, unknown>;

function findProgram(name: string): string | undefined {
  const pattern = new RegExp(`^${name}(-\\d+)?(\\.exe)?$`);
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    try {
      const found = readdirSync(directory)
        .filter((file) => pattern.test(file))
        .sort();
      if (found[0]) return join(directory, found[0]);
    } catch {
      // A directory of PATH that does not exist.
    }
  }
  return undefined;
}

const readobj = findProgram('llvm-readobj');
const objdump = findProgram('llvm-objdump');

/** Why the tests against LLVM cannot run, or undefined. */
export const skipReason =
  readobj && objdump
    ? undefined
    : 'llvm-readobj and llvm-objdump are not on PATH: install them with apt-get install llvm';

function output(program: string | undefined, ...args: string[]): string {
  if (!program) throw new Error(skipReason);
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
}

const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const first = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? null;
/** The blocks `<name> {` ... `}` of LLVM's output, each up to the brace of its own indentation. */
const blocks = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`^( *)${name} \\{\\n[^]*?^\\1\\}$`, 'gm'))].map(([block]) => block);

const MACHINES: Record<string, string> = {
  EM_X86_64: 'x64',
  EM_AARCH64: 'arm64',
  EM_386: 'x86',
  EM_S390: 's390x',
  EM_PPC: 'ppc',
  IMAGE_FILE_MACHINE_AMD64: 'x64',
  IMAGE_FILE_MACHINE_ARM64: 'arm64',
  IMAGE_FILE_MACHINE_I386: 'x86',
  'X86-64': 'x64',
  Arm64: 'arm64',
};

function readElf(path: string): Reference {
  const text = output(
    readobj,
    '--file-headers',
    '--program-headers',
    '--dynamic-table',
    '--dyn-symbols',
    '--sections',
    path,
  );
  const dynamic = (tag: string) => all(text, new RegExp(`^ *0x\\w+ ${tag} +.*\\[(.*)\\]$`, 'gm'));
  const symbols = blocks(text, 'Symbol')
    .map((block) => ({
      name: first(block, /Name: (.*) \(\d+\)/) ?? '',
      binding: first(block, /Binding: (\w+)/),
      defined: !/Section: Undefined/.test(block),
    }))
    .filter(({ name, binding }) => name !== '' && binding !== 'Local')
    // GNU ld writes a symbol for each version node; it is no export.
    .filter(({ name }) => !/^(.+)@@\1$/.test(name));
  const headers = blocks(text, 'ProgramHeader').map((block) => ({
    type: first(block, /Type: (?:PT_)?(\S+)/),
    flags: ['R', 'W', 'X'].filter((flag) => block.includes(`PF_${flag} `)).join(''),
  }));
  const bindNow = /BIND_NOW|FLAGS_1 +.*NOW/.test(text);
  const relro = headers.some(({ type }) => type === 'GNU_RELRO');
  return {
    format: 'elf',
    machine: MACHINES[first(text, /Machine: (\w+)/) ?? ''],
    bits: Number(first(text, /AddressSize: (\d+)bit/)),
    soname: dynamic('SONAME')[0] ?? null,
    needed: dynamic('NEEDED'),
    rpaths: [...dynamic('RPATH'), ...dynamic('RUNPATH')].flatMap((paths) => paths.split(':')),
    // readobj writes name@version for imports and hidden versions, name@@version for defaults.
    exports: symbols
      .filter(({ defined }) => defined)
      .map(({ name }) => name)
      .sort(),
    imports: symbols
      .filter(({ defined }) => !defined)
      .map(({ name, binding }) => `${name}${binding === 'Weak' ? ' weak' : ''}`)
      .sort(),
    segments: headers.filter(({ type }) => type === 'LOAD').map(({ flags }) => flags),
    executableStack: headers.some(({ type, flags }) => type === 'GNU_STACK' && flags.includes('X')),
    relro: relro ? (bindNow ? 'full' : 'partial') : 'none',
    sections: blocks(text, 'Section')
      .map((block) => first(block, /Name: (.*) \(\d+\)/) ?? '')
      .slice(1),
  };
}

function readPe(path: string): Reference {
  const text = output(
    readobj,
    '--file-headers',
    '--sections',
    '--coff-exports',
    '--coff-imports',
    path,
  );
  const libraries = blocks(text, '(?:Delay)?Import');
  return {
    format: 'pe',
    machine: MACHINES[first(text, /Machine: (\w+)/) ?? ''],
    bits: Number(first(text, /AddressSize: (\d+)bit/)),
    needed: libraries.map((block) => first(block, /Name: (.*)/)),
    exports: blocks(text, 'Export')
      .map((block) => first(block, /Name: (.*)/))
      .sort(),
    imports: libraries
      .flatMap((block) =>
        all(block, /Symbol: (\S+) /g).map((name) => `${name}<${first(block, /Name: (.*)/)}`),
      )
      .sort(),
    minimumSystem: `${first(text, /MajorSubsystemVersion: (\d+)/)}.${first(text, /MinorSubsystemVersion: (\d+)/)}`,
    flags: all(text, /IMAGE_DLL_CHARACTERISTICS_(\w+)/g).sort(),
    sections: all(text, /^ {4}Name: (\S+) \(/gm),
  };
}

function readMachO(path: string): Reference {
  const headers = output(readobj, '--file-headers', '--macho-segment', '--sections', path);
  const commands = output(objdump, '--macho', '--private-headers', path);
  const tables = output(objdump, '--macho', '--exports-trie', '--bind', '--lazy-bind', path);
  const commandsOf = (kind: RegExp) =>
    commands.split('Load command').filter((command) => kind.test(command));
  const names = (kind: RegExp) =>
    commandsOf(kind).map((command) => first(command, / (?:name|path) (\S+) \(offset/));
  const plain = (name: string) => name.replace(/^_/, '');
  const bound = tables.slice(tables.indexOf('Bind table:'));
  return {
    format: 'macho',
    machine: MACHINES[first(headers, /CpuType: (\S+)/) ?? ''],
    bits: Number(first(headers, /AddressSize: (\d+)bit/)),
    soname: names(/LC_ID_DYLIB/)[0] ?? null,
    needed: names(/LC_LOAD_DYLIB|LC_REEXPORT_DYLIB/),
    rpaths: names(/LC_RPATH/),
    exports: all(tables, /^0x\w+ +(\S+)/gm)
      .map(plain)
      .sort(),
    // A function that is called and whose address is taken is bound twice.
    imports: [...new Set(all(bound, /^__\S+ .* (\S+)$/gm).map(plain))].sort(),
    segments: blocks(headers, 'Segment').map((block) =>
      ['r', 'w', 'x']
        .filter((flag) => first(block, /initprot: (\S+)/)?.includes(flag))
        .join('')
        .toUpperCase(),
    ),
    minimumSystem:
      first(commands, /minos (\S+)/) ??
      first(commands, /LC_VERSION_MIN_MACOSX\n.*\n +version (\S+)/),
    hasSignature: commandsOf(/LC_CODE_SIGNATURE/).length > 0,
  };
}

/** The reference for a binary of any format. */
export function readReference(path: string, format: BinaryInfo['format']): Reference {
  return { elf: readElf, pe: readPe, macho: readMachO }[format](path);
}

const permissions = (segment: BinaryInfo['segments'][number]) =>
  `${segment.readable ? 'R' : ''}${segment.writable ? 'W' : ''}${segment.executable ? 'X' : ''}`;

/** What our parser says, in the shape of the reference for that format. */
export function asReference(info: BinaryInfo): Reference {
  const { format, machine, bits, soname, needed, rpaths, sections, minimumSystem } = info;
  const common = { format, machine, bits };
  if (format === 'elf') {
    const versioned = (name: string, version: string | null, at: string) =>
      version === null ? name : `${name}${at}${version}`;
    return {
      ...common,
      soname,
      needed,
      rpaths,
      exports: info.exports
        .map(({ name, version, isDefault }) => versioned(name, version, isDefault ? '@@' : '@'))
        .sort(),
      imports: info.imports
        .map(({ name, version, weak }) => `${versioned(name, version, '@')}${weak ? ' weak' : ''}`)
        .sort(),
      segments: info.segments.filter(({ name }) => name === 'LOAD').map(permissions),
      executableStack: info.executableStack,
      relro: info.relro,
      sections,
    };
  }
  if (format === 'pe') {
    return {
      ...common,
      needed: [...needed, ...info.optionalNeeded],
      exports: info.exports.map(({ name }) => name).sort(),
      imports: info.imports.map(({ name, library }) => `${name}<${library}`).sort(),
      minimumSystem,
      flags: info.flags.toSorted(),
      sections,
    };
  }
  return {
    ...common,
    soname,
    needed,
    rpaths,
    exports: info.exports.map(({ name }) => name).sort(),
    imports: info.imports.map(({ name }) => name).sort(),
    segments: info.segments.map(permissions),
    minimumSystem,
    hasSignature: info.signature.present,
  };
}
