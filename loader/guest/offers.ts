// What plug-ins offer to guests, and finding a module by the name of its instance: that is what guests of a stock
// WasmEdge import by, and a plug-in may give it another than its descriptor's.
import { PluginError } from '../errors.js';
import type { PluginModule } from '../plugin-module.js';
import { isWasi } from './wasi-options.js';

/** What plug-ins offer. */
export interface ModuleOffers {
  /** The names of the modules that can be created. */
  offered(): readonly string[];
  offers(name: string): boolean;
  createModule(name: string): PluginModule<object>;
  /** The names of module instances by those of the modules, as far as they are known. */
  readonly instanceNames: Map<string, string>;
  /** Lines on what was loaded and refused. */
  tried(): readonly string[];
}

/**
 * The module whose instance has the name; undefined when no plug-in has one. Modules whose instances' names are not
 * known yet are created for it.
 *
 * @param nameOf the name of a module's instance
 */
export function createByInstance(
  { offered, createModule, instanceNames }: ModuleOffers,
  name: string,
  nameOf: (module: PluginModule<object>) => string,
): PluginModule<object> | undefined {
  if (isWasi(name)) return undefined;
  for (const module of offered()) {
    if ((instanceNames.get(module) ?? name) !== name) continue;
    let created: PluginModule<object>;
    try {
      created = createModule(module);
    } catch (error) {
      if (error instanceof PluginError) continue; // whoever imports that one is told
      throw error;
    }
    const own = nameOf(created);
    instanceNames.set(module, own);
    if (own === name) return created;
    created.dispose();
  }
  return undefined;
}
