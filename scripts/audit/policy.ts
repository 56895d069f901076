// How strict an audit is: what a violated check counts as, and the thresholds. Three policies are built
// in; a file may change any part of one.
import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import { CommandError } from '../errors.js';
import { projectPath } from '../project/paths.js';
import { readFile } from './binary.js';
import { LIMITS, type Limits } from './limits.js';

export const CHECK_IDS = [
  'target',
  'kind',
  'descriptor',
  'host-functions',
  'limit-functions',
  'host-exports',
  'unresolved-symbols',
  'leaked-exports',
  'option-defaults',
  'needed-libraries',
  'glibc',
  'libstdc++',
  'minimum-system',
  'rpath',
  'host-library-name',
  'library-name',
  'size',
  'build-paths',
  'host-link',
  'debug-info',
  'signature',
  'executable-stack',
  'page-alignment',
  'writable-code',
  'text-relocations',
  'relro',
  'dll-flags',
] as const;

export type CheckId = (typeof CHECK_IDS)[number];
export type Level = 'fail' | 'warn' | 'off';

export interface Thresholds {
  /** Newest version that may be asked for. */
  glibc: string;
  glibcxx: string;
  cxxabi: string;
  macos: string;
  windows: string;
  /** Largest file in bytes, by kind. */
  pluginSize: number;
  addonSize: number;
  hostLibrarySize: number;
  /** Needed libraries that are fine though a clean system lacks them. */
  allowedLibraries: string[];
  /** Beginnings of absolute paths that betray the machine a file was built on. */
  buildPaths: string[];
}

export interface Policy {
  name: string;
  levels: Record<CheckId, Level>;
  thresholds: Thresholds;
  /** How much is read. */
  limits: Readonly<Limits>;
}

const MEBIBYTE = 1024 * 1024;

/**
 * glibc 2.28 is that of Debian 10 and RHEL 8, which came with GCC 8: hence the two C++ versions. macOS 11
 * is the first for arm64, and Windows 10 the first for it there.
 */
const THRESHOLDS: Thresholds = {
  glibc: '2.28',
  glibcxx: '3.4.25',
  cxxabi: '1.3.11',
  macos: '11.0',
  windows: '10.0',
  pluginSize: 20 * MEBIBYTE,
  addonSize: MEBIBYTE,
  hostLibrarySize: 2 * MEBIBYTE,
  allowedLibraries: [],
  buildPaths: [
    '/home/',
    '/Users/',
    '/root/',
    '/tmp/',
    '/private/',
    '/var/folders/',
    '/build/',
    '/builds/',
    '/work/',
    '/workspace/',
    '/__w/',
    '/github/',
    '/runner/',
    '/opt/hostedtoolcache/',
    'C:\\Users\\',
    'D:\\a\\',
    'C:\\a\\',
    'C:\\build\\',
    'C:\\src\\',
  ],
};

function levels(level: Level, exceptions: Partial<Record<CheckId, Level>> = {}) {
  const all = Object.fromEntries(CHECK_IDS.map((id) => [id, level])) as Policy['levels'];
  return { ...all, ...exceptions };
}

export const POLICIES = {
  /** What stops a file from loading or working somewhere fails; what is only untidy warns. */
  portable: {
    name: 'portable',
    levels: levels('fail', {
      'leaked-exports': 'warn',
      'option-defaults': 'warn',
      'library-name': 'warn',
      size: 'warn',
      'build-paths': 'warn',
      'debug-info': 'warn',
      relro: 'warn',
      'dll-flags': 'warn',
    }),
    thresholds: THRESHOLDS,
    limits: LIMITS,
  },
  /** All fails. */
  strict: { name: 'strict', levels: levels('fail'), thresholds: THRESHOLDS, limits: LIMITS },
  /** Reads the file and judges nothing. */
  none: { name: 'none', levels: levels('off'), thresholds: THRESHOLDS, limits: LIMITS },
} as const satisfies Record<string, Policy>;

/** A built-in policy by its name; throws USAGE when there is none of this name. */
export function findPolicy(name: string): Policy {
  const policy = Object.values(POLICIES).find((other) => other.name === name);
  if (policy) return policy;
  const known = Object.keys(POLICIES).join(', ');
  throw new CommandError('USAGE', `Cannot audit by policy "${name}": expected one of ${known}`, {
    hint: 'For a policy of your own, use --policy-file',
  });
}

const schema = JSON.parse(readFileSync(projectPath('docs', 'audit-policy.schema.json'), 'utf8'));
const validate = new Ajv({ allErrors: true, verbose: true }).compile<PolicyFile>(schema);

interface PolicyFile {
  levels?: Partial<Policy['levels']>;
  thresholds?: Partial<Thresholds>;
  limits?: Partial<Limits>;
}

/** `base` with the changes that a JSON file makes. Throws FILE_UNREADABLE, LIMIT_EXCEEDED, or USAGE for a wrong one. */
export function readPolicyFile(path: string, base: Policy): Policy {
  const changes = parse(
    path,
    readFile(path, MEBIBYTE)
      .toString()
      .replace(/^\ufeff/, ''),
  );
  if (!validate(changes)) {
    const problems = [...new Set(validate.errors?.map(describe))].filter((text) => text !== '');
    throw new CommandError('USAGE', `Cannot use policy "${path}": ${problems.join('; ')}`, {
      hint: HINT,
    });
  }
  return {
    name: path,
    levels: { ...base.levels, ...changes.levels },
    thresholds: { ...base.thresholds, ...changes.thresholds },
    limits: { ...base.limits, ...changes.limits },
  };
}

const HINT = 'docs/audit.md has an example with every check, threshold and limit';

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `Cannot read policy "${path}": ${(cause as Error).message}, expected JSON`;
    throw new CommandError('USAGE', message, { cause, hint: HINT });
  }
}

/** One problem in words, actual and expected; empty for one that only repeats another. */
function describe({ keyword, instancePath, params, data, schema, message }: ErrorObject): string {
  const place =
    instancePath === '' ? 'the file' : `"${instancePath.slice(1).replaceAll('/', '.')}"`;
  const known = (values: readonly string[]) => values.join(', ');
  if (keyword === 'propertyNames') {
    return `${place} has "${params.propertyName}", expected ${known(CHECK_IDS)}`;
  }
  // Of the name of a property: said by the other.
  if (keyword === 'enum' && instancePath === '/levels') return '';
  if (keyword === 'additionalProperties') {
    const expected = EXPECTED_KEYS[instancePath] ?? [];
    return `${place} has "${params.additionalProperty}", expected ${known(expected)}`;
  }
  const actual = `${place} is ${JSON.stringify(data)}`;
  if (keyword === 'enum') return `${actual}, expected ${known(schema as string[])}`;
  if (keyword === 'pattern') return `${actual}, expected a version such as "2.28"`;
  if (keyword === 'type') return `${actual}, expected ${TYPES[schema as string] ?? schema}`;
  return `${actual}, which ${message}`;
}

const TYPES: Record<string, string> = {
  object: 'an object',
  array: 'a list',
  string: 'a text in quotes',
  integer: 'a whole number',
};

const EXPECTED_KEYS: Record<string, readonly string[]> = {
  '': ['levels', 'thresholds', 'limits'],
  '/thresholds': Object.keys(THRESHOLDS),
  '/limits': Object.keys(LIMITS),
};
