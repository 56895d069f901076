// Options of plug-ins as texts: from flags (`get-string.upper`, `get-string.string=text`) and from the
// environment (`PLUGKIT_OPTION_GET_STRING_UPPER`); and as values of a JSON file.
import { readFileSync } from 'node:fs';
import type { OptionType, OptionValue, Plugin, PluginHost } from '#loader';
import { closest } from '#loader/internal';
import { CommandError } from '../errors.js';
import { requirePath } from '../flags/given-paths.js';
import { parseInteger, parseNumber } from './numbers.js';

const PREFIX = 'PLUGKIT_OPTION_';

const variableOf = (plugin: string, option: string): string =>
  PREFIX + `${plugin}_${option}`.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase();

/** A text as a value of the type; setOption() has the last word on its range. */
function parseValue(name: string, type: OptionType, text: string | undefined): OptionValue {
  const fail = (expected: string) =>
    new CommandError(
      'USAGE',
      `Cannot set option ${name}: the value is ${text === undefined ? 'missing' : `'${text}'`}, expected ${expected}`,
      { hint: `Give it as --${name}=<value>` },
    );
  switch (type) {
    case 'none':
    case 'toggle': {
      if (text === undefined || text === 'true') return true;
      if (text === 'false') return false;
      throw fail('true or false');
    }
    case 'string':
      if (text === undefined) throw fail('a text');
      return text;
    case 'float':
    case 'double': {
      const number = text === undefined ? undefined : parseNumber(text);
      if (number === undefined) throw fail('a number');
      return number;
    }
    default: {
      const integer = text === undefined ? undefined : parseInteger(text);
      if (integer === undefined) throw fail('an integer');
      return integer;
    }
  }
}

function findOption(host: PluginHost, name: string): { plugin: Plugin; option: string } {
  // Names of plug-ins and options may hold dots themselves.
  for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) {
    const plugin = host.findPlugin(name.slice(0, at));
    if (plugin) return { plugin, option: name.slice(at + 1) };
  }
  // The option's name alone, as `wasmedge` takes it, when only one plug-in has it.
  const having = host.plugins.filter(({ options }) => options.some((each) => each.name === name));
  if (having.length === 1) return { plugin: having[0] as Plugin, option: name };
  const known = host.plugins.flatMap((plugin) =>
    plugin.options.map((option) => `${plugin.name}.${option.name}`),
  );
  const meant = closest(name, known);
  throw new CommandError(
    'OPTION_UNKNOWN',
    `Cannot set option ${name}: no loaded plug-in has it, expected one of ${known.join(', ') || 'none'}`,
    { hint: meant === undefined ? 'Load the plug-in that has it' : `Did you mean --${meant}?` },
  );
}

/** Where options may come from; the later ones win. */
export interface OptionSources {
  /** A JSON file: `{ plugin: { option: value } }`. */
  readonly optionsFile?: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Each `name` or `name=value`, where name is `plugin.option`, or `option` if one plug-in has it. */
  readonly options: readonly string[];
}

/** Options as the file has them, `[name, value]`. */
function readOptions(file: string): [string, OptionValue][] {
  requirePath(file, 'read options of');
  const fail = (why: string) =>
    new CommandError('USAGE', `Cannot read options of ${file}: ${why}`, {
      hint: 'Write it as { "<plugin>": { "<option>": <value> } }',
    });
  let plugins: unknown;
  try {
    plugins = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw fail((error as Error).message);
  }
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isRecord(plugins)) throw fail('it holds no object');
  return Object.entries(plugins).flatMap(([plugin, values]) => {
    if (!isRecord(values)) throw fail(`'${plugin}' is no object of options`);
    return Object.entries(values).map(([option, value]): [string, OptionValue] => {
      if (!['boolean', 'number', 'string'].includes(typeof value))
        throw fail(`the value of '${plugin}.${option}' is no text, number or boolean`);
      return [`${plugin}.${option}`, value as OptionValue];
    });
  });
}

/**
 * Sets options of loaded plug-ins, each once, to the value of the strongest source.
 *
 * @throws {CommandError} USAGE; OPTION_UNKNOWN and OPTION_INVALID, also as errors of the loader
 */
export function setOptions(
  host: PluginHost,
  { optionsFile, variables, options }: OptionSources,
): void {
  const chosen = new Map<string, () => void>();
  const choose = (plugin: Plugin, option: string, value: OptionValue): void => {
    chosen.set(JSON.stringify([plugin.name, option]), () => plugin.setOption(option, value));
  };
  const typeOf = (plugin: Plugin, option: string): OptionType | undefined =>
    plugin.options.find((each) => each.name === option)?.type;

  for (const [name, given] of optionsFile === undefined ? [] : readOptions(optionsFile)) {
    const { plugin, option } = findOption(host, name);
    // Numbers of 64 bits may be texts in JSON.
    const isNumber = /int|float|double/.test(typeOf(plugin, option) ?? '');
    const value =
      isNumber && typeof given === 'string'
        ? parseValue(name, typeOf(plugin, option) as OptionType, given)
        : given;
    choose(plugin, option, value);
  }
  for (const plugin of host.plugins) {
    for (const { name, type } of plugin.options) {
      const variable = variableOf(plugin.name, name);
      const text = variables[variable];
      if (text !== undefined) choose(plugin, name, parseValue(variable, type, text));
    }
  }
  for (const flag of options) {
    const at = flag.indexOf('=');
    const name = at < 0 ? flag : flag.slice(0, at);
    const { plugin, option } = findOption(host, name);
    const type = typeOf(plugin, option);
    const text = at < 0 ? undefined : flag.slice(at + 1);
    choose(plugin, option, type ? parseValue(name, type, text) : (text ?? true));
  }
  for (const set of chosen.values()) set();
}
