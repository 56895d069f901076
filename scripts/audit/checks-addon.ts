// Checks of the addon alone. Listed in checks.ts.
import { HOST_LIBRARIES } from './api-symbols.js';
import type { Check, Problem, Subject } from './check.js';
import { enumerate } from './checks-symbols.js';

/**
 * The addon opens the host library by its path, since another libwasmedge may answer to its name. Only
 * musl needs to be told the name, for plug-ins that need the library.
 */
function checkHostLink({ info, kind }: Subject): Problem[] | string | undefined {
  if (kind !== 'addon') return undefined;
  const host = HOST_LIBRARIES[info.platform as keyof typeof HOST_LIBRARIES];
  const names = [...info.needed, ...info.optionalNeeded].some(
    (library) => library.split('/').at(-1)?.toLowerCase() === host,
  );
  const bound = info.imports.map(({ name }) => name).filter((name) => name.startsWith('WasmEdge_'));
  const problems: Problem[] = [];
  if (bound.length > 0) {
    problems.push({
      message: `it imports ${enumerate(bound)}, which another libwasmedge may answer`,
      fix: 'List the function in loader/native/addon/host_library.h',
    });
  }
  if (names && info.libc !== 'musl') {
    problems.push({
      message: `it needs "${host}" by name, which the library path may put elsewhere`,
      fix: 'Do not link it to the host library',
    });
  }
  if (!names && info.libc === 'musl') {
    problems.push({
      message: `it does not need "${host}", so that musl does not know the library by this name`,
      fix: 'Link it to the host library, with --no-as-needed and an rpath',
    });
  }
  if (problems.length > 0) return problems;
  return `it opens the host library by path${names ? `, and names ${host} for plug-ins` : ''}`;
}

export const addonChecks: readonly Check[] = [
  {
    id: 'host-link',
    summary: 'the addon takes the host library from its own path',
    run: checkHostLink,
  },
];
