// What doctor finds of plug-ins: something that keeps one from being found, opened or used, and what to do about it.

export interface Finding {
  readonly code:
    | 'DEPENDENCY_MISSING'
    | 'DIRECTORY_UNREADABLE'
    | 'FOREIGN_LIBRARY'
    | 'MOUNT_NOEXEC'
    | 'NOT_SEARCHED'
    | 'PLUGIN_REFUSED'
    | 'QUARANTINED'
    | 'RUNTIME_LOOKS_ELSEWHERE';
  /** An error keeps a plug-in from working; a warning may surprise. */
  readonly severity: 'error' | 'warning';
  /** The file or directory. */
  readonly subject: string;
  readonly message: string;
  readonly fix: string;
}
