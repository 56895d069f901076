// What bindings of all languages share.
import type { ExportedType } from '#loader';
import type { BoundFunction, BoundModule, BoundPlugin } from './interface.js';
import { comment } from './names.js';

/** The function's own type, as the text format orders it. */
export function signature({ types: { params, results } }: BoundFunction): string {
  const returned = results.length === 1 ? results[0] : `(${results.join(', ')})`;
  return `(${params.join(', ')}) -> ${returned}`;
}

/** The first line of a file, without the mark of a comment. */
export const headLine = ({ name, version }: BoundPlugin, language: string): string =>
  `Plug-in ${comment(name)} ${comment(version)}, made by plugkit bindings --lang ${language}; do not edit.`;

export const moduleLine = ({ name, description }: BoundModule): string =>
  `Module ${comment(name)}: ${comment(description)}`;

/** Whether a language has all types of a function, and takes its number of results. */
export function fitsTypes(
  { types: { params, results } }: BoundFunction,
  has: (type: ExportedType) => boolean,
  mostResults = 1,
): boolean {
  return [...params, ...results].every(has) && results.length <= mostResults;
}

/** A parameter for each value: bytes are an address and a length. */
export function flatten({ params }: BoundFunction): { name: string; type: ExportedType }[] {
  return params.flatMap(({ name, type }) =>
    type === 'bytes' || type === 'buffer'
      ? [
          { name, type: 'i32' as const },
          { name: `${name}_length`, type: 'i32' as const },
        ]
      : [{ name, type }],
  );
}
