// The package's API.
export type { Accelerator, CreateModuleOptions } from './bridge/options.js';
export {
  ERROR_CODES,
  type ErrorCode,
  PluginError,
  WARNING_CODES,
  type WarningCode,
} from './errors.js';
export {
  type ModuleInfo,
  type OptionType,
  type OptionValue,
  Plugin,
  type PluginOption,
} from './plugin.js';
export {
  type Engine,
  type InstantiateOptions,
  type InstantiateResult,
  type LoadOutcome,
  type LoadPluginsOptions,
  type LoadWarning,
  loadPlugins,
  PluginHost,
} from './plugin-host.js';
export {
  type BindOptions,
  type ImportObject,
  type PluginFunctions,
  PluginModule,
} from './plugin-module.js';
export { isTermination, type RunResult, runToEnd } from './termination.js';
export type {
  WebAssemblyBytes,
  WebAssemblyImports,
  WebAssemblyImportValue,
  WebAssemblyInstance,
  WebAssemblyMemory,
  WebAssemblyModule,
} from './web-assembly.js';
