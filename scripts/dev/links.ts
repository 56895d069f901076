// Relative links of a Markdown file as they are in a package: to what is not in it, they lead to the
// repository.
import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { CommandError } from '../errors.js';
import { projectPath } from '../project/paths.js';

export interface LinkContext {
  /** Of the Markdown file: its path in the checkout and in the package. */
  readonly from: string;
  readonly to: string;
  /** Paths in the package by paths in the checkout. */
  readonly shipped: ReadonlyMap<string, string>;
  /** Web address of the repository. */
  readonly repository: string;
  readonly version: string;
}

function rewriteLink(link: string, context: LinkContext): string {
  const [path = '', fragment] = link.split('#');
  if (path === '' || /^[a-z]+:/.test(path)) return link;
  const target = posix.normalize(posix.join(posix.dirname(context.from), path)).replace(/\/$/, '');
  const file = projectPath(target);
  if (target.startsWith('..') || !existsSync(file)) {
    throw new CommandError(
      'FILE_UNREADABLE',
      `Cannot pack ${context.from}: it links to ${path}, which does not exist`,
    );
  }
  const end = fragment === undefined ? '' : `#${fragment}`;
  const shipped = context.shipped.get(target);
  if (shipped !== undefined) {
    return posix.relative(posix.dirname(context.to), shipped) + end;
  }
  const kind = statSync(file).isDirectory() ? 'tree' : 'blob';
  return `${context.repository}/${kind}/v${context.version}/${target}${end}`;
}

/**
 * The text with its links rewritten; what is in code blocks stays.
 * @throws CommandError FILE_UNREADABLE for a link to what is not in the checkout
 */
export function rewriteLinks(text: string, context: LinkContext): string {
  return text
    .split(/^(```[\s\S]*?^```|(?:(?: {4}|\t).*\n)+)/m)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(
            /(\]\()([^)\s]+)(\))/g,
            (_match, open: string, link: string, close: string) =>
              open + rewriteLink(link, context) + close,
          ),
    )
    .join('');
}
