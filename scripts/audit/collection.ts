// Audits all libraries of some files, directories and archives together: what one of them needs may be another.
import { posix, resolve } from 'node:path';
import { TARGET_IDS, TARGETS, type TargetId } from '#loader/internal';
import { CommandError } from '../errors.js';
import { type ApiVersion, announcedApiVersion } from '../project/api-version.js';
import {
  type AuditReport,
  type Finding,
  judge,
  type Reading,
  readForAudit,
  worst,
} from './audit.js';
import { readBinary } from './binary.js';
import type { FileKind } from './checks/check.js';
import { kindOf } from './checks/symbols.js';
import { collect } from './inputs/collect.js';
import type { Library, Source } from './inputs/source.js';
import { limitExceeded } from './limits.js';
import type { Policy } from './policy.js';

export interface CollectionOptions {
  policy: Policy;
  /** The target of all files. Default: as each path says, else the file. */
  target?: TargetId | undefined;
  /** Default: as each file and its surroundings show. */
  kind?: FileKind | undefined;
  api?: ApiVersion | undefined;
}

/** A library as it was read; several of a universal file. */
interface Item {
  source: Source;
  library: Library;
  target: TargetId | undefined;
  readings: Reading[];
  /** Why there are none. */
  finding: Finding | null;
}

/** What a report takes in memory beside names and tables, roughly. */
const REPORT_COST = 4096;

/**
 * One report for each library, or for each processor of a universal one; what cannot be read is a finding.
 * Throws CommandError for an operand that cannot be read at all.
 */
export async function auditAll(
  operands: readonly string[],
  options: CollectionOptions,
): Promise<AuditReport[]> {
  const { policy } = options;
  const items: Item[] = [];
  let memory = policy.limits.memory;
  for (const operand of operands) {
    const source = await collect(operand, policy.limits);
    const read: Item[] = [];
    await source.readAll((library, bytes) => {
      const item = readItem(source, library, bytes, options);
      memory -= item.readings.reduce((sum, { info }) => sum + sizeOf(info), REPORT_COST);
      if (memory < 0) throw limitExceeded('memory', operand, policy.limits.memory);
      read.push(item);
    });
    items.push(...inOrder(source, read));
  }
  const kindFor = kindFinder(items);
  const names = namesOf(items);
  return items.flatMap((item) => reportsOf(item, options, kindFor, names));
}

/** Rounded: what the entries of a file take. */
function sizeOf({ exports, imports }: Reading['info']): number {
  return 64 * (exports.length + imports.length);
}

/** Archives are read in their own order; reports are in that of the names. */
function inOrder(source: Source, items: Item[]): Item[] {
  const order = new Map(source.libraries.map((library, index) => [library, index]));
  const place = ({ library }: Item) => order.get(library) ?? 0;
  return items.toSorted((a, b) => place(a) - place(b));
}

