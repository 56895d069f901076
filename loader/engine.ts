// What the public classes need of an engine: the plug-in host. It loads plug-ins, makes their modules
// and instantiates WebAssembly with them; nothing of how it executes is to be seen.
import type { CreateModuleOptions, Engine } from './bridge/options.js';
import type { RawOutcome, RawPlugin } from './bridge/types.js';
import type { EngineModule } from './engine-module.js';
import type { InstantiateResult } from './guest/instantiate-options.js';
import type { ModuleOffers } from './guest/offers.js';
import type { WebAssemblyModule } from './web-assembly.js';

export interface PluginEngine {
  readonly engine: Engine;
  /** Whether host functions are called through the accelerator. */
  readonly accelerated: boolean;
  loadFromDefaultPaths(): readonly RawOutcome[];
  loadFromPath(path: string): readonly RawOutcome[];
  /** What a loaded plug-in says of itself. */
  describePlugin(name: string): RawPlugin;
  /** The value is checked, and of the option's type. */
  setOption(plugin: string, index: number, value: boolean | number | bigint | string): void;
  /** @throws PluginError MODULE_CREATE_FAILED */
  createModule(plugin: string, name: string, options: CreateModuleOptions): EngineModule;
  // What these take is checked by them; they throw what PluginHost says.
  compile(source: unknown, options: unknown): Promise<WebAssemblyModule>;
  compileSync(source: unknown, options: unknown): WebAssemblyModule;
  instantiate(
    offers: ModuleOffers,
    source: unknown,
    options: unknown,
  ): Promise<InstantiateResult<object>>;
  instantiateSync(
    offers: ModuleOffers,
    source: unknown,
    options: unknown,
  ): InstantiateResult<object>;
}
