// What is wrong with the imports of a module, collected so that one error says all of it.
import type { Engine } from '../bridge/options.js';
import type { RawExport } from '../bridge/types.js';
import { closest, quote } from '../describe.js';
import { type ErrorCode, PluginError } from '../errors.js';
import type { ImportName } from '../wasm/reader.js';
import { describeExport } from './import-types.js';

/** So many lines of a kind are in a message. */
const SHOWN = 50;

/** The first lines of a list; each is made when it is shown. */
function lines<T>(items: readonly T[], describe: (item: T) => string): string[] {
  const shown = items.slice(0, SHOWN).map((item) => `  ${describe(item)}`);
  const rest = items.length - shown.length;
  return rest > 0 ? [...shown, `  and ${rest} more`] : shown;
}

function linkError(
  code: ErrorCode,
  count: number,
  text: readonly string[],
  options: { hint: string; cause?: unknown },
): PluginError {
  const what = count === 1 ? 'an import' : `${count} imports`;
  const message = [`Cannot instantiate: ${what} cannot be linked`, ...text].join('\n');
  return new PluginError(code, message, options);
}

const describeName = ({ module, name }: ImportName) =>
  `import ${quote(name)} of module ${quote(module)}`;

/** An import that a plug-in's module exports with another type. */
export interface Mismatch extends ImportName {
  readonly actual: string;
  readonly expected: string;
}

/** @param cause the engine's error */
export function mismatchError(mismatches: readonly Mismatch[], cause: unknown): PluginError {
  const text = lines(mismatches, (item) => {
    const { actual, expected } = item;
    return `${describeName(item)}: is ${actual}, expected ${expected}`;
  });
  const hint = 'Build the guest for this version of the plug-in';
  return linkError('IMPORT_MISMATCH', mismatches.length, text, { hint, cause });
}

function suggestion(name: string, candidates: readonly string[]): string {
  const meant = closest(name, candidates);
  return meant === undefined ? '' : `, did you mean ${quote(meant)}?`;
}

/** A module of a plug-in. */
interface Offer {
  readonly name: string;
  exportNames(): readonly string[];
  findExport(name: string): RawExport | undefined;
}

/** A module in `modules` that another engine made. */
export function otherEngine(module: string, engine: Engine): PluginError {
  return new PluginError(
    'ARGUMENT_INVALID',
    `Cannot instantiate: module ${quote(module)} is of another engine, expected one of "${engine}"`,
    { hint: 'Create the module with the host that instantiates' },
  );
}

/** The imports that nobody has. */
export class MissingImports {
  readonly #ofNoModule: ImportName[] = [];
  readonly #ofModules: { readonly item: ImportName; readonly offer: Offer }[] = [];

  /** No plug-in has its module. */
  addModule(item: ImportName): void {
    this.#ofNoModule.push(item);
  }

  /** A plug-in's module does not have it. */
  addExport(item: ImportName, offer: Offer): void {
    this.#ofModules.push({ item, offer });
  }

  /**
   * @param offered the names of the modules that plug-ins have
   * @param tried lines on what was loaded and refused
   */
  toError(offered: readonly string[], tried: readonly string[]): PluginError {
    const missing = this.#ofNoModule;
    const count = missing.length + this.#ofModules.length;
    const offers = [...new Set(this.#ofModules.map(({ offer }) => offer))];
    const text = [
      ...lines(missing, (item) => {
        const end = suggestion(item.module, offered);
        return `${describeName(item)}: no loaded plug-in has this module${end}`;
      }),
      ...lines(this.#ofModules, ({ item, offer }) => {
        const end = suggestion(item.name, offer.exportNames());
        return `${describeName(item)}: the module has no such export${end}`;
      }),
      ...offers.flatMap((offer) => [
        `module ${quote(offer.name)} exports`,
        ...lines(offer.exportNames(), (name) => {
          return `${quote(name)}: ${describeExport(offer.findExport(name) as RawExport)}`;
        }),
      ]),
    ];
    if (missing.length === 0) {
      const hint = 'Load a version of the plug-in that has it, or pass it in { imports }';
      return linkError('IMPORT_NOT_FOUND', count, text, { hint });
    }
    const hint = missing.some(({ module }) => /^wasi[_:]/.test(module))
      ? 'Instantiate it as a WASI program: { wasi: {} }, or pass its imports, { imports: wasi.getImportObject() }'
      : 'Load the plug-in with loadFromPath(path), put it into a default path, or pass { imports }';
    return linkError('MODULE_NOT_FOUND', count, [...text, 'tried', ...tried], { hint });
  }
}
