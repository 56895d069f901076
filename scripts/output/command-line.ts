// A command as a person would type it where it is shown; only for display. Pages use it, too.

function quotePosix(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * For cmd and PowerShell alike: in double quotes, where a quote is doubled, and so is a backslash before one. What
 * PowerShell would replace there is in single quotes, which cmd does not know.
 */
function quoteWindows(word: string): string {
  if (/^[\w+=:./\\-]+$/.test(word)) return word;
  if (/[$`]/.test(word)) return `'${word.replaceAll("'", "''")}'`;
  const escaped = word.replace(
    /(\\*)("|$)/g,
    (_, slashes, quote) => slashes + slashes + quote + quote,
  );
  return `"${escaped}"`;
}

/** Of the process, or of the browser that shows a page. */
const isOnWindows = (): boolean =>
  typeof process === 'undefined'
    ? navigator.userAgent.includes('Windows')
    : process.platform === 'win32';

/** @param forWindows whether a shell of Windows is to read it */
export function formatCommand(command: readonly string[], forWindows = isOnWindows()): string {
  return command.map(forWindows ? quoteWindows : quotePosix).join(' ');
}
