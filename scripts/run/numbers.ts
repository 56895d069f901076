// Numbers as people write them on a command line.

/** An integer in decimal or, after 0x, hexadecimal digits; undefined for what is none. */
export function parseInteger(text: string): bigint | undefined {
  if (!/^[+-]?(\d+|0x[\da-f]+)$/i.test(text)) return undefined;
  const value = BigInt(text.replace(/^[+-]/, ''));
  return text.startsWith('-') ? -value : value;
}

/** A number as JavaScript writes it, also NaN and Infinity; undefined for what is none. */
export function parseNumber(text: string): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) && text !== 'NaN' ? undefined : number;
}
