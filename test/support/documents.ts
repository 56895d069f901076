// The repository's Markdown documents, taken apart: links, headings, code spans, code blocks and tables.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';

export interface Document {
  /** Its path in the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without code blocks. */
  readonly prose: string;
  /** Code blocks, fenced or indented, without their marks. */
  readonly blocks: readonly string[];
  /** What stands between backticks in the prose. */
  readonly spans: readonly string[];
}

/** A fenced block, or lines after an empty one that are indented by four spaces. */
const BLOCK = /^```[\s\S]*?^```$|(?<=\n\n)(?:(?: {4}.*)?\n)+/gm;

function parseDocument(path: string): Document {
  const text = readFileSync(projectPath(path), 'utf8').replaceAll('\r\n', '\n');
  const blocks = Array.from(text.matchAll(BLOCK), ([block]) =>
    block.replace(/^```.*$/gm, '').replace(/^ {4}/gm, ''),
  );
  const prose = text.replace(BLOCK, '\n');
  const spans = Array.from(prose.matchAll(/`([^`]+)`/g), ([, span]) => span as string);
  return { path, text, prose, blocks, spans };
}

const markdownIn = (folder: string): string[] =>
  readdirSync(projectPath(folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

/** All that describe the present; CHANGELOG.md describes what was. */
export const documents: readonly Document[] = [
  'README.md',
  'CONTRIBUTING.md',
  'packages/plugkit/README.md',
  'template/README.md',
  ...markdownIn('docs'),
  ...markdownIn('docs/decisions'),
].map(parseDocument);

export function documentAt(path: string): Document {
  const found = documents.find((document) => document.path === path);
  if (!found) throw new Error(`No document ${path}`);
  return found;
}

/** The first cells of the rows of the table whose header begins with this cell, with all cells of each row. */
export function tableOf({ text }: Document, firstHeader: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${firstHeader} |`));
  if (start < 0) throw new Error(`No table that begins with "${firstHeader}"`);
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines
    .slice(start + 2, start + length)
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

/** The code spans in a cell of a table. */
export function codeIn(cell = ''): string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, span]) => span as string);
}

/** The anchors that a page's headings have on GitHub. */
export function anchorsOf(path: string): Set<string> {
  const text = readFileSync(projectPath(path), 'utf8').replaceAll('\r\n', '\n');
  const anchors = new Set<string>();
  for (const [, heading = ''] of text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Folders of the repository that hold what people wrote. */
const WRITTEN = [
  'sdk',
  '.github',
  'bench',
  'docs',
  'facts',
  'include',
  'loader',
  'packages',
  'plugins',
  'scripts',
  'template',
  'test',
];

/** Paths of all files that people wrote, with slashes. */
export function writtenFiles(): string[] {
  const below = WRITTEN.filter((folder) => existsSync(projectPath(folder))).flatMap((folder) =>
    readdirSync(projectPath(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(projectPath().length + 1))
      .map((path) => path.replaceAll('\\', '/')),
  );
  const beside = readdirSync(projectPath(), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
  return [...beside, ...below].filter(
    (path) => !/(^|\/)(node_modules|dist|build|target)\//.test(path),
  );
}
