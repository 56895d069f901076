// Why the plug-in of one name is found in the default paths, or is not.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { closest, TARGETS } from '#loader/internal';
import type { AnyErrorCode } from '../errors.js';
import { isOfficial } from '../project/known-plugins.js';
import type { Explanation } from './paths.js';

export interface PluginExplanation {
  name: string;
  state: 'found' | 'refused' | 'missing';
  /** The file, when there is one. */
  path: string | null;
  /** Why it is refused. */
  code: AnyErrorCode | null;
  explanation: string;
  hint: string | null;
}

/** Whether an operand is the name of a plug-in rather than a path. */
export function isName(operand: string): boolean {
  const isPath =
    /[\\/]/.test(operand) ||
    TARGETS.some(({ libraryExtension }) => operand.endsWith(libraryExtension));
  return !isPath && !existsSync(operand);
}

/** A name without what systems and people put around it: `libget_string.so` and `get-string` are one. */
const plain = (name: string): string =>
  basename(name)
    .replace(/\.(so|dylib|dll)$/, '')
    .replace(/^lib(wasmedgePlugin)?/i, '')
    .replaceAll(/[-_]/g, '')
    .toLowerCase();

export function explainPlugin(
  name: string,
  { paths, plugins, notSearched }: Explanation,
): PluginExplanation {
  const outcomes = paths.flatMap((path) => path.outcomes);
  const nothing = { name, path: null, code: null, hint: null };

  const loaded = outcomes.find((outcome) => outcome.plugin === name && outcome.state !== 'refused');
  if (loaded) {
    const { version, apiVersion, modules } = plugins.find((each) => each.name === name) ?? {};
    const offers = modules?.map((module) => `'${module.name}'`).join(', ') || 'no module';
    const what = version ? `, version ${version}, API version ${apiVersion}, offers ${offers}` : '';
    return {
      ...nothing,
      state: 'found',
      path: loaded.path,
      explanation: `loaded from ${loaded.path}${what}`,
    };
  }

  const refused = outcomes.find(
    (outcome) => outcome.state === 'refused' && plain(outcome.path) === plain(name),
  );
  if (refused) {
    const { path, code = null, reason, hint = null } = refused;
    return {
      ...nothing,
      state: 'refused',
      path,
      code,
      explanation: `${path} is refused: ${code}, ${reason}`,
      hint,
    };
  }

  const asFile = outcomes.find(({ path, plugin }) => plugin && plain(path) === plain(name));
  if (asFile) {
    const explanation = `no plug-in has this name; ${asFile.path} is '${asFile.plugin}' by its descriptor`;
    return {
      ...nothing,
      state: 'missing',
      path: asFile.path,
      explanation,
      hint: `Ask for it by that name: plugkit explain ${asFile.plugin}`,
    };
  }

  const passedOver = paths
    .flatMap(({ skipped }) => skipped)
    .find(({ path }) => plain(path.replace(/\.\w+$/, '')) === plain(name));
  if (passedOver) {
    const { path, reason } = passedOver;
    return {
      ...nothing,
      state: 'missing',
      path,
      explanation: `${path} is passed over, ${reason}`,
      hint: 'Take the build of the plug-in for this system',
    };
  }

  const meant = closest(
    name,
    plugins.map((each) => each.name),
  );
  const [elsewhere] = notSearched;
  const first = paths[0]?.path;
  const put = `Put its library into ${first ?? 'a default path'}, or name its directory in WASMEDGE_PLUGIN_PATH`;
  const official = isOfficial(name)
    ? 'It is an official plug-in, a C++ one: it needs --engine wasmedge. '
    : '';
  return {
    ...nothing,
    state: 'missing',
    explanation: `none of ${outcomes.length} files in ${paths.length} default paths is this plug-in`,
    hint:
      meant === undefined
        ? `${official}${put}${elsewhere ? `; ${elsewhere.path} is not searched` : ''}`
        : `Did you mean ${meant}?`,
  };
}
