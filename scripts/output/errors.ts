// How commands print: the look of tables, and the two forms of an error.
import { isDeliberate } from '../errors.js';
import pc from './colours.js';
import { showText } from './text.js';

/** Options for cli-table3: no lines, no colours of its own. */
export const PLAIN_TABLE = {
  chars: Object.fromEntries(
    [
      'top',
      'top-mid',
      'top-left',
      'top-right',
      'bottom',
      'bottom-mid',
      'bottom-left',
      'bottom-right',
      'left',
      'left-mid',
      'mid',
      'mid-mid',
      'right',
      'right-mid',
      'middle',
    ].map((name) => [name, '']),
  ),
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
};

/** An error for --json. */
export function errorData(error: unknown): {
  error: { code: string; message: string; hint?: string };
} {
  const message = error instanceof Error ? error.message : String(error);
  if (!isDeliberate(error)) return { error: { code: 'INTERNAL', message } };
  const { code, hint } = error;
  return { error: { code, message, ...(hint === undefined ? {} : { hint }) } };
}

/** An error for people: message, code, what a tool said, what to do; a stack only when it is a bug. */
export function renderError(error: unknown): string {
  if (!isDeliberate(error)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${pc.red('Internal error')}: ${showText(stack)}`;
  }
  const lines = [`${pc.red('Error')} ${error.code}: ${showText(error.message)}`];
  if (error.code === 'TOOL_FAILED' && error.cause instanceof Error) {
    lines.push(showText(error.cause.message));
  }
  if (error.hint !== undefined) lines.push(`  ${showText(error.hint)}`);
  return lines.join('\n');
}
