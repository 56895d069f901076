// Where text from outside (what plug-ins say, names in archives and files, saved reports) becomes text to show:
// nothing in it acts on a terminal, changes the direction of writing, or is no character at all.

/** Control characters but tab and line feed, marks that change the direction of writing, lone surrogates. */
const ACTING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

const escapeCharacter = (character: string): string =>
  `\\u{${(character.codePointAt(0) as number).toString(16)}}`;

/** A text that may have several lines. */
export function showText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(ACTING, escapeCharacter);
}

/** A name or the like, in one line. */
export function showLine(text: string): string {
  return showText(text).replaceAll('\n', '\\n').replaceAll('\t', ' ');
}

/** Properties whose text may have several lines; all others are names and the like. */
const TEXTS = ['log', 'output', 'reason', 'message', 'fix', 'hint', 'explanation', 'summary'];

/** A property with a text that is what was asked for, shown whole. */
const WHOLE = 'document';

/** Characters of a text that are shown: several times what the output of a cell is cut to. */
const LONGEST_TEXT = 65_536;

/** The start and the end of a text that is too long to show, and how much is missing between them. */
function cutText(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const half = LONGEST_TEXT / 2 - 64; // with the note, it is not longer than what is cut
  const left = text.length - 2 * half;
  return `${text.slice(0, half)}\n[${left} characters are left out here]\n${text.slice(half + left)}`;
}

/** The same data with all its text made to be shown. */
export function showData<Data>(data: Data, key = ''): Data {
  if (typeof data === 'string') {
    if (key === WHOLE) return showText(data) as Data;
    return (TEXTS.includes(key) ? showText(cutText(data)) : showLine(data)) as Data;
  }
  if (Array.isArray(data)) return data.map((item) => showData(item, key)) as Data;
  if (typeof data !== 'object' || data === null) return data;
  if (Object.getPrototypeOf(data) !== Object.prototype) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, showData(value, name)]),
  ) as Data;
}

/** JSON in which no character acts on a terminal either; read, it is the same. */
export function toJson(data: unknown): string {
  return JSON.stringify(data, null, 2).replace(
    ACTING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
