// Which shared libraries a freshly installed system has, by platform. Data for the check of needed
// libraries; a policy file may allow more.
import type { BinaryInfo } from '../binary-info.js';

/** glibc itself, and the C++ runtime, which Node's and WasmEdge's own Linux builds need, too. */
const GLIBC =
  /^(lib(c\.so\.6|m\.so\.6|dl\.so\.2|pthread\.so\.0|rt\.so\.1|util\.so\.1|resolv\.so\.2|gcc_s\.so\.1|stdc\+\+\.so\.6)|ld-linux.*\.so\.\d|linux-vdso\.so\.1)$/;

/** musl is one library under several names. Alpine has the C++ runtime only once a package brings it. */
const MUSL = /^(libc\.so|libc\.musl-.*\.so\.1|ld-musl-.*\.so\.1)$/;

/** Libraries in /usr/lib live in the system's cache; these two abort the program that links them. */
const MACOS = /^(\/usr\/lib\/(?!lib(ssl|crypto)\.)|\/System\/Library\/(PrivateF|F)rameworks\/)/;

/** DLLs of Windows 10 in every edition. Neither the Visual C++ runtime nor that of MinGW is. */
const WINDOWS_DLLS = [
  'advapi32 avrt bcrypt bcryptprimitives cabinet cfgmgr32 combase comctl32 comdlg32 crypt32',
  'cryptbase d2d1 d3d11 d3d12 dbghelp dcomp dnsapi dwmapi dwrite dxgi fltlib gdi32 imagehlp imm32',
  'iphlpapi kernel32 kernelbase mf mfplat mpr msvcrt mswsock ncrypt netapi32 normaliz ntdll ole32',
  'oleaut32 opengl32 pdh powrprof propsys psapi rpcrt4 rstrtmgr secur32 setupapi shell32 shlwapi',
  'sspicli synchronization ucrtbase urlmon user32 userenv usp10 uxtheme version wevtapi winhttp',
  'wininet winmm winspool wintrust wldap32 ws2_32 wtsapi32 xmllite',
].flatMap((line) => line.split(' '));

/** Libraries that are not there, each with what to do; the first match counts. */
const ADVICE: readonly (readonly [pattern: RegExp, fix: string])[] = [
  [
    /^(vcruntime|msvcp|concrt|vcomp)\d+/i,
    'Compile with /MT, which links the Visual C++ runtime in, or ship the DLL in the same directory',
  ],
  [
    /^(libgcc_s_|libstdc\+\+|libwinpthread|libc\+\+|libunwind)/i,
    'Link the C++ runtime in (-static-libstdc++ -static-libgcc; plugkit build does)',
  ],
  [/^(ucrtbased|.*d\.dll$)/i, 'Build in release mode: debug runtimes may not be shipped'],
  [
    /^\/(opt\/homebrew|usr\/local|opt\/local)\//,
    'Link it statically: users do not have your Homebrew',
  ],
];

/** True when a clean system of the binary's platform has this library. */
export function isOnCleanSystem(library: string, { platform, libc }: BinaryInfo): boolean {
  if (platform === 'linux') return (libc === 'musl' ? MUSL : GLIBC).test(library);
  if (platform === 'darwin') return MACOS.test(library);
  const name = library.toLowerCase().replace(/\.(dll|drv)$/, '');
  return /^(api|ext)-ms-win-/.test(name) || WINDOWS_DLLS.includes(name);
}

/** What to do about a library that a clean system lacks. */
export function adviceFor(library: string): string {
  const advice = ADVICE.find(([pattern]) => pattern.test(library));
  return (
    advice?.[1] ??
    'Link it statically, ship it in the same directory with a relative rpath, or name it in "allowedLibraries" of a policy file and in your installation notes'
  );
}
