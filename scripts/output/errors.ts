// The two forms of an error: for people, who read standard error, and for --json.
import { isDeliberate } from '../errors.js';
import { errorColours as pc } from './colours.js';
import { showText } from './text.js';

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
