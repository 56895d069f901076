// Draws one benchmark as an SVG of bars, a group for each Node version; readable on light and dark pages.
import { type ChildResult, isOwn } from './results.js';

const WIDTH = 760;
const LABELS = 230;
const BAR = 14;
const ROW = 20;
const HEAD = 30;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .head { font-weight: 600 }
  .other { fill: #8c959f }
  .own { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .other { fill: #6e7681 }
    .own { fill: #58a6ff }
  }`;

const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export function plot(children: readonly ChildResult[], benchmark: string): string {
  const groups = children.map(({ node, measurements }) => ({
    node,
    bars: measurements
      .filter((each) => each.benchmark === benchmark)
      .toSorted((a, b) => a.value - b.value),
  }));
  const largest = Math.max(1, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const scale = (WIDTH - LABELS - 80) / largest;
  const parts: string[] = [];
  let y = HEAD;
  for (const { node, bars } of groups) {
    parts.push(`<text class="head" x="0" y="${y}">Node ${node}</text>`);
    y += 8;
    for (const { variant, value, unit } of bars) {
      const kind = isOwn(variant) ? 'own' : 'other';
      const width = (value * scale).toFixed(1);
      parts.push(
        `<text x="${LABELS - 8}" y="${y + 11}" text-anchor="end">${escapeText(variant)}</text>`,
        `<rect class="${kind}" x="${LABELS}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`,
        `<text x="${LABELS + Number(width) + 6}" y="${y + 11}">${value.toFixed(1)} ${unit}</text>`,
      );
      y += ROW;
    }
    y += HEAD - 8;
  }
  const title = escapeText(`${benchmark}: time of a call, median`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="${title}">
<style>${STYLE}
</style>
<text class="head" x="${LABELS}" y="12">${title}</text>
${parts.join('\n')}
</svg>
`;
}