function readItem(
  source: Source,
  library: Library,
  bytes: () => Buffer,
  { policy, target: asked }: CollectionOptions,
): Item {
  const { file, problem } = library;
  const target = asked ?? announcedTarget(file);
  const item: Item = { source, library, target, readings: [], finding: null };
  if (problem) {
    const level = problem.reason === 'outside' ? 'warn' : 'fail';
    const fix = LINK_FIXES[problem.reason];
    return { ...item, finding: { check: 'link', level, message: problem.message, fix } };
  }
  try {
    const read = bytes();
    const { memory } = policy.limits;
    const machines = target
      ? [TARGETS.find(({ id }) => id === target)?.arch]
      : readBinary(read, { name: file, memory }).machines;
    return { ...item, readings: machines.map((arch) => readForAudit(read, file, policy, arch)) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { message, hint: fix } = error;
    const finding: Finding = { check: 'readable', level: 'fail', message, ...(fix ? { fix } : {}) };
    return { ...item, finding };
  }
}

const LINK_FIXES = {
  dangling: 'Add what it leads to, or leave the link out',
  loop: 'Let one of the names be the file itself',
  outside: 'Name what it leads to as an operand of its own, or put it inside',
};

function reportsOf(
  item: Item,
  { policy, kind, api }: CollectionOptions,
  kindFor: (item: Item, reading: Reading) => FileKind,
  names: ReadonlyMap<string, Item[]>,
): AuditReport[] {
  const { source, library, target, readings, finding } = item;
  const { file, path, linkTo } = library;
  const link = linkTo === null ? {} : { linkTo };
  if (finding) {
    const findings = [finding];
    const verdict = worst(findings);
    return [{ file, ...link, target: target ?? null, kind: null, findings, info: null, verdict }];
  }
  // The system's loader looks beside the file, not beside a link to it.
  const place: Library = linkTo === null ? library : { ...library, path: linkTo };
  const find = (name: string) =>
    (names.get(name.toLowerCase()) ?? [])
      .filter((other) => other.source === source && other.library.path !== path)
      .map((other) => posix.relative(posix.dirname(place.path), other.library.path))
      // The nearest first.
      .sort((a, b) => a.split('/').length - b.split('/').length);
  return readings.map((reading) => ({
    ...judge(reading, file, {
      policy,
      target,
      kind: kind ?? kindFor(item, reading),
      api: api ?? announcedApiVersion(partsOf(file)),
      isBeside: (other) => source.isBeside(place, other),
      find,
    }),
    ...link,
  }));
}

function namesOf(items: readonly Item[]): Map<string, Item[]> {
  const names = new Map<string, Item[]>();
  for (const item of items) {
    const name = baseName(item.library.path);
    const others = names.get(name);
    if (others) others.push(item);
    else names.set(name, [item]);
  }
  return names;
}

function baseName(path: string): string {
  return posix.basename(path).toLowerCase();
}

/** Where an installation of WasmEdge has plug-ins, and where its library. */
const PLUGIN_PLACE = /^(.*?)(?:plugin|lib(?:32|64)?(?:\/[^/]+)?\/wasmedge)\/(?:.*\/)?[^/]+$/;
const HOST_PLACE = /^(.*?)(?:bin|lib(?:32|64)?(?:\/[^/]+)?)\/[^/]+$/;

/**
 * What a library is for. Its symbols say so, or what is around it: one that others need is a side library, and
 * so is one of an installation outside its directory of plug-ins. What remains is meant to be a plug-in.
 */
function kindFinder(items: readonly Item[]): (item: Item, reading: Reading) => FileKind {
  const infos = items.flatMap(({ readings }) => readings.map(({ info }) => info));
  const needed = new Set(
    infos.flatMap((info) => [...info.needed, ...info.optionalNeeded].map(baseName)),
  );
  const roots = new Map<Source, Set<string>>();
  for (const { source, library, readings } of items) {
    const isHost = readings.some(({ info }) => kindOf(info) === 'host-library');
    const root = isHost
      ? HOST_PLACE.exec(library.path)?.[1]
      : installationOf(PLUGIN_PLACE.exec(library.path)?.[1], source);
    if (root === undefined) continue;
    const known = roots.get(source);
    if (known) known.add(root);
    else roots.set(source, new Set([root]));
  }
  return ({ source, library }, { info }) => {
    const kind = kindOf(info);
    if (kind) return kind;
    const names = [library.path, library.linkTo, info.soname].filter((name) => name !== null);
    if (names.some((name) => needed.has(baseName(name)))) return 'side-library';
    const inside = [...(roots.get(source) ?? [])].some((root) => library.path.startsWith(root));
    return inside && !PLUGIN_PLACE.test(library.path) ? 'side-library' : 'plugin';
  };
}

/** The root, when there is more of an installation than a directory of that name. */
function installationOf(root: string | undefined, { directories }: Source): string | undefined {
  if (root === undefined) return undefined;
  return ['bin', 'include'].some((name) => directories.has(`${root}${name}`)) ? root : undefined;
}

function partsOf(file: string): string[] {
  return resolve(file).split(/[/\\:]/);
}

/** The target that a path of ours announces: dist/<plug-in>/<target>/, prebuilds/<platform>-<arch>/. */
function announcedTarget(file: string): TargetId | undefined {
  const parts = partsOf(file);
  const target = TARGET_IDS.findLast((id) => parts.includes(id));
  const isMusl = parts.includes('musl') || /\.musl\.node$/.test(file);
  const onMusl = isMusl
    ? TARGET_IDS.find((id) => id === target?.replace('linux-', 'linuxmusl-'))
    : undefined;
  return onMusl ?? target;
}
