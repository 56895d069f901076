// What instantiate() takes beside the WebAssembly, and its checks.
import { nativeOf, type PluginModule } from './plugin-module.js';
import { check, invalid, list, optional, options } from './validate.js';
import type { WebAssemblyImports } from './web-assembly.js';

/** What a WebAssembly module imports beside what plug-ins offer, and from which modules of plug-ins. */
export interface InstantiateOptions {
  /** Imports of your own; they win over those of plug-ins. */
  imports?: WebAssemblyImports;
  /** Modules to use, made by createModule(), each of another name. For all other imports modules are created. */
  modules?: readonly PluginModule<object>[];
}

const isObject = (value: unknown) =>
  typeof value === 'function' || (typeof value === 'object' && value !== null);

const pluginModule = check<PluginModule<object>>(
  'a module of createModule()',
  (value) => nativeOf(value as PluginModule<object>) !== undefined,
);

const checkOptions = options({
  fields: {
    imports: optional(
      check<WebAssembly.Imports>(
        'an object of modules: { [module]: { [name]: value } }',
        (value) => isObject(value) && !Array.isArray(value),
      ),
    ),
    modules: optional(list('an array of modules of createModule()', pluginModule)),
  },
  example: '{ imports: { env: {} } }',
});

/** @internal @throws PluginError ARGUMENT_INVALID */
export function checkInstantiateOptions(value: unknown) {
  const action = 'instantiate';
  const checked = checkOptions(value, { action, name: 'the second argument' });
  const names = checked.modules?.map(({ name }) => name) ?? [];
  for (const [index, name] of names.entries()) {
    const first = names.indexOf(name);
    if (first === index) continue;
    const place = { action, name: `modules[${index}]` };
    throw invalid(name, place, `another name than that of modules[${first}]`);
  }
  return checked;
}
