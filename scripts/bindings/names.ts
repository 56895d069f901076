// Names of plug-ins, modules and functions as identifiers of a language: the same each time, each once.

/** Words that are no identifiers in one of the languages, or macros of C; taken as such in all, so that names are the same everywhere. */
const RESERVED = new Set(
  `abstract alignas alignof and and_eq as asm async auto await become bitand bitor bool box break case catch char
  char16_t char32_t char8_t class co_await co_return co_yield compl concept const const_cast consteval constexpr
  constinit continue crate debugger decltype default delete do double dynamic_cast dyn else enum eval explicit export
  extends extern false final float fn for friend function gen goto if impl implements import in inline instanceof int
  interface let long loop macro match mod move mut mutable namespace new noexcept not not_eq null nullptr operator or
  or_eq override package priv private protected pub public ref register reinterpret_cast requires restrict return self
  Self short signed sizeof static static_assert static_cast struct super switch template this thread_local throw trait
  true try type typedef typeid typename typeof union unsafe unsigned unsized use using var virtual void volatile wchar_t
  where while with xor xor_eq yield arguments
  std NULL EOF errno assert stdin stdout stderr linux unix INFINITY NAN`.split(/\s+/),
);

/** Letters, digits and `_`; what is reserved, or would begin with a digit, gets a `_`. */
export function identifier(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_') || '_';
  // Two underscores, or one and a capital, are the compiler's in C and C++.
  const safe = plain.replace(/^_(?=[_A-Z])/, 'x_').replaceAll(/_{2,}/g, '_');
  const free = safe === '_' ? 'x_' : safe;
  return RESERVED.has(free) ? `${free}_` : free;
}

/** Identifiers for all of them, in order; of two that would be equal, the later has a number. */
export function identifiers(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const wanted = identifier(name);
    let free = wanted;
    for (let number = 2; taken.has(free); number += 1) free = `${wanted}_${number}`;
    taken.add(free);
    return free;
  });
}

/** A text between double quotes; `control` writes a character below U+0020 that has no letter in all languages. */
function quote(text: string, control: (code: number) => string): string {
  return JSON.stringify(text).replaceAll(/\\(u[\da-f]{4}|.)/g, (short, body: string) => {
    if (body.length > 1) return control(Number.parseInt(body.slice(1), 16));
    return body === 'b' || body === 'f' ? control(body === 'b' ? 8 : 12) : short;
  });
}

/** A string literal of C and C++. */
export const quotedC = (text: string): string =>
  quote(text, (code) => `\\${code.toString(8).padStart(3, '0')}`);

/** A string literal of Rust. */
export const quotedRust = (text: string): string =>
  quote(text, (code) => `\\x${code.toString(16).padStart(2, '0')}`);

/** One line of a comment, whatever a plug-in says: it ends with the line, in no way that compilers know. */
export function comment(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.replaceAll('*/', '* /').replaceAll('??/', '?? /').replace(/\\$/, '\\.');
}
