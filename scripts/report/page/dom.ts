// Making elements. Text of a report only ever becomes text nodes and attribute values here, so nothing
// of it can act as markup. All files of this folder run in the browser; html.ts puts them into the page.

type Value = string | number | boolean | ((event: Event) => void);

/** An element; a function is a listener, `true` an attribute without a value, `false` none. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, Value>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

export const plural = (count: number, word: string): string =>
  `${count} ${word}${count === 1 ? '' : 's'}`;

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export function duration(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return seconds(ms);
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}

/** A table with a header row. The roles hold where a narrow screen shows rows as blocks. */
export function table(
  caption: string,
  head: readonly (Node | string)[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLTableElement {
  const labels = head.map((title) => (typeof title === 'string' ? title : title.textContent));
  const cells = (row: readonly (Node | string)[]) =>
    row.map((content, column) =>
      column === 0
        ? element('th', { scope: 'row', role: 'rowheader' }, content)
        : element('td', { role: 'cell', 'data-label': labels[column] ?? '' }, content),
    );
  const titles = head.map((title) => element('th', { scope: 'col', role: 'columnheader' }, title));
  return element(
    'table',
    { role: 'table' },
    element('caption', { class: 'hidden' }, caption),
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...titles)),
    element(
      'tbody',
      { role: 'rowgroup' },
      ...rows.map((row) => element('tr', { role: 'row' }, ...cells(row))),
    ),
  );
}
