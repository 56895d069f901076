// The package's API. What can only be made by it is exported as a type.
export type { Accelerator, CreateModuleOptions, Engine, RunMode } from './bridge/options.js';
export {
  ERROR_CODES,
  type ErrorCode,
  PluginError,
  WARNING_CODES,
  type WarningCode,
} from './errors.js';
export type {
  CompileOptions,
  InstantiateOptions,
  InstantiateResult,
} from './guest/instantiate-options.js';
export type { WasiOptions, WasiProgram } from './guest/wasi-options.js';
export { type HostCallError, isHostCallError } from './host-call-error.js';
export type {
  FindModuleOptions,
  LoadOutcome,
  LoadPluginsOptions,
  LoadWarning,
} from './load-options.js';
export type { ExportedType, ModuleExport } from './module-exports.js';
export type {
  ModuleInfo,
  OptionType,
  OptionValue,
  Plugin,
  PluginOption,
  VersionParts,
} from './plugin.js';
export { loadPlugins, type PluginHost } from './plugin-host.js';
export type {
  BindOptions,
  FunctionsOf,
  PluginFunctions,
  PluginModule,
  PluginModules,
} from './plugin-module.js';
export {
  isTermination,
  type RunOutcome,
  type RunResult,
  runToEnd,
  type Termination,
} from './termination.js';
export type {
  ImportObject,
  WebAssemblyBytes,
  WebAssemblyImports,
  WebAssemblyImportValue,
  WebAssemblyInstance,
  WebAssemblyMemory,
  WebAssemblyModule,
} from './web-assembly.js';
