// The side of a module that its engine keeps: what PluginModule passes on to. Apart from engine.ts, which
// is about more than one module.
import type { ModuleExport } from './module-exports.js';
import type { ImportObject } from './web-assembly.js';

export interface EngineModule {
  /** Names and types of its exports; @throws PluginError MODULE_DISPOSED */
  readonly exports: readonly ModuleExport[];
  /** Its functions, callable from JavaScript; @throws PluginError MODULE_DISPOSED, TYPE_UNSUPPORTED */
  readonly functions: object;
  /** What WebAssembly imports of it; @throws PluginError MODULE_DISPOSED, ENGINE_UNSUPPORTED */
  readonly imports: ImportObject;
  /** Ties `imports` to an instance; both arguments are checked here. */
  bind(instance: unknown, options: unknown): void;
  /** Ends it, once. */
  dispose(): void;
}
