// The loader's error class, and its codes of errors and warnings. docs/errors.md has a line for each code; a
// test provokes each.

/** What each code means, in one line. Codes of refused plug-ins also come from the host library. */
export const ERROR_CODES = {
  // Loading the addon
  RUNTIME_UNSUPPORTED: 'this is not Node, or a Node without WebAssembly',
  ADDON_NOT_FOUND: 'no file of the addon fits this system, or none is where the program looks',
  ADDON_FAILED: 'a prebuild of the loader matches but does not load',
  LOADER_CONFLICT: 'another version of the loader is in use in this thread or process',
  ADDRESS_SPACE_EXHAUSTED: 'no address space is left for a WebAssembly memory',
  ACCELERATOR_UNAVAILABLE: 'the accelerator was asked for and this Node does not offer it',
  // Opening a stock libwasmedge
  KOFFI_NOT_FOUND:
    'the package koffi, which the engine "wasmedge" needs, is not there or does not load',
  LIBRARY_NOT_FOUND: 'no stock libwasmedge is where one is looked for',
  LIBRARY_UNSUPPORTED: 'the libwasmedge does not load, or is of a version that is not driven here',
  ENGINE_CONFLICT: 'the process uses another engine, or another libwasmedge',
  ENGINE_UNSUPPORTED: 'the engine in use does not offer what was asked for',
  // Candidates: why a file was not loaded
  PATH_NOT_FOUND: 'the path does not exist',
  PATH_NOT_READABLE: 'the path exists but may not be read',
  NO_LIBRARY_FOUND: 'the directory holds no plug-in library',
  NOT_A_LIBRARY: 'the file is not a shared library',
  LIBRARY_TRUNCATED: 'the file ends before the contents its headers announce',
  WRONG_FORMAT: 'the library is for another operating system',
  WRONG_ARCHITECTURE: 'the library is for another processor',
  LIBRARY_OPEN_FAILED: 'the system refused to open the library',
  NO_DESCRIPTOR: 'the library exports no plug-in descriptor',
  CPP_PLUGIN: 'a stock C++ plug-in, which only a stock WasmEdge can run',
  DESCRIPTOR_NULL: 'the descriptor function returned a null pointer',
  DESCRIPTOR_INVALID: 'the descriptor holds a null pointer or an absurd count',
  NAME_NOT_UTF8: 'a name in the descriptor is not UTF-8',
  API_VERSION_UNSUPPORTED: 'the plug-in was built for a plug-in API this host does not offer',
  ABI_AMBIGUOUS:
    'the plug-in imports a function whose meaning changed, and cannot get the one it means',
  DUPLICATE_PLUGIN: 'another plug-in of this name is loaded',
  DUPLICATE_MODULE: 'the plug-in offers two modules of one name',
  // Using what is loaded
  PLUGIN_NOT_FOUND: 'no plug-in of this name is loaded',
  MODULE_NOT_FOUND: 'no loaded plug-in offers this module',
  IMPORT_NOT_FOUND: 'the module of a plug-in does not export what is imported from it',
  IMPORT_MISMATCH: 'the module of a plug-in exports something of another type than is imported',
  MODULE_CREATE_FAILED: 'the plug-in did not create the module',
  MODULE_DISPOSED: 'the module was disposed of',
  OPTION_UNKNOWN: 'the plug-in has no option of this name',
  OPTION_INVALID: 'the value does not fit the option',
  OPTION_IN_USE: 'a module was created with another value of the option',
  ARGUMENT_INVALID: 'an argument is not of the expected type',
  ALREADY_BOUND: 'the imports are bound to another instance',
  MEMORY_UNREACHABLE: 'the instance neither exports nor imports its memory',
  TYPE_UNSUPPORTED: 'an export has a type that the engine cannot pass or make',
  // Calls
  HOST_FUNCTION_FAILED: 'a host function returned a failure',
  TERMINATED: 'a host function ended the run',
  REFERENCE_RELEASED: 'a plug-in kept a reference longer than it is valid',
} as const;

/** Why something failed; docs/errors.md has a line for each. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What each code of a warning means, in one line. They come from the host library. */
export const WARNING_CODES = {
  FILE_CHANGED: 'the file is not what it was when the process opened it',
  SYMBOL_MISSING: 'the plug-in calls a function that no library has',
  DEFAULT_DIFFERS: 'an option had another value in storage than its default value',
} as const;

/** What a warning is about; docs/errors.md has a line for each. */
export type WarningCode = keyof typeof WARNING_CODES;

/** What a PluginError may carry. */
export interface PluginErrorOptions {
  /** The error below it. */
  cause?: unknown;
  /** What to do about it; one sentence, no full stop. */
  hint?: string;
}

/**
 * Every error this package throws on purpose, but for traps of host functions. The message says what was being
 * done, to what, and why it failed, with actual and expected.
 */
export class PluginError extends Error {
  /** `PluginError`. */
  override readonly name = 'PluginError';
  /** Why it failed. */
  readonly code: ErrorCode;
  /** What to do about it, when there is something to say. */
  readonly hint: string | undefined;

  /** @internal */
  constructor(code: ErrorCode, message: string, { cause, hint }: PluginErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}
