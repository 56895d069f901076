// The one error class, and every code of an error or a warning. docs/errors.md has a line for each; a
// test provokes each.

/** What each code means, in one line. Codes of refused plug-ins also come from the host library. */
export const ERROR_CODES = {
  // Loading the addon
  ADDON_NOT_FOUND: 'no prebuild of the loader matches this platform',
  ADDON_FAILED: 'a prebuild of the loader matches but does not load',
  ACCELERATOR_UNAVAILABLE: 'the accelerator was asked for and this Node does not offer it',
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
  MODULE_CREATE_FAILED: 'the plug-in did not create the module',
  MODULE_DISPOSED: 'the module was disposed of',
  OPTION_UNKNOWN: 'the plug-in has no option of this name',
  OPTION_INVALID: 'the value does not fit the option',
  ARGUMENT_INVALID: 'an argument is not of the expected type',
  ALREADY_BOUND: 'the imports are bound to another instance',
  MEMORY_UNREACHABLE: 'the instance neither exports nor imports its memory',
  TYPE_UNSUPPORTED: 'a function has a type that the engine cannot pass',
  // Calls
  HOST_FUNCTION_FAILED: 'a host function returned a failure',
  TERMINATED: 'a host function ended the run',
  REFERENCE_RELEASED: 'a plug-in kept a reference longer than it is valid',
  // Cells and probes: what became of a process that ran a plug-in
  PLUGIN_CRASHED: 'the process was ended by a signal or an exception',
  PLUGIN_EXITED: 'the plug-in ended the process',
  PLUGIN_HUNG: 'the process did not end within its time limit',
  MEMORY_EXCEEDED: 'the process held more memory than it may',
  PLUGIN_MISMATCH: 'the plug-in is not what its plugin.json says',
  CASE_FAILED: 'a test case had another outcome than its plugin.json says',
  LEAK_FOUND: 'the plug-in keeps what it made for modules that are deleted',
  MEMORY_ERROR: 'a memory checker found errors in the plug-in',
  AUDIT_FAILED: 'the audit failed a file that the cell needs',
  CELL_MISSING: 'no report has the cell, which belongs to a shard',
  // The command line
  USAGE: 'the command line was not understood',
  TARGET_UNKNOWN: 'no target matches',
  PLUGIN_UNKNOWN: 'no plug-in source of this name',
  MANIFEST_INVALID: 'a plugin.json does not fit its schema',
  TOOL_MISSING: 'a tool is not installed',
  TOOL_VERSION: 'a tool has a version that is not supported',
  TOOL_FAILED: 'a tool ended with an error',
  BUILD_FAILED: 'a build failed',
  REPORT_UNUSABLE: 'a saved report is none, or does not belong with the others',
  FILE_UNREADABLE: 'a file could not be read',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What each code of a warning means, in one line. They come from the host library. */
export const WARNING_CODES = {
  FILE_CHANGED: 'the file is not what it was when the process opened it',
  SYMBOL_MISSING: 'the plug-in calls a function that no library has',
  DEFAULT_DIFFERS: 'an option had another value in storage than its default value',
} as const;

export type WarningCode = keyof typeof WARNING_CODES;

export interface PluginErrorOptions {
  /** What went wrong below. */
  cause?: unknown;
  /** What to do about it; one sentence, no full stop. */
  hint?: string;
}

/**
 * Every error this package throws on purpose. `message` says what was being done, to what, and why it
 * failed; `hint` what to do.
 */
export class PluginError extends Error {
  override readonly name = 'PluginError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, { cause, hint }: PluginErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}
