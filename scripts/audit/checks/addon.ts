// Checks of how the addon and the host library find each other.
import { HOST_LIBRARIES } from '../api-symbols.js';
import type { Check, Problem, Subject } from './check.js';
import { enumerate } from './symbols.js';

/** The addon opens the host library by its path, since another libwasmedge may answer to its name. */
function checkAddon({ info }: Subject, host: string, names: boolean): Problem[] | string {
  const bound = info.imports.map(({ name }) => name).filter((name) => name.startsWith('WasmEdge_'));
  const problems: Problem[] = [];
  if (bound.length > 0) {
    problems.push({
      message: `it imports ${enumerate(bound)}, which another libwasmedge may answer`,
      fix: 'List the function in loader/native/addon/host_library.h',
    });
  }
  if (names) {
    problems.push({
      message: `it needs "${host}" by name, which the library path may put elsewhere`,
      fix: 'Do not link it to the host library',
    });
  }
  return problems.length > 0 ? problems : 'it opens the host library by path';
}

/** musl knows a library that was opened by path only when something needs it by name and finds it. */
function checkMuslHost({ info }: Subject, host: string, names: boolean): Problem[] | string {
  if (names && info.rpaths.includes('$ORIGIN')) return `it needs itself, so that ${host} is known`;
  const message = `it does not need "${host}" from $ORIGIN: plug-ins would not find it on musl`;
  return [{ message, fix: 'Link it to its own name, with --no-as-needed and the rpath $ORIGIN' }];
}

function checkHostLink(subject: Subject): Problem[] | string | undefined {
  const { info, kind } = subject;
  const host = HOST_LIBRARIES[info.platform as keyof typeof HOST_LIBRARIES];
  const names = [...info.needed, ...info.optionalNeeded].some(
    (library) => library.split('/').at(-1)?.toLowerCase() === host,
  );
  if (kind === 'addon') return checkAddon(subject, host, names);
  return kind === 'host-library' && info.libc === 'musl'
    ? checkMuslHost(subject, host, names)
    : undefined;
}

export const addonChecks: readonly Check[] = [
  {
    id: 'host-link',
    summary: 'the addon opens the host library by its path, and plug-ins find that by its name',
    run: checkHostLink,
  },
];
