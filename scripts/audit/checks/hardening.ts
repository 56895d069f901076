// Checks of how a file is laid out in memory and signed.
import type { Check, Problem, Subject } from './check.js';

function checkSignature({ info }: Subject): Problem[] | string | undefined {
  const { present, kind, valid, problem } = info.signature;
  if (info.format === 'elf') return undefined;
  if (info.format === 'pe') {
    return present ? 'it is signed (not verified)' : 'it is not signed, and need not be';
  }
  const fix =
    'Sign it again after the last change: codesign -f -s - <file> on macOS, rcodesign sign <file> elsewhere, or link it anew';
  if (!present && info.machine === 'arm64') {
    return [{ message: 'it is not signed; macOS does not load unsigned arm64 files', fix }];
  }
  if (!present) return 'it is not signed, and need not be on x64';
  if (!valid) return [{ message: `its signature is not valid: ${problem}`, fix }];
  return `its signature (${kind}) fits its contents`;
}

function checkDebugInfo({ info }: Subject): Problem[] | string {
  if (!info.debugInfo) return 'it holds no debug information';
  const fix =
    info.format === 'macho'
      ? 'Strip it: strip -x, then sign it again (Rust: strip = true in [profile.release])'
      : 'Strip it: link with -s, or llvm-strip (Rust: strip = true in [profile.release])';
  return [{ message: 'it holds debug information', fix }];
}

function checkStack({ info }: Subject): Problem[] | string {
  // What a missing header means is up to the processor, the system and its settings: it must be there.
  const isSilent = info.format === 'elf' && !info.segments.some(({ name }) => name === 'GNU_STACK');
  if (!info.executableStack && !isSilent) return 'it does not ask for an executable stack';
  const asks = isSilent
    ? 'it has no PT_GNU_STACK header, which says that the stack need not be executable'
    : 'it asks for an executable stack';
  const fix =
    info.format === 'macho'
      ? 'Link without -allow_stack_execute'
      : 'Add .section .note.GNU-stack,"",%progbits to its assembly sources, or link with -Wl,-z,noexecstack';
  return [{ message: `${asks}; new glibc versions and hardened systems refuse it`, fix }];
}

/** The largest pages that systems of a platform and processor have, in bytes. */
const LARGEST_PAGES: Record<string, number> = {
  // 64 KiB is a setting of the kernel, as in Red Hat's arm64 builds.
  'linux arm64': 65536,
  'linux x64': 4096,
  'darwin arm64': 16384,
  'darwin x64': 4096,
  'win32 arm64': 4096,
  'win32 x64': 4096,
};

function checkPages({ info }: Subject): Problem[] | string | undefined {
  const { platform, machine, largestPage, format } = info;
  const wanted = LARGEST_PAGES[`${platform} ${machine}`];
  if (wanted === undefined || largestPage === null) return undefined;
  if (largestPage >= wanted) return `its segments fit pages of ${wanted / 1024} KiB`;
  const message = `its segments fit pages of at most ${largestPage} bytes, and systems with pages of ${wanted} do not load it`;
  const fix = {
    elf: `Link with -Wl,-z,max-page-size=${wanted} (Rust: -C link-arg=-Wl,-z,max-page-size=${wanted})`,
    macho: `Link with -Wl,-segalign,0x${wanted.toString(16)}, or without a flag that sets another`,
    pe: 'Link without /ALIGN (MinGW: --section-alignment), or with 4096',
  }[format];
  return [{ message, fix }];
}

function checkWritableCode({ info }: Subject): Problem[] | string {
  // The stack has a check of its own.
  const names = info.segments
    .filter(({ name, writable, executable }) => writable && executable && name !== 'GNU_STACK')
    .map(({ name }) => name);
  if (names.length === 0) return 'no part of it is both writable and executable';
  const message = `its ${names.join(', ')} is both writable and executable`;
  const fix =
    'Link without the flag or section attribute that asks for it: -N, --omagic, a linker script, #pragma section';
  return [{ message, fix }];
}

function checkTextRelocations({ info }: Subject): Problem[] | string {
  if (!info.textRelocations) return 'its code needs no relocation';
  const fix =
    'Compile every source, assembly and static libraries too, with -fPIC (CMake: POSITION_INDEPENDENT_CODE ON)';
  return [{ message: 'its code must be changed at load time, which many systems forbid', fix }];
}

function checkRelro({ info }: Subject): Problem[] | string | undefined {
  if (info.relro === null) return undefined;
  if (info.relro === 'full') return 'its relocated data is read-only once loaded';
  const message = `its relocated data stays writable (RELRO: ${info.relro}), expected full RELRO`;
  return [{ message, fix: 'Link with -Wl,-z,relro -Wl,-z,now (Rust: -C relro-level=full)' }];
}

function checkDllFlags({ info }: Subject): Problem[] | string | undefined {
  if (info.format !== 'pe') return undefined;
  const wanted = ['DYNAMIC_BASE', 'NX_COMPAT', ...(info.bits === 64 ? ['HIGH_ENTROPY_VA'] : [])];
  const missing = wanted.filter((flag) => !info.flags.includes(flag));
  if (missing.length === 0) return `its flags are ${info.flags.join(', ')}`;
  const fix =
    'Link with /DYNAMICBASE /NXCOMPAT /HIGHENTROPYVA (MinGW: -Wl,--dynamicbase,--nxcompat,--high-entropy-va)';
  return [{ message: `its header lacks the flags ${missing.join(', ')}`, fix }];
}

export const hardeningChecks: readonly Check[] = [
  { id: 'debug-info', summary: 'debug information is stripped', run: checkDebugInfo },
  {
    id: 'signature',
    summary: 'arm64 files for macOS are signed, and signatures fit the contents',
    run: checkSignature,
  },
  { id: 'executable-stack', summary: 'the stack need not be executable', run: checkStack },
  {
    id: 'page-alignment',
    summary: 'segments fit the largest pages that systems of the target have',
    run: checkPages,
  },
  {
    id: 'writable-code',
    summary: 'no segment is writable and executable',
    run: checkWritableCode,
  },
  {
    id: 'text-relocations',
    summary: 'code is position-independent',
    run: checkTextRelocations,
  },
  { id: 'relro', summary: 'relocated data is read-only once loaded (ELF)', run: checkRelro },
  { id: 'dll-flags', summary: 'ASLR and NX are on (Windows)', run: checkDllFlags },
];
