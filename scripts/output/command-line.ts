// A command as a person would type it; only for display. Pages use it, too.
export function formatCommand(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
