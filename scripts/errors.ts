// The codes of plugkit beside the loader's, and its error. docs/errors.md has a line for each code; a
// test provokes each.
import { ERROR_CODES, type ErrorCode } from '#loader/internal';

/** What each code means, in one line. */
export const COMMAND_CODES = {
  // Cells and probes: what became of a process that ran a plug-in
  PLUGIN_CRASHED: 'the process was ended by a signal or an exception',
  PLUGIN_EXITED: 'the plug-in ended the process',
  PLUGIN_HUNG: 'the process did not end within its time limit',
  MEMORY_EXCEEDED: 'the process held more memory than it may',
  PLUGIN_MISMATCH: 'the plug-in is not what its plugin.json says',
  CASE_FAILED: 'a test case had another outcome than its plugin.json says',
  LEAK_FOUND: 'the plug-in keeps what it made for modules that are deleted',
  MEMORY_ERROR: 'a memory checker found errors in the plug-in',
  CHANNEL_BROKEN:
    'the process reported what it could not know, or something else wrote to its channel',
  CELL_UNDECIDED: 'the process did not get as far as opening the plug-in',
  AUDIT_FAILED: 'the audit failed a file that the cell needs',
  CELL_MISSING: 'no report has the cell, which belongs to a shard',
  // The command line
  USAGE: 'the command line was not understood',
  TARGET_UNKNOWN: 'no target matches',
  NOTHING_SELECTED: 'there is nothing to do what was asked for with',
  PLUGIN_UNKNOWN: 'no plug-in source of this name',
  MANIFEST_INVALID: 'a plugin.json does not fit its schema',
  TOOL_MISSING: 'a tool is not installed',
  TOOL_VERSION: 'a tool has a version that is not supported',
  TOOL_FAILED: 'a tool ended with an error',
  BUILD_FAILED: 'a build failed',
  REPORT_UNUSABLE: 'a saved report is none, or does not belong with the others',
  FILE_NOT_FOUND: 'a file that the command line names does not exist',
  FILE_UNREADABLE: 'a file could not be read',
  FILE_UNWRITABLE: 'a file could not be written',
  DEPENDENCY_NOT_FOUND: 'a library that a plug-in needs was not found',
  INTERFACE_MISMATCH: 'plugin.json names parameters that the binary does not have',
  PROGRAM_TRAPPED: 'a WebAssembly program ended with a trap',
  RUST_MISSING: 'a plug-in is in Rust, and there is no cargo',
  RUST_TARGET_MISSING: "Rust's standard library for a target is not installed",
  PROGRAM_INVALID: 'a file is no WebAssembly program that can be run',
  PROGRAM_LIMITED: 'a WebAssembly program took more than it may',
  LIMIT_EXCEEDED: 'a file or archive is larger than the audit reads, or unpacks to more',
} as const;

/** Any code: plugkit also names by the loader's codes what it finds wrong with a file. */
export type AnyErrorCode = ErrorCode | keyof typeof COMMAND_CODES;

export function isErrorCode(code: unknown): code is AnyErrorCode {
  return (
    typeof code === 'string' &&
    (Object.hasOwn(ERROR_CODES, code) || Object.hasOwn(COMMAND_CODES, code))
  );
}

export interface CommandErrorOptions {
  /** The error below it. */
  cause?: unknown;
  /** What to do about it; one sentence, no full stop. */
  hint?: string | undefined;
}

/**
 * Every error plugkit throws on purpose. The message says what was being done, to what, and why it failed,
 * with actual and expected.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: AnyErrorCode;
  readonly hint: string | undefined;

  constructor(code: AnyErrorCode, message: string, { cause, hint }: CommandErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** Whether an error was thrown on purpose: by plugkit or by a loader, which may be another copy. */
export function isDeliberate(error: unknown): error is CommandError {
  if (!(error instanceof Error) || !['CommandError', 'PluginError'].includes(error.name))
    return false;
  return isErrorCode((error as { code?: unknown }).code);
}
