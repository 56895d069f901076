// Node's own engine as a plug-in host.
import { NativeModule } from './bridge/native-module.js';
import type { Accelerator, CreateModuleOptions } from './bridge/options.js';
import { openSession, type Session } from './bridge/session.js';
import type { RawOutcome, RawPlugin } from './bridge/types.js';
import { currentPathEnvironment, defaultPaths } from './default-paths.js';
import type { PluginEngine } from './engine.js';
import { compile, compileSync } from './guest/compile.js';
import { instantiate, instantiateSync } from './guest/instantiate.js';
import { V8Module } from './guest/module.js';
import type { ModuleOffers } from './guest/offers.js';

export class V8Engine implements PluginEngine {
  readonly engine = 'v8';
  readonly #session: Session;

  /** @throws PluginError as openSession() does */
  constructor(accelerator: Accelerator | undefined) {
    this.#session = openSession(accelerator);
  }

  get accelerated(): boolean {
    return this.#session.imports.accelerator !== undefined;
  }

  loadFromDefaultPaths(): readonly RawOutcome[] {
    const { addon } = this.#session;
    // The environment of this thread decides, which native code cannot see in a worker.
    const paths = defaultPaths(currentPathEnvironment(addon.libraryPath() || undefined));
    return addon.loadFromPaths(paths.flatMap(({ path, rule }) => [path, rule]));
  }

  loadFromPath(path: string): readonly RawOutcome[] {
    return this.#session.addon.loadFromPath(path);
  }

  describePlugin(name: string): RawPlugin {
    return this.#session.addon.describePlugin(name);
  }

  setOption(plugin: string, index: number, value: boolean | number | bigint | string): void {
    this.#session.addon.setOption(plugin, index, value);
  }

  createModule(plugin: string, name: string, options: CreateModuleOptions): V8Module {
    const native = new NativeModule(this.#session, plugin, name, options);
    return new V8Module(this.#session, native);
  }

  compile(source: unknown, options: unknown) {
    return compile(source, options);
  }

  compileSync(source: unknown, options: unknown) {
    return compileSync(source, options);
  }

  instantiate(offers: ModuleOffers, source: unknown, options: unknown) {
    return instantiate<object>({ session: this.#session, ...offers }, source, options);
  }

  instantiateSync(offers: ModuleOffers, source: unknown, options: unknown) {
    return instantiateSync<object>({ session: this.#session, ...offers }, source, options);
  }
}
