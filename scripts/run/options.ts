// Options of plug-ins as texts: from flags (`get-string.upper`, `get-string.string=text`) and from the
// environment (`PLUGKIT_OPTION_GET_STRING_UPPER`).
import type { OptionType, OptionValue, Plugin, PluginHost } from '#loader';
import { closest } from '#loader/internal';
import { CommandError } from '../errors.js';
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

/**
 * Sets options of loaded plug-ins; flags win over the environment.
 *
 * @param flags each `name` or `name=value`, where name is `plugin.option`, or `option` if one plug-in has it
 * @throws {CommandError} USAGE; OPTION_UNKNOWN and OPTION_INVALID, also as errors of the loader
 */
export function setOptions(
  host: PluginHost,
  flags: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): void {
  for (const plugin of host.plugins) {
    for (const { name, type } of plugin.options) {
      const variable = variableOf(plugin.name, name);
      const text = variables[variable];
      if (text !== undefined) plugin.setOption(name, parseValue(variable, type, text));
    }
  }
  for (const flag of flags) {
    const at = flag.indexOf('=');
    const name = at < 0 ? flag : flag.slice(0, at);
    const { plugin, option } = findOption(host, name);
    const known = plugin.options.find((each) => each.name === option);
    const text = at < 0 ? undefined : flag.slice(at + 1);
    const value = known ? parseValue(name, known.type, text) : (text ?? true);
    plugin.setOption(option, value);
  }
}
