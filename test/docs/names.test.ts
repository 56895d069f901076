// What the documents, and the first comments of source files, call by name exists.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { Flag } from '../../scripts/command.js';
import { projectPath } from '../../scripts/project/paths.js';
import { documents, writtenFiles } from '../support/documents.js';

/** Flags of Node, V8 and bundlers that the documents name. */
const FOREIGN_FLAGS =
  /^--(jitless|(no-)?experimental-.*|allow-(ffi|addons)|no-addons|frozen-intrinsics|external)$/;

/** Names in V8 and in the system's linker; the ends of WasmEdge_ConfigureRemoveProposal and ...HasProposal. */
const FOREIGN_NAMES = new Set([
  'must_grow_in_place',
  'DT_RPATH',
  'RTLD_DEEPBIND',
  'RemoveProposal',
  'HasProposal',
  'wasmedge_plugin_sdk', // the crate that plug-ins in Rust used before
]);

/** Paths that no checkout has: what commands and readers make, V8's, those in other packages. */
const ELSEWHERE =
  /^(build|dist|prebuilds|node_modules|runners|lib\/wasmedge|src\/wasm|\.)\/|^plugins\/(counter|shout)\/|^program\.mjs$|\.\.\.$/;

const files = writtenFiles();
const basenames = new Set(files.map((path) => posix.basename(path)));
const isSource = (path: string) => !path.endsWith('.md') && !path.startsWith('test/docs/');
const sources = files
  .filter(isSource)
  .map((path) => readFileSync(projectPath(path), 'utf8'))
  .join('\n');
const words = new Set(sources.match(/[A-Za-z_]\w*/g));

/** Whether a path is one from the root, from the document, or the end of one. */
function exists(path: string, from: string): boolean {
  return (
    existsSync(projectPath(path)) ||
    existsSync(projectPath(posix.join(posix.dirname(from), path))) ||
    files.some((file) => file.endsWith(`/${path.replace(/^lib\/(.*)\.js$/, '$1.ts')}`))
  );
}

async function knownFlags(): Promise<Set<string>> {
  const flags = new Set(['--json', '--verbose', '--version', '--help']);
  for (const file of readdirSync(projectPath('lib', 'scripts', 'commands'))) {
    if (!file.endsWith('.js')) continue;
    const command = (await import(`../../scripts/commands/${file}`)) as { flags: readonly Flag[] };
    for (const { flags: text } of command.flags) {
      for (const flag of text.match(/--[a-z-]+/g) ?? []) flags.add(flag);
    }
  }
  return flags;
}

describe('names in the documents', () => {
  let flags: Set<string>;
  before(async () => {
    flags = await knownFlags();
  });

  for (const { path, spans, text } of documents) {
    it(`${path} names files, folders, flags and names that exist`, () => {
      const manifest = path.startsWith('template/') ? 'template/package.json' : 'package.json';
      const { scripts } = JSON.parse(readFileSync(projectPath(manifest), 'utf8'));
      const unknown = [];
      for (const [, name = ''] of text.matchAll(/npm run ([a-z:]+)/g)) {
        if (!(name in scripts)) unknown.push(`npm run ${name}`);
      }
      for (const span of spans) {
        const [first = ''] = span.split('/');
        if (ELSEWHERE.test(span)) continue;
        if (/^[\w.-]+(\/[\w.-]+)+\/?$/.test(span)) {
          const ours = existsSync(projectPath(first)) || /\.(ts|cc|h|json|md)$/.test(span);
          if (ours && !exists(span, path)) unknown.push(span);
        } else if (/^[\w-]+\.(ts|cc|h|mjs|md)$/.test(span) && !basenames.has(span)) {
          unknown.push(span);
        }
        if (/^--[a-z-]+/.test(span) || span.startsWith('plugkit ') || span.startsWith('npx plug')) {
          for (const flag of span.match(/(?<=^|\s)--[a-z-]+/g) ?? []) {
            if (!flags.has(flag) && !FOREIGN_FLAGS.test(flag)) unknown.push(flag);
          }
        }
        const [, name = ''] = /^([A-Za-z_]\w*)(\(\))?$/.exec(span) ?? [];
        const isName = /[a-z][A-Z]|_|\(\)$/.test(span);
        if (name && isName && !words.has(name) && !FOREIGN_NAMES.has(name)) unknown.push(span);
      }
      for (const [whole, name = '', file = ''] of text.matchAll(
        /`(\w+)` (?:in|of)\s`([\w/.-]+\.ts)`/g,
      )) {
        const there = existsSync(projectPath(file)) ? readFileSync(projectPath(file), 'utf8') : '';
        if (!new RegExp(`\\b${name}\\b`).test(there)) unknown.push(whole);
      }
      assert.deepEqual(unknown, []);
    });
  }
});

describe('comments', () => {
  it('name source files that exist', () => {
    const unknown = files
      .filter((path) => /\.(ts|mjs|cc|h|c|cmake)$/.test(path))
      .flatMap((path) => {
        const text = readFileSync(projectPath(path), 'utf8');
        const comments = text.match(/^\s*(\/\/|\/\*\*|\*|#).*$/gm) ?? [];
        return comments
          .flatMap((line) => line.match(/(?<![\w./<>*{-])\w[\w./-]*\.(ts|cc|md)\b(?!\()/g) ?? [])
          .filter((name) => !exists(name, path) && !basenames.has(name))
          .map((name) => `${path}: ${name}`);
      });
    assert.deepEqual(unknown, []);
  });
});
